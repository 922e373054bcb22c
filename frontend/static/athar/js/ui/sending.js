// A form sent by a page that stays until the answer came: where there is no network, or it breaks,
// all that is ticked, typed and chosen is still there. Whatever comes twice is one to the server.
// Without us the browser sends it.
import { toast } from "./toast.js";
import { showWrong } from "./wrong.js";

/** Whether there is no network; then it is said, and the browser sends nothing. */
export function offline(form, event) {
  if (navigator.onLine) return false;
  event.preventDefault(); // The browser would show a page of its own, and lose the form.
  toast(form.dataset.offline);
  return true;
}

function answerTo(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const lost = new AbortController();
  window.addEventListener("offline", () => lost.abort(), { once: true });
  return fetch(addressOf(form, submitter), {
    method: "POST",
    body: form.enctype === "multipart/form-data" ? data : new URLSearchParams(data),
    headers: { "X-Page-Stays": "1" },
    signal: lost.signal,
  });
}

function addressOf(form, submitter) {
  return submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
}

async function send(form, submitter) {
  const { sending, offline: lost, untaken } = form.dataset;
  form.setAttribute("aria-busy", "true");
  const said = toast(sending, { stays: true });
  try {
    const response = await answerTo(form, submitter);
    const onward = response.headers.get("Location");
    if (onward) return goOn(onward);
    if (response.status < 500) await show(response, addressOf(form, submitter));
    else toast(untaken);
  } catch {
    toast(lost);
  }
  form.removeAttribute("aria-busy");
  said.remove();
}

function goOn(address) {
  const { pathname, search, hash } = new URL(address, location.href);
  const here = hash && pathname === location.pathname && search === location.search;
  location.assign(address);
  if (here) location.reload(); // another part of the same page, which is another by now
}

/** The page that came in place of ours: what is wrong stands in it. */
async function show(response, address) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  history.replaceState(null, "", address);
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.dispatchEvent(new Event("athar:shown"));
  if (showWrong()) return;
  const { hash } = new URL(address);
  if (hash) document.querySelector(hash)?.scrollIntoView();
  else window.scrollTo(0, 0);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-sends]");
  if (!form || event.defaultPrevented || offline(form, event)) return;
  event.preventDefault();
  if (!form.hasAttribute("aria-busy")) send(form, event.submitter); // a second tap sends nothing
});
