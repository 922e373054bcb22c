// Where it is: a place chosen while its name is typed, a point by tapping the map or by standing
// there. The fields hold it all; without us they are typed in.
import L from "../map/leaflet.js";
import { addControls, createMap } from "../map/map.js";
import { OutlineLayer } from "../map/outline-layer.js";
import { latestJSON, latestPage } from "../request.js";
import { keepCode } from "../ui/suggest.js";

const NEAR = 12;
const STEPS = [8, 11]; // a tap farther out leads here first: from the last on a commune can be told
const ROOM = [60, 60]; // px around a commune, where its neighbours show
const canvas = document.querySelector("[data-place-map]");
const form = canvas.closest("form");
const words = form.elements.place_q;
const code = form.elements.place;
const where = form.querySelector("[data-where]");
const shown = form.querySelector("[data-precision-told]");
const precisions = [...form.querySelectorAll("[name=precision]")];
const point = form.elements.point;

keepCode(form.querySelector("[data-place]"), code, ({ code: chosen, lat, lon, leaf }) => {
  code.dispatchEvent(new Event("change", { bubbles: true }));
  if (matchMedia("(pointer: coarse)").matches) words.blur(); // the keyboard of a phone hides the map
  if (lat) map.setView([Number(lat), Number(lon)], NEAR);
  surround(leaf, { near: leaf === chosen });
  judgeInView({ drops: true });
});

const settings = JSON.parse(document.getElementById("map-settings").textContent);
const { map, whole, labels, colours, follow } = createMap(canvas, settings);
addControls(map, whole, document.querySelector("[data-map-controls]"));
const outline = new OutlineLayer(colours).addTo(map);
follow(outline);

const [askOutline, askLocalities] = [latestJSON(), latestJSON()];
const addressed = (address, leaf) => address.replace("{code}", encodeURIComponent(leaf));

/** Draw a commune, with the villages and neighbourhoods in it; `near`, all of it is brought in view. */
async function surround(leaf, { near }) {
  // Without a network the map stays as it is, and says the same without an outline.
  const [shape, localities] = await Promise.all([
    askOutline(addressed(settings.outline, leaf)).catch(() => null),
    askLocalities(addressed(settings.localities, leaf)).catch(() => null),
  ]);
  if (localities) labels.also(localities.features.filter(({ geometry }) => geometry).map(named));
  if (!shape?.geometry) return;
  const bounds = outline.show(shape.geometry);
  if (near) map.fitBounds(bounds, { padding: ROOM });
}

/** A locality as the map writes it. */
function named({ geometry, properties: { code: its, names } }) {
  const told = Object.entries(names).map(([tongue, name]) => [`name_${tongue}`, name]);
  const [lng, lat] = geometry.coordinates;
  return { code: its, kind: "locality", place: { lat, lng }, ...Object.fromEntries(told) };
}

const mark = L.divIcon({ className: "place-pin", iconSize: [22, 22] });
let pin = null;

function told() {
  const parts = point.value.split(/[,;\s]+/).map(Number);
  return parts.length === 2 && parts.every(Number.isFinite) ? { lat: parts[0], lng: parts[1] } : null;
}

function show(place, { near = false } = {}) {
  pin?.remove();
  pin = place && L.marker(place, { icon: mark, interactive: false, keyboard: false }).addTo(map);
  if (place && near) map.setView(place, Math.max(map.getZoom(), NEAR));
}

function put(text) {
  point.value = text;
  point.dispatchEvent(new Event("change", { bubbles: true }));
}

function write(place) {
  put(`${place.lat.toFixed(6)}, ${place.lng.toFixed(6)}`);
  show(place);
  suppose("locality");
  judgeInView();
}

function tapped(place) {
  const nearer = STEPS.find((zoom) => map.getZoom() < zoom);
  if (!nearer) return write(place);
  map.setView(place, nearer);
  where.textContent = where.dataset.nearer;
}

let dropped = "";

/** Take the point out; it can be put back. */
function drop() {
  dropped = point.value;
  put("");
  show(null);
  suppose("commune");
}

const askWhere = latestPage();

/** Tell in which commune the point lies; with `drops` one that lies elsewhere than the place chosen
 * just now is taken out, or the step would be refused for a pin that nobody sees.
 */
async function judge({ drops = false } = {}) {
  if (!told()) return;
  const given = { point: point.value, place: code.value, drops: drops ? "1" : "" };
  const options = { method: "POST", body: new URLSearchParams(given) };
  const page = await askWhere(where.dataset.where, options).catch(() => null); // told once sent
  if (!page) return;
  where.replaceChildren(...page.body.children);
  if (where.querySelector("[data-dropped]")) drop();
}

/** The same where she just did something: what is told comes in view. */
async function judgeInView(options) {
  if (!told()) return;
  await judge(options);
  where.parentElement.scrollIntoView({ block: "nearest" });
}

where.addEventListener("click", ({ target }) => {
  if (target.closest("[data-take-out]")) {
    drop();
    where.replaceChildren();
  } else if (target.closest("[data-put-back]")) {
    put(dropped);
    show(told(), { near: true });
    suppose("locality");
    judge();
  }
});

// What she chose stays; where she chose nothing yet, a point changes what people see, and says so.
let chosen = shown.hasAttribute("data-chosen") || precisions.some((one) => one.checked !== one.defaultChecked);

function suppose(value) {
  if (!chosen) for (const one of precisions) one.checked = one.value === value;
  tell();
}

function tell() {
  const label = precisions.find(({ checked }) => checked)?.closest("label");
  shown.hidden = !told() || !label;
  if (label) shown.querySelector("b").textContent = label.querySelector("b").textContent;
}

for (const one of precisions) {
  one.addEventListener("change", () => {
    chosen = true;
    tell();
  });
}

map.on("click", ({ latlng }) => tapped(latlng));
canvas.addEventListener("keydown", ({ key }) => {
  if (key === "Enter") tapped(map.getCenter());
});
map.on("locationfound", ({ latlng }) => write(latlng));
document.querySelector("[data-here]").addEventListener("click", () => {
  map.locate({ setView: true, maxZoom: 14 });
});
point.addEventListener("input", () => {
  show(told(), { near: true });
  tell();
});
point.addEventListener("change", ({ isTrusted }) => isTrusted && judge());
show(told(), { near: true });
tell();
judge();
if (settings.leaf) surround(settings.leaf, { near: !told() });
