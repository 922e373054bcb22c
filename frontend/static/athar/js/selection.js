/**
 * The selection a page shows is its address: filters, box of the map, moment. A link, a form or a
 * move of the map makes another address; the server draws the page of it; its parts are put in
 * place of ours. So the back button is exact, a copied address shows the same, and without scripts
 * the same links and forms do the same.
 *
 * Says "change" with the new URLSearchParams once the parts are in place.
 */
import { latestPage } from "./request.js";

export class Selection extends EventTarget {
  #page = latestPage();
  #shown = location.search;

  /** `parts`: selectors of what the server draws anew; `scrolling`, of what scrolls by itself. */
  constructor(parts, scrolling = []) {
    super();
    this.parts = parts;
    this.scrolling = scrolling;
    document.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("change", ({ target }) => {
      const form = target.closest("form[data-select]");
      if (form && target.type === "checkbox") form.requestSubmit();
    });
    addEventListener("popstate", (event) => this.#back(event));
  }

  get params() {
    return new URLSearchParams(location.search);
  }

  /** The address of this selection with some parameters changed; null takes one away. */
  address(changes) {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    url.searchParams.delete("cursor");
    url.search = url.search.replaceAll("%2C", ","); // as people read it
    url.hash = "";
    return url;
  }

  /** Go to an address: a choice makes an entry in the history, a move of the map replaces its own. */
  async go(url, { replace = false } = {}) {
    if (String(url) === location.href) return;
    if (replace) {
      history.replaceState(history.state, "", url);
    } else {
      history.replaceState({ scrolled: this.#scrolled() }, ""); // to come back to
      history.pushState(null, "", url);
    }
    if ((await this.#show(url)) && location.hash) this.#to(location.hash);
  }

  /** To the start of a part that was drawn anew. */
  #to(hash) {
    const part = document.querySelector(hash);
    part?.scrollTo(0, 0);
    part?.scrollIntoView();
  }

  /** Back or forward: the same page, where it was left. A move within the page is the browser's. */
  async #back({ state }) {
    if (location.search === this.#shown) return;
    if ((await this.#show(location.href)) && state?.scrolled) this.#scroll(state.scrolled);
  }

  #scrolled() {
    const own = this.scrolling.map((part) => document.querySelector(part)?.scrollTop ?? 0);
    return [scrollY, ...own];
  }

  #scroll([page, ...own]) {
    scrollTo(0, page);
    this.scrolling.forEach((part, index) => document.querySelector(part)?.scrollTo(0, own[index]));
  }

  async #show(url) {
    document.documentElement.classList.add("waiting");
    let page;
    try {
      page = await this.#page(url);
    } catch {
      location.assign(url); // let the browser say what is wrong
      return false;
    } finally {
      document.documentElement.classList.remove("waiting");
    }
    if (!page) return false; // a newer one is on its way
    this.#shown = new URL(url, location.href).search;
    for (const part of this.parts) this.#replace(part, page);
    document.title = page.title;
    this.dispatchEvent(new CustomEvent("change", { detail: this.params }));
    return true;
  }

  #replace(part, page) {
    const [ours, theirs] = [document.querySelector(part), page.querySelector(part)];
    if (!ours || !theirs) return;
    const focused = ours.contains(document.activeElement) ? document.activeElement : null;
    const open = [...ours.querySelectorAll("details[open][id]")].map(({ id }) => id);
    const mark = focused && (focused.id ? `#${CSS.escape(focused.id)}` : named(focused));
    const like = focused?.matches(".chip--on") ? ".chip--on" : null;
    ours.replaceChildren(...theirs.childNodes);
    for (const id of open) {
      const details = document.getElementById(id);
      if (details) details.open = true;
    }
    if (!focused) return;
    // What had the focus, or is like it, or the part's first: a keyboard never falls off the page.
    const found = [mark, like, "summary, a, button"].map((one) => one && ours.querySelector(one));
    found.find(Boolean)?.focus({ preventScroll: true });
  }

  #click(event) {
    const link = event.target.closest("a[data-select], [data-selects] a");
    const plain = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || plain || event.defaultPrevented || link.origin !== location.origin) return;
    if (link.pathname !== location.pathname) return;
    event.preventDefault();
    this.go(link.href);
  }

  #submit(event) {
    const form = event.target.closest("form[data-select]");
    if (!form) return;
    event.preventDefault();
    const url = new URL(form.action);
    const several = new Map();
    for (const [name, value] of new FormData(form)) {
      if (value) several.set(name, [...(several.get(name) ?? []), value]);
    }
    const query = new URLSearchParams([...several].map(([name, all]) => [name, all.join(",")]));
    url.search = String(query).replaceAll("%2C", ",");
    this.go(url);
  }
}

/** A selector for a field that has no id but a name and a value. */
function named({ name, value }) {
  return name ? `[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]` : null;
}
