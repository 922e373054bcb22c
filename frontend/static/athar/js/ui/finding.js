// A long list of choices, made short: a box in which to find by a few letters of any script, and
// what is chosen as chips on top. Without us the choices stand under their headings.
import { folded } from "../fold.js";
import { counted } from "../words.js";

const MANY = 12; // fewer are seen at once
// What Arabic writes together with a word, before it: and, so; by, like, to; the.
const BEFORE = "(?:^| )[\u0648\u0641]?[\u0628\u0643\u0644]?(?:\u0627\u0644|\u0644\u0644)?";
const ARTICLE = /^\u0627\u0644(?=.{2})/;

/** What a word typed finds: words that begin with it. */
function beginning(word) {
  return new RegExp(BEFORE + word.replace(ARTICLE, ""));
}

class Finding {
  #opened = null; // the headings that stood open before something was looked for

  constructor(field, template, matches) {
    this.choices = [...field.querySelectorAll(".choice")].map((label) => ({
      label,
      box: label.querySelector("input"),
      name: label.textContent.trim(),
      words: folded(`${label.textContent} ${label.dataset.knownAs ?? ""}`),
    }));
    this.headings = [...field.querySelectorAll("details")];
    this.matches = matches;
    const head = template.content.firstElementChild.cloneNode(true);
    this.chips = head.querySelector("[data-chosen-chips]");
    this.chip = head.querySelector("template");
    this.input = head.querySelector("input");
    this.said = head.querySelector("[data-found]");
    template.replaceWith(head);

    this.input.addEventListener("input", () => this.#find());
    this.input.addEventListener("focus", () => this.input.select()); // the next word takes its place
    this.input.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("change", ({ target }) => target.type === "checkbox" && this.#tell());
    window.addEventListener("pageshow", () => this.#tell()); // a browser that comes back ticks again
    this.#tell();
  }

  #find() {
    const words = folded(this.input.value).split(" ").filter(Boolean).map(beginning);
    const wanted = this.choices.filter((one) => words.every((word) => word.test(one.words)));
    for (const one of this.choices) one.label.hidden = !wanted.includes(one);
    this.found = words.length ? wanted : [];
    this.said.textContent = words.length ? this.#worded(wanted.length) : "";
    this.#unfold(words.length > 0);
  }

  #worded(count) {
    return count ? counted(this.matches, count) : this.said.dataset.none;
  }

  #unfold(looking) {
    if (looking) this.#opened ??= this.headings.filter(({ open }) => open);
    for (const heading of this.headings) {
      heading.hidden = looking && !heading.querySelector(".choice:not([hidden])");
      if (looking) heading.open = true;
      else if (this.#opened) heading.open = this.#opened.includes(heading);
    }
    if (!looking) this.#opened = null;
  }

  /** Enter goes to what was found, and ticks it where it is one; Escape shows the whole list. */
  #key(event) {
    if (event.key === "Enter") {
      event.preventDefault(); // the step is not sent yet
      const [first, ...others] = this.found ?? [];
      if (first && !others.length) first.box.click();
      else first?.box.focus();
    } else if (event.key === "Escape") {
      this.input.value = "";
      this.#find();
    }
  }

  #tell() {
    const chosen = this.choices.filter(({ box }) => box.checked);
    this.chips.replaceChildren(...chosen.map((one) => this.#chipOf(one)));
    this.chips.hidden = !chosen.length;
  }

  #chipOf({ box, name }) {
    const item = this.chip.content.firstElementChild.cloneNode(true);
    const button = item.querySelector("button");
    button.prepend(name);
    button.setAttribute("aria-label", `${this.chips.dataset.without}: ${name}`);
    button.addEventListener("click", () => {
      box.checked = false;
      box.dispatchEvent(new Event("change", { bubbles: true }));
      (this.chips.querySelector("button") ?? this.input).focus({ preventScroll: true });
    });
    return item;
  }
}

/** Every long list of a form, which says in `#find-matches` how found ones are counted. */
export function findIn(form) {
  const matches = form.querySelector("#find-matches");
  for (const field of form.querySelectorAll("[data-find]")) {
    const template = field.querySelector("template[data-finding]");
    if (field.querySelectorAll(".choice").length > MANY) {
      new Finding(field, template, JSON.parse(matches.textContent));
    }
  }
}
