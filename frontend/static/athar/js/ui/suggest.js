// Suggestions under a search field, as the ARIA Authoring Practices describe an editable combobox
// with list autocomplete. Without us the form searches; with us it still does, on Enter with
// nothing chosen. The server draws the suggestions, in the words and shapes of its pages. Choosing
// one leads to its page, unless whoever hears `athar:choose` prevents it.
import { latestPage } from "../request.js";

const LEAST = 2;
const PAUSE = 120;

class Suggest {
  #ask = latestPage();
  #timer = null;
  #at = -1;
  #wanted = false; // an answer that comes after the list was closed does not open it again

  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input:not([type=hidden])");
    this.list = form.querySelector("[role=listbox]");
    this.count = form.querySelector("[data-suggest-count]");
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.addEventListener("input", () => this.#later());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.#choose([...this.list.children].indexOf(option));
    });
  }

  #later() {
    clearTimeout(this.#timer);
    const typed = this.input.value.trim();
    if (typed.length < LEAST) return this.#close();
    this.#wanted = true;
    this.#timer = setTimeout(() => this.#look(typed), PAUSE);
  }

  async #look(typed) {
    const url = new URL(this.form.dataset.suggest, location.origin);
    url.searchParams.set("q", typed);
    let page;
    try {
      page = await this.#ask(url);
    } catch {
      return this.#close(); // No network: the form still works once there is one.
    }
    if (page && this.#wanted && document.activeElement === this.input) this.#show(page);
  }

  #show(page) {
    const options = [...page.querySelectorAll("[role=option]")];
    this.list.replaceChildren(...options);
    options.forEach((option, index) => {
      option.id = `${this.list.id}-${index}`;
    });
    this.count.textContent = page.querySelector("[data-count]")?.textContent ?? "";
    this.#open(options.length > 0);
  }

  #key(event) {
    const { key } = event;
    if (key === "Escape") {
      if (this.list.hidden) this.input.value = "";
      this.#close();
      event.preventDefault();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      if (this.list.hidden) return;
      this.#move(key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (key === "Enter" && this.#at >= 0) {
      this.#choose(this.#at);
      event.preventDefault();
    }
  }

  #move(step) {
    const places = this.list.children.length + 1; // one of them is the field itself
    this.#select(((this.#at + 1 + step + places) % places) - 1);
  }

  #select(at) {
    const options = [...this.list.children];
    this.#at = at;
    options.forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
    });
    const option = options[at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  #choose(index) {
    const detail = { ...this.list.children[index].dataset };
    this.#close();
    const event = new CustomEvent("athar:choose", { detail, cancelable: true });
    if (this.form.dispatchEvent(event)) location.assign(detail.url);
  }

  #open(open) {
    this.list.hidden = !open;
    this.form.classList.toggle("search--open", open);
    this.input.setAttribute("aria-expanded", String(open));
    this.#select(-1);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#wanted = false;
    this.#open(false);
  }
}

/** Choosing keeps a code in the field `code` beside the words, and other words forget it; `chosen`
 * hears what it was.
 */
export function keepCode(search, code, chosen = () => {}) {
  const words = search.querySelector("input:not([type=hidden])");
  search.addEventListener("athar:choose", (event) => {
    event.preventDefault();
    words.value = event.detail.name;
    code.value = event.detail.code;
    chosen(event.detail);
  });
  words.addEventListener("input", () => {
    code.value = "";
  });
}

for (const form of document.querySelectorAll("[data-suggest]")) {
  if (form.dataset.suggest) new Suggest(form);
}
