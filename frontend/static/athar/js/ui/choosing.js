// One box that ticks all boxes of a page, and how many are ticked.

const all = document.querySelector("[data-choose-all]");
const said = document.querySelector("[data-chosen]");
const boxes = [...document.querySelectorAll("[data-queue-row] input[type=checkbox]")];

function count() {
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  said.textContent = chosen ? `${said.dataset.words} ${chosen}` : "";
}

if (all) {
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  count(); // a browser that comes back keeps what was ticked
}
