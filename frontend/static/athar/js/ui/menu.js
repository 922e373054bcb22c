// Menus and filter sheets are <details>: they open without us. We close them as menus close: by
// Escape, by a click elsewhere, by opening another. Listeners stand on the document, since parts of
// the page are drawn anew.

const MENUS = "details[data-menu], .filters details";

function others(kept) {
  return [...document.querySelectorAll(MENUS)].filter((menu) => menu.open && menu !== kept);
}

function close(menu) {
  menu.open = false;
}

document.addEventListener("keydown", ({ key, target }) => {
  const menu = key === "Escape" && target.closest?.(MENUS);
  if (!menu?.open) return;
  close(menu);
  menu.querySelector("summary").focus();
});

// "toggle" does not bubble: it is met on its way down.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.open && target.matches(MENUS)) others(target).forEach(close);
  },
  { capture: true },
);

document.addEventListener("click", ({ target }) => {
  if (target.isConnected) others(target.closest(MENUS)).forEach(close);
});

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("input[type=search]")) others(null).forEach(close);
});
