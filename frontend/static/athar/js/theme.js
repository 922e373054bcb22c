// Before the first paint: the colours a reader chose in this browser, and that scripts run here.
// A classic script on purpose, and the only one: a module would come after the page has shown.
{
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    const chosen = localStorage.getItem("athar-theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Storage is refused: the system's colours it is.
  }
}
