// Buttons that copy, share and print. An address is made whole with this site's own.
import { toast } from "./toast.js";

async function copy(text) {
  const { copied } = document.querySelector("[data-toasts]").dataset;
  try {
    await navigator.clipboard.writeText(text);
    toast(`${copied}: ${text}`);
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
  const button = target.closest?.("[data-copy], [data-share], [data-print]");
  if (!button) return;
  const { copy: copied, share: shared } = button.dataset;
  if (copied) copy(new URL(copied, location.origin).href);
  else if (shared) share(new URL(shared, location.origin).href);
  else print();
});
