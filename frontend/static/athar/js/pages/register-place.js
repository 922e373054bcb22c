// Where it is: a place chosen while its name is typed, a point by tapping the map or by standing
// there. The fields hold it all; without us they are typed in.
import L from "../map/leaflet.js";
import { addControls, createMap } from "../map/map.js";

const NEAR = 12;
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
  const { lat, lon } = event.detail;
  if (lat) map.setView([Number(lat), Number(lon)], NEAR);
});
words.addEventListener("input", () => {
  code.value = "";
});

const settings = JSON.parse(document.getElementById("map-settings").textContent);
const { map, whole } = createMap(canvas, settings);
addControls(map, whole, document.querySelector("[data-map-controls]"));

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
