// Turns the colours through system, light and dark, and remembers the choice in this browser.

const KEY = "athar-theme";
const ORDER = ["system", "light", "dark"];
const root = document.documentElement;
const switches = [...document.querySelectorAll("[data-theme-switch]")];

function current() {
  return root.dataset.theme ?? "system";
}

function show(theme) {
  for (const button of switches) {
    button.querySelector("[data-theme-words]").textContent = button.dataset[theme];
    for (const icon of button.querySelectorAll("[data-theme-icon]")) {
      icon.hidden = icon.dataset.themeIcon !== theme;
    }
  }
}

function choose(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage is refused: the choice holds for this page.
  }
  show(theme);
  document.dispatchEvent(new CustomEvent("athar:theme"));
}

for (const button of switches) {
  button.addEventListener("click", () => {
    choose(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length]);
  });
}
show(current());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.dispatchEvent(new CustomEvent("athar:theme"));
});
