// What every page has. Each module looks for its own markup and does nothing where there is none.
import "./ui/actions.js";
import "./ui/menu.js";
import "./ui/suggest.js";
import "./ui/theme-switch.js";
import "./ui/wrong.js";
