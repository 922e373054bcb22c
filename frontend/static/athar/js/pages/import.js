// How far an import is, while the worker is at it: the same page asked again, its part put in place.

import { latestPage } from "../request.js";

const EVERY = 2000; // milliseconds

const ask = latestPage();
const part = document.querySelector("[data-import]");

async function follow() {
  const told = await ask(window.location.href).catch(() => null);
  const now = told?.querySelector("[data-import]");
  if (now && !now.hasAttribute("data-busy")) return window.location.reload();
  const section = now?.querySelector("section");
  // Somebody who is about to press a button keeps it under the hand.
  if (section && !part.contains(document.activeElement)) {
    part.querySelector("section").replaceWith(section);
  }
  window.setTimeout(follow, EVERY);
}

window.setTimeout(follow, EVERY);
