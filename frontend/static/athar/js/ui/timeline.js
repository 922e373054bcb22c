// Two handles over the bars of founding years: they fill the form's own fields and send it.

function bounds(form) {
  const [from, to] = form.querySelectorAll("[data-handle]");
  const years = [Number(from.value), Number(to.value)];
  return years[0] <= years[1] ? years : years.reverse();
}

function show(form, [first, last]) {
  const [least, most] = ["min", "max"].map((end) => Number(form.querySelector("[data-handle]")[end]));
  const [from, to] = form.querySelectorAll(".timeline__year");
  from.value = first > least ? first : "";
  to.value = last < most ? last : "";
  for (const bar of form.querySelectorAll("[data-years]")) {
    const [start, end] = bar.dataset.years.split("-").map(Number);
    bar.classList.toggle("timeline__on", end >= first && start <= last);
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.matches?.("[data-handle]")) show(target.form, bounds(target.form));
});
document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-handle]")) target.form.requestSubmit();
});
