const STAYS = 6000;

/** Say one thing, politely, and let it go, unless it `stays`. `action` is {words, url} of the one thing
 * one can do. Answers what was said, to be taken back.
 */
export function toast(words, { action = null, stays = false } = {}) {
  const shelf = document.querySelector("[data-toasts]");
  const slice = document.createElement("div");
  slice.className = "toast";
  const said = document.createElement("span");
  said.textContent = words;
  slice.append(said);
  if (action) {
    const link = document.createElement("a");
    link.href = action.url;
    link.textContent = action.words;
    slice.append(link);
  }
  shelf.replaceChildren(slice);
  if (stays) return slice;
  let timer = setTimeout(() => slice.remove(), STAYS);
  slice.addEventListener("pointerenter", () => clearTimeout(timer));
  slice.addEventListener("pointerleave", () => {
    timer = setTimeout(() => slice.remove(), STAYS);
  });
  return slice;
}
