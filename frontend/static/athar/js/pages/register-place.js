// Where it is: a place chosen while its name is typed, a point by tapping the map or by standing
// there. The fields hold it all; without us they are typed in.
import L from "../map/leaflet.js";
import { addControls, createMap } from "../map/map.js";
import { OutlineLayer } from "../map/outline-layer.js";
import { latestJSON } from "../request.js";

const NEAR = 12;
const ROOM = [60, 60]; // px around a commune, where its neighbours show
const canvas = document.querySelector("[data-place-map]");
const form = canvas.closest("form");
const words = form.elements.place_q;
const code = form.elements.place;
const said = form.querySelector("[data-precision-told]");
const point = form.elements.point;

const search = form.querySelector("[data-place]");
search.addEventListener("athar:choose", (event) => {
  event.preventDefault();
  code.value = event.detail.code;
  words.value = event.detail.name;
  code.dispatchEvent(new Event("change", { bubbles: true }));
  if (matchMedia("(pointer: coarse)").matches) words.blur(); // the keyboard of a phone hides the map
  const { lat, lon, leaf } = event.detail;
  if (lat) map.setView([Number(lat), Number(lon)], NEAR);
  surround(leaf, { near: leaf === event.detail.code });
});
words.addEventListener("input", () => {
  code.value = "";
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

function write(place, precision, options) {
  point.value = `${place.lat.toFixed(6)}, ${place.lng.toFixed(6)}`;
  const wanted = form.querySelector(`[name=precision][value=${precision}]`);
  const chosen = form.querySelector("[name=precision]:checked");
  if (wanted && (!chosen || chosen.value === "commune")) {
    wanted.checked = true;
    const shown = wanted.closest("label").querySelector("b").cloneNode(true);
    said.replaceChildren(said.dataset.precisionTold, " ", shown);
  }
  point.dispatchEvent(new Event("change", { bubbles: true }));
  show(place, options);
}

map.on("click", ({ latlng }) => write(latlng, "locality"));
canvas.addEventListener("keydown", ({ key }) => {
  if (key === "Enter") write(map.getCenter(), "locality");
});
map.on("locationfound", ({ latlng }) => write(latlng, "locality"));
document.querySelector("[data-here]").addEventListener("click", () => {
  map.locate({ setView: true, maxZoom: 14 });
});
point.addEventListener("input", () => show(told(), { near: true }));
show(told(), { near: true });
if (settings.leaf) surround(settings.leaf, { near: !told() });
