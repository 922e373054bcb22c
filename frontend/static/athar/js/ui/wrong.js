// What is wrong with a form is seen at once, however far down it stands, and no longer once the
// field is changed: the server looks again when it is sent.
/** Leads to the first thing that is wrong. Whether there is one. */
export function showWrong() {
  const first = document.querySelector("main [aria-invalid=true], main .field__error");
  if (!first) return false;
  const field = first.closest(".field") ?? first;
  field.scrollIntoView({ block: "center" });
  field.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
  return true;
}

function changed({ target }) {
  const field = target.closest(".field--wrong");
  if (!field) return;
  field.classList.remove("field--wrong");
  for (const error of field.querySelectorAll(".field__error")) error.remove();
  for (const one of field.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);
showWrong();
