import { FORM_OF, GROUPS } from "./bubble.js";
import { counted, grouped } from "../words.js";

/** What a bubble holds, as the content of a popup: title, count, mix, and what one can do. */
export function popup(one, { words, shapes, listUrl, zoom }) {
  const box = element("div", "popup");
  box.dir = document.documentElement.dir;
  const title = element("h2");
  title.textContent = one.title;
  const count = element("p", "muted smaller");
  count.textContent = counted(words.actors, one.count);
  const mix = element("ul");
  for (const group of GROUPS) mix.append(line(group, one[group], { words, shapes }));
  const actions = element("div", "row row--apart");
  if (listUrl) {
    const list = element("a", "button button--small");
    list.href = listUrl;
    list.dataset.select = "";
    list.textContent = words.list;
    actions.append(list);
  }
  const nearer = element("button", "button button--bare button--small");
  nearer.type = "button";
  nearer.textContent = words.nearer;
  nearer.addEventListener("click", zoom);
  actions.append(nearer);
  box.append(title, count, mix, actions);
  return box;
}

function line(group, count, { words, shapes }) {
  const row = element("li");
  const name = element("span");
  name.textContent = words.groups[group];
  const number = document.createElement("bdi");
  number.className = "n";
  number.textContent = grouped(count);
  row.append(symbol(FORM_OF[group], shapes), name, number);
  return row;
}

function symbol(form, shapes) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `symbol form-${form}`);
  svg.setAttribute("viewBox", "-8 -8 16 16");
  svg.setAttribute("aria-hidden", "true");
  for (const [, drawn] of shapes[form]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", drawn);
    svg.append(path);
  }
  return svg;
}

function element(name, className = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}
