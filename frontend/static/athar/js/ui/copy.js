// A button that copies what its data-copy holds; an address is made whole with this site's own.
import { toast } from "./toast.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const text = new URL(button.dataset.copy, location.origin).href;
    const { copied } = document.querySelector("[data-toasts]").dataset;
    try {
      await navigator.clipboard.writeText(text);
      toast(`${copied}: ${text}`);
    } catch {
      toast(text); // Not allowed to copy: shown, to be copied by hand.
    }
  });
}
