// Menus are <details>: they open without us. We close them as menus close: Escape, a click elsewhere.

const menus = [...document.querySelectorAll("details[data-menu]")];

function close(menu) {
  menu.open = false;
}

for (const menu of menus) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close(menu);
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("toggle", () => {
    if (menu.open) menus.filter((other) => other !== menu).forEach(close);
  });
}

document.addEventListener("click", ({ target }) => {
  menus.filter((menu) => menu.open && !menu.contains(target)).forEach(close);
});
