// One letter does what a button does, unless somebody is writing.

const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const FIELD = "textarea, select, input:not([type=hidden])";
const OPEN = "details[open] textarea"; // a question or a refusal is being written
const ROW = "[data-queue-row]";

function walk(step) {
  const rows = [...document.querySelectorAll(ROW)];
  if (!rows.length) return;
  const at = rows.findIndex((row) => "current" in row.dataset);
  const to = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
  for (const row of rows) delete row.dataset.current;
  to.dataset.current = "";
  to.querySelector("a").focus();
  to.scrollIntoView({ block: "nearest" });
}

function choose() {
  const box = document.querySelector(`${ROW}[data-current] input[type=checkbox]`);
  box?.click();
}

// What decides is not pressed by a key that was meant for the page before, nor by one held down.
const CALM = 500;
setTimeout(() => (document.documentElement.dataset.keys = "ready"), CALM);

function press(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return false;
  found.focus();
  if (found.type === "submit" && document.documentElement.dataset.keys !== "ready") return true;
  if ("careful" in found.dataset) return true; // something is to be looked at first: Enter goes on
  found.click();
  // What opens to be written in is written in: the next letters are words, not keys.
  const opened = found.localName === "summary" && found.parentElement.open && found.parentElement;
  if (opened) opened.querySelector(FIELD)?.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITING)) return;
  if (document.querySelector(OPEN)) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "x") choose();
  else if (event.repeat || !press(event.key)) return;
  event.preventDefault();
});
