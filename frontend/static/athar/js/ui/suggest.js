// Suggestions under a search field, as the ARIA Authoring Practices describe an editable combobox
// with list autocomplete. Without us the form searches; with us it still does, on Enter with
// nothing chosen.
import { latestJSON } from "../request.js";

const LEAST = 2;
const PAUSE = 120;

class Suggest {
  #ask = latestJSON();
  #timer = null;
  #items = [];
  #at = -1;

  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
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
    this.#timer = setTimeout(() => this.#look(typed), PAUSE);
  }

  async #look(typed) {
    const url = new URL(this.form.dataset.suggest, location.origin);
    url.searchParams.set("q", typed);
    url.searchParams.set("language", document.documentElement.lang);
    let answer;
    try {
      answer = await this.#ask(url);
    } catch {
      return this.#close(); // No network: the form still works once there is one.
    }
    if (answer && document.activeElement === this.input) this.#show(answer);
  }

  #show({ results, words }) {
    this.#items = results;
    this.#at = -1;
    this.list.replaceChildren(...results.map((item, index) => this.#option(item, index)));
    this.count.textContent = words ?? String(results.length);
    this.#open(results.length > 0);
  }

  #option(item, index) {
    const option = document.createElement("li");
    option.className = "suggestion";
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const mark = document.getElementById(`mark-${item.mark}`)?.content.cloneNode(true);
    const words = document.createElement("span");
    words.append(...matched(item));
    if (item.about) {
      const about = document.createElement("span");
      about.className = "suggestion__about";
      about.textContent = item.about;
      words.append(about);
    }
    option.append(mark ?? document.createElement("i"), words);
    return option;
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
    const places = this.#items.length + 1; // one of them is the field itself
    this.#at = ((this.#at + 1 + step + places) % places) - 1;
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.#at));
    });
    const option = this.list.children[this.#at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  #choose(index) {
    const item = this.#items[index];
    this.#close();
    location.assign(item.url);
  }

  #open(open) {
    this.list.hidden = !open;
    this.form.classList.toggle("search--open", open);
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
  }

  #close() {
    clearTimeout(this.#timer);
    this.#open(false);
  }
}

/** The name, what was typed in bold. `match` is [start, end] in the name. */
function matched({ name, match, language }) {
  const bdi = document.createElement("bdi");
  if (language && language !== document.documentElement.lang) bdi.lang = language;
  if (!match) {
    bdi.textContent = name;
    return [bdi];
  }
  const strong = document.createElement("b");
  strong.textContent = name.slice(...match);
  bdi.append(name.slice(0, match[0]), strong, name.slice(match[1]));
  return [bdi];
}

for (const form of document.querySelectorAll("form[data-suggest]")) {
  if (form.dataset.suggest) new Suggest(form);
}
