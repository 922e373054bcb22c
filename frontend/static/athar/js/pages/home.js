// The map's page: the map and the list show one selection, and light each other.
import { ActorsLayer } from "../map/actors-layer.js";
import { addControls, createMap } from "../map/map.js";
import L from "../map/leaflet.js";
import { popup } from "../map/popup.js";
import { TileSource } from "../map/tile-source.js";
import { Selection } from "../selection.js";
import "../ui/timeline.js";

const NEAR_FROM = 8; // from this zoom the list holds what the map shows; before, the whole selection
const SETTLED = 250; // ms the map must rest before the list follows

const settings = JSON.parse(document.getElementById("map-settings").textContent);
const frame = document.querySelector("[data-map]");
const { map, whole, labels, colours, follow } = createMap(frame, settings);
addControls(map, whole, document.querySelector("[data-map-controls]"));

const actors = new ActorsLayer(map, { ...settings, colours, language: document.documentElement.lang });
follow(actors);
actors.addEventListener("bubbles", ({ detail }) => labels.around(detail.bubbles));

const selection = new Selection(
  ["[data-part=filters]", "[data-part=list]", "[data-part=legend]"],
  ["#list"],
);

function tiles() {
  const query = document.querySelector("[data-tiles-query]")?.dataset.tilesQuery ?? "";
  return new TileSource(settings.actors, query);
}

/** The box of an address, if it has one: [[south, west], [north, east]]. */
function boxOf(params) {
  const sides = params.get("bbox")?.split(",").map(Number);
  if (sides?.length !== 4 || sides.some(Number.isNaN)) return null;
  const [west, south, east, north] = sides;
  return L.latLngBounds([south, west], [north, east]);
}

/** Whether the map is at a box already: it holds it, and not much else. */
function shows(box) {
  const view = map.getBounds();
  const wide = (bounds) => bounds.getEast() - bounds.getWest();
  return view.pad(0.05).contains(box) && wide(view) < 1.6 * wide(box);
}

let following = false; // the map is moving to where the address says: not a move of the reader's

function moveTo(params) {
  const box = boxOf(params);
  following = true;
  map.fitBounds(box ? box.pad(-0.01) : whole, { animate: false });
  following = false;
}

let timer;
map.on("moveend", () => {
  if (following) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const box = map.getZoom() >= NEAR_FROM ? map.getBounds() : null;
    const sides = box && [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
    const bbox = sides && sides.map((side) => side.toFixed(4)).join(",");
    if (bbox === selection.params.get("bbox")) return;
    selection.go(selection.address({ bbox }), { replace: true });
  }, SETTLED);
});

selection.addEventListener("change", ({ detail: params }) => {
  const { query } = tiles();
  if (query !== actors.source?.query) actors.show(tiles());
  const box = boxOf(params);
  if (box ? !shows(box) : map.getZoom() >= NEAR_FROM) moveTo(params);
  wire();
});

actors.addEventListener("choose", ({ detail }) => {
  location.assign(settings.actor.replace("{code}", detail.code));
});
actors.addEventListener("hover", ({ detail }) => {
  for (const card of document.querySelectorAll("[data-actor]")) {
    card.classList.toggle("actors__lit", card.dataset.actor === detail.code);
  }
});
actors.addEventListener("open", ({ detail }) => {
  const listUrl = detail.codes.length
    ? selection.address({ territory: detail.codes.join(","), bbox: null }).href
    : null;
  const zoom = () => {
    map.closePopup();
    map.setView(detail.place, Math.min(map.getZoom() + 2, map.getMaxZoom()));
  };
  const opened = L.popup({ offset: [0, -detail.r + 6], minWidth: 248, maxWidth: 248, autoPanPadding: [12, 12] })
    .setLatLng(detail.place)
    .setContent(popup(detail, { ...settings, listUrl, zoom }))
    .openOn(map);
  const element = opened.getElement();
  element.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", settings.words.close);
  element.querySelector(".popup a, .popup button").focus({ preventScroll: true });
  element.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
  opened.once("remove", () => detail.opener.isConnected && detail.opener.focus({ preventScroll: true }));
});

/** The list lights the map: by pointer and by keyboard. */
function wire() {
  for (const card of document.querySelectorAll("[data-actor]")) {
    const light = () => actors.light([card.dataset.actor]);
    const dark = () => actors.light([]);
    card.addEventListener("pointerenter", light);
    card.addEventListener("pointerleave", dark);
    card.addEventListener("focusin", light);
    card.addEventListener("focusout", dark);
  }
}

if (boxOf(selection.params)) moveTo(selection.params);
actors.show(tiles());
wire();
