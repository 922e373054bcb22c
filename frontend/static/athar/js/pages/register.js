// A step of registering: what is typed is kept on this device until the server has it, and who may
// be in the register already shows while a name is typed. Without us the form does all it must.
import { latestPage } from "../request.js";
import { findIn } from "../ui/finding.js";
import { offline } from "../ui/sending.js";
import { toast } from "../ui/toast.js";

const PAUSE = 300;
const PREFIX = "athar:draft:";
const UNKEPT = new Set(["stamp", "subject_line", "go", "sure"]);

class Draft {
  #key;
  #timer = null;

  constructor(form) {
    this.form = form;
    this.#key = PREFIX + form.dataset.draft;
    this.version = form.dataset.version;
    this.told = form.querySelector("[data-draft-kept]");
    this.#restore();
    form.addEventListener("input", () => this.#later());
    form.addEventListener("change", () => this.#later());
    form.addEventListener("submit", (event) => {
      this.#keep();
      offline(form, event);
    });
  }

  /** What the server has not saved since it was typed comes back into the form. */
  #restore() {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(this.#key));
    } catch {
      return; // No storage here, or not ours.
    }
    if (!kept) return;
    if (kept.version !== this.version) return localStorage.removeItem(this.#key);
    const fields = [...this.form.elements].filter(({ name, type }) => name && type !== "file" && !UNKEPT.has(name));
    let changed = false;
    for (const field of fields) {
      const values = kept.values[field.name] ?? [];
      if (field.type === "checkbox" || field.type === "radio") {
        const on = values.includes(field.value);
        changed ||= on !== field.checked;
        field.checked = on;
      } else if (values.length && field.value !== values[0]) {
        field.value = values[0];
        changed = true;
      }
    }
    if (changed) toast(this.form.dataset.kept);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), PAUSE);
  }

  #keep() {
    clearTimeout(this.#timer);
    const values = {};
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && !UNKEPT.has(name)) (values[name] ??= []).push(value);
    }
    try {
      localStorage.setItem(this.#key, JSON.stringify({ version: this.version, values }));
      this.told.hidden = false;
    } catch {
      // A browser without storage keeps the draft on the server alone.
    }
  }
}

/** The first step has no version of its own: once its draft exists, it is kept there. */
function forgetTheFirst(form) {
  try {
    if (!form.dataset.draft.startsWith("new/")) localStorage.removeItem(`${PREFIX}new/name`);
  } catch {
    // Nothing was kept.
  }
}

/** Whoever comes back by the front door is led to what she began. The page of a sent draft leads on
 * to what became of it, so an old way hurts nobody.
 */
function wayBack(form) {
  const way = "athar:unfinished";
  const told = document.querySelector("[data-unfinished]");
  try {
    if (!form.dataset.draft.startsWith("new/")) return localStorage.setItem(way, location.pathname);
    const kept = localStorage.getItem(way);
    if (!kept || !told) return;
    told.querySelector("[data-unfinished-link]").href = kept;
    told.hidden = false;
  } catch {
    // No storage here: the mailed link is the way back.
  }
}

class Alike {
  #ask = latestPage();
  #timer = null;

  constructor(place, form) {
    this.place = place;
    this.fields = [...form.querySelectorAll("[name^=name_]")];
    for (const field of this.fields) {
      field.addEventListener("input", () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#look(), PAUSE);
      });
    }
  }

  async #look() {
    const url = new URL(this.place.dataset.alike, location.origin);
    for (const { name, value } of this.fields) if (value.trim()) url.searchParams.set(name, value);
    try {
      const page = await this.#ask(url);
      if (page) this.place.replaceChildren(...page.body.children);
    } catch {
      // No network: the check is made again when the step is sent.
    }
  }
}

function begin() {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  forgetTheFirst(form);
  wayBack(form);
  new Draft(form);
  findIn(form); // after what was typed before came back
  const alike = form.querySelector("[data-alike]");
  if (alike) new Alike(alike, form);
}

begin();
document.addEventListener("athar:shown", begin);
