// Buttons that copy, share and print. An address is made whole with this site's own; a text is
// copied from the element named, where readers without scripts select it.
import { toast } from "./toast.js";

async function copy(text, said = text) {
  const { copied } = document.querySelector("[data-toasts]").dataset;
  try {
    await navigator.clipboard.writeText(text);
    toast(said ? `${copied}: ${said}` : copied);
  } catch {
    toast(text); // Not allowed to copy: shown, to be copied by hand.
  }
}

async function share(url) {
  if (!navigator.share) return copy(url);
  try {
    await navigator.share({ title: document.title, url });
  } catch (error) {
    if (error.name !== "AbortError") await copy(url); // the reader thought better of it, or not
  }
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-copy], [data-copies], [data-share], [data-print]");
  if (!button) return;
  const { copy: copied, copies, share: shared } = button.dataset;
  if (copies) copy(document.getElementById(copies).textContent, "");
  else if (copied) copy(new URL(copied, location.origin).href);
  else if (shared) share(new URL(shared, location.origin).href);
  else print();
});
