import { FORM_OF, GROUPS, bubble, merged } from "./bubble.js";
import { wordedIn } from "./labels-layer.js";
import L from "./leaflet.js";
import { PointsLayer } from "./points-layer.js";
import { features, tilesInView, worldPoint } from "./tile-source.js";
import { counted, filled } from "../words.js";

const WIDEST = 44; // px, a bubble's radius; on a small map less, so that they leave it room
const OF_SIDE = 0.085; // of the map's shorter side
const AROUND = 48; // px: a bubble just outside the view may reach into it

/**
 * The actors of one selection: bubbles of exact counts, and single actors where there is room.
 * Knows the map and the tiles, knows nothing of the page. Says "bubbles" (what stands where),
 * "choose" (an actor's code), "open" (a bubble), "hover" (a code or null).
 */
export class ActorsLayer extends EventTarget {
  #map;
  #markers = new Map();
  #group = L.layerGroup();

  constructor(map, { shapes, words, colours, language }) {
    super();
    this.#map = map;
    this.words = words;
    this.language = language;
    this.points = new PointsLayer(shapes, colours);
    this.points.addTo(map);
    this.#group.addTo(map);
    map.on("moveend", () => this.#gather());
    map.on("click", ({ containerPoint }) => {
      const point = this.points.at(containerPoint);
      if (point) this.#say("choose", { code: point.code });
    });
    map.on("mousemove", ({ containerPoint }) => this.#hover(this.points.at(containerPoint)));
  }

  /** Show another selection: the source of its tiles. */
  show(source) {
    this.source?.only([]);
    this.source = source;
    return this.#gather();
  }

  recolour(colours) {
    this.points.recolour(colours);
  }

  /** Ring the actors the list is at. */
  light(codes) {
    this.points.light(codes);
  }

  async #gather() {
    const { source } = this;
    if (!source) return;
    const view = tilesInView(this.#map, AROUND);
    const turn = (this.turn = view);
    source.only(view);
    const tiles = await Promise.all(view.map((coords) => source.tile(coords)));
    if (turn !== this.turn) return;
    const bubbles = [];
    const points = [];
    tiles.forEach((tile, index) => {
      const coords = view[index];
      for (const name of ["bubbles", "clusters", "communes"]) {
        for (const feature of features(tile, name)) bubbles.push(read(feature, coords, name));
      }
      for (const feature of features(tile, "points")) {
        const { code, legal_form, kind, demo } = feature.properties;
        points.push({ code, demo, form: this.#form(legal_form, kind), at: worldPoint(feature, coords) });
      }
    });
    this.points.show(points);
    const { x, y } = this.#map.getSize();
    this.#place(merged(bubbles, Math.min(WIDEST, Math.min(x, y) * OF_SIDE)));
  }

  #form(legalForm, kind) {
    if (kind === "network" || kind === "social-enterprise") return kind;
    if (!legalForm || legalForm === "none") return "informal-group";
    return this.points.paths[legalForm] ? legalForm : "other";
  }

  /** Markers that stay are kept, with the focus they may have. */
  #place(bubbles) {
    const wanted = new Map(bubbles.map((one) => [`${this.#map.getZoom()}:${one.key}:${one.codes.length}`, one]));
    for (const [key, marker] of this.#markers) {
      const same = wanted.get(key);
      if (same && same.count === marker.counts.count) continue;
      marker.remove();
      this.#markers.delete(key);
    }
    for (const [key, one] of wanted) {
      if (!this.#markers.has(key)) this.#markers.set(key, this.#marker(one));
    }
    this.#say("bubbles", {
      bubbles: bubbles.map((one) => ({
        at: one.at,
        radius: one.r,
        count: one.count,
        name: one.layer === "clusters" ? null : wordedIn(this.language, one.properties),
      })),
    });
  }

  #marker(one) {
    const side = 2 * one.r;
    const className = one.layer === "communes" ? "bubble bubble--unplaced" : "bubble";
    const icon = L.divIcon({ className, html: bubble(one, one.r), iconSize: [side, side] });
    const place = this.#map.unproject(one.at, this.#map.getZoom());
    const marker = L.marker(place, { icon, riseOnHover: true, zIndexOffset: -one.count });
    const open = () =>
      this.#say("open", { ...one, place, title: this.title(one), opener: marker.getElement() });
    marker.on("click", open);
    marker.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key !== "Enter" && originalEvent.key !== " ") return;
      originalEvent.preventDefault();
      open();
    });
    marker.counts = one;
    this.#group.addLayer(marker);
    const element = marker.getElement();
    element.setAttribute("aria-label", `${this.title(one)}: ${this.#spoken(one)}`);
    element.lang = this.language;
    return marker;
  }

  /** What a bubble is called: its place, and that it holds others besides. */
  title(one) {
    const { text } = wordedIn(this.language, one.properties);
    if (!text) return this.words.here;
    if (one.layer === "communes") return filled(this.words.unplaced, { name: text });
    return one.parts > 1 ? filled(this.words.around, { name: text }) : text;
  }

  #spoken(one) {
    const mix = GROUPS.filter((group) => one[group]).map((group) =>
      counted(this.words[FORM_OF[group]], one[group]),
    );
    return [counted(this.words.actors, one.count), ...mix].join(this.words.comma);
  }

  #hover(point) {
    if (point?.code === this.hovered) return;
    this.hovered = point?.code;
    this.#map.getContainer().classList.toggle("leaflet-interactive", Boolean(point));
    this.#say("hover", { code: point?.code ?? null });
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function read(feature, coords, layer) {
  const { properties } = feature;
  const { code = null, count, cooperatives, associations, mutuals, others } = properties;
  const at = worldPoint(feature, coords);
  return {
    layer,
    properties,
    at,
    count,
    cooperatives,
    associations,
    mutuals,
    others,
    codes: code ? [code] : [],
    key: `${layer}:${code ?? at.map(Math.round)}`,
  };
}
