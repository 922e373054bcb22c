import { BaseLayer } from "./base-layer.js";
import { LabelsLayer } from "./labels-layer.js";
import L from "./leaflet.js";
import { palette } from "./palette.js";
import { TileSource } from "./tile-source.js";
import { toast } from "../ui/toast.js";

const NEAR = 7;

/**
 * A map of the country in `frame`: our base, names, controls. `settings` come from the server:
 * extent, zooms, addresses of tiles, an operator's raster tiles if there are any.
 */
export function createMap(frame, settings) {
  const [west, south, east, north] = settings.extent;
  const whole = L.latLngBounds([south, west], [north, east]);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(frame, {
    attributionControl: false,
    zoomControl: false,
    minZoom: settings.minZoom,
    maxZoom: settings.maxZoom,
    maxBounds: whole.pad(1), // so far that a popup over the northernmost fits on a phone
    maxBoundsViscosity: 0.8,
    zoomSnap: 0.5,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    markerZoomAnimation: !calm,
    inertia: !calm,
    ...settings.options,
  });
  pane(map, "outline", 440);
  pane(map, "points", 450);
  pane(map, "labels", 460);
  map.fitBounds(whole, { animate: false });
  // Near, land may lie under the legend: it gets a ground of its own.
  const legible = () => frame.parentElement.classList.toggle("map--near", map.getZoom() >= NEAR);
  map.on("zoomend", legible);
  legible();

  let colours = palette(frame);
  const ground = new TileSource(settings.territories);
  const base = new BaseLayer(ground, colours);
  const labels = new LabelsLayer(ground, colours, document.documentElement.lang);
  base.addTo(map);
  if (settings.raster) L.tileLayer(settings.raster.url, settings.raster.options).addTo(map);
  labels.addTo(map);

  const followers = [base, labels];
  document.addEventListener("athar:theme", () => {
    colours = palette(frame);
    for (const layer of followers) layer.recolour(colours);
  });
  return { map, whole, labels, colours, follow: (layer) => followers.push(layer) };
}

function pane(map, name, level) {
  map.createPane(name).style.zIndex = level;
}

/** Buttons from the page's template, wired to the map. */
export function addControls(map, whole, template) {
  const controls = template.content.firstElementChild.cloneNode(true);
  controls.dir = document.documentElement.dir;
  map.getContainer().after(controls);
  const [nearer, farther] = ["in", "out"].map((way) => controls.querySelector(`[data-zoom=${way}]`));
  nearer.addEventListener("click", () => map.zoomIn());
  farther.addEventListener("click", () => map.zoomOut());
  controls.querySelector("[data-whole]").addEventListener("click", () => map.flyToBounds(whole));
  const locate = controls.querySelector("[data-locate]");
  locate.addEventListener("click", () => map.locate({ setView: true, maxZoom: 13 }));
  map.on("locationerror", () => toast(locate.dataset.lost));
  const limits = () => {
    nearer.setAttribute("aria-disabled", String(map.getZoom() >= map.getMaxZoom()));
    farther.setAttribute("aria-disabled", String(map.getZoom() <= map.getMinZoom()));
  };
  map.on("zoomend", limits);
  limits();
}
