import { features, tilesInView, worldPoint } from "./tile-source.js";
import { ViewportCanvas } from "./viewport-canvas.js";

const VOICE = 'Markazi, "Noto Naskh Arabic", Georgia, serif';
const WORK = '"Plex Ar", "Noto Sans Arabic", system-ui, sans-serif';
const LONG = 118; // px, beyond which a region's name is broken in two lines
// A large area's name may stand anywhere in it: these many px from its middle.
const WANDERINGS = [[0, 26], [0, -26], [30, 0], [-30, 0], [0, 46], [0, -46]];
const SAME = 120; // px within which the same name is said once

// How a kind of name is written, and how early it gets its place. Names of work have a dot.
const STYLES = {
  ocean: { order: 0, font: VOICE, weight: 600, size: 21, ink: "seaInk" },
  sea: { order: 0, font: VOICE, weight: 600, size: 15, ink: "seaInk" },
  neighbour: { order: 3, font: VOICE, weight: 600, size: 15, ink: "abroadInk" },
  bubble: { order: 2, font: WORK, weight: 400, size: 12.5, ink: "cityInk", halo: "halo" },
  region: { order: 1, font: VOICE, weight: 600, size: 15, ink: "regionInk", halo: "halo", wanders: true },
  city: { order: 4, font: WORK, weight: 400, size: 12.5, ink: "cityInk", halo: "halo", dot: 2.2 },
  town: { order: 5, font: WORK, weight: 400, size: 12, ink: "cityInk", halo: "halo", dot: 1.9 },
  centre: { order: 6, font: WORK, weight: 400, size: 11.5, ink: "communeInk", halo: "halo", dot: 1.6 },
  commune: { order: 6, font: WORK, weight: 400, size: 11.5, ink: "communeInk", halo: "halo" },
  locality: { order: 7, font: WORK, weight: 400, size: 11.5, ink: "communeInk", halo: "halo", dot: 1.6 },
};

/**
 * Names over the whole view, on one canvas: in the page's language where the register has it, else
 * as it stands; where two would overlap the lesser is dropped.
 */
export class LabelsLayer extends ViewportCanvas {
  constructor(source, colours, language) {
    super("map__labels", "labels");
    this.source = source;
    this.colours = colours;
    this.language = language;
    this.names = [];
    this.places = [];
    this.bubbles = [];
    document.fonts?.addEventListener?.("loadingdone", () => this._map && this.rest());
  }

  recolour(colours) {
    this.colours = colours;
    if (this._map) this.rest();
  }

  /** What stands on the map already: discs to keep clear of, with the name each carries. */
  around(bubbles) {
    this.bubbles = bubbles;
    if (this._map) this.rest();
  }

  /** Places that no tile names: kind, name_ar, name_fr, …, and `place`, where each is. */
  also(places) {
    this.places = places;
    if (this._map) this.rest();
  }

  rest() {
    super.rest();
    this.#gather();
  }

  async #gather() {
    const view = tilesInView(this._map);
    const turn = (this.turn = view);
    const tiles = await Promise.all(view.map((coords) => this.source.tile(coords)));
    if (turn !== this.turn || !this._map) return;
    const found = new Map();
    tiles.forEach((tile, index) => {
      for (const feature of features(tile, "labels")) {
        const { code } = feature.properties;
        if (found.has(code)) continue;
        found.set(code, { ...feature.properties, at: worldPoint(feature, view[index]) });
      }
    });
    this.names = [...found.values()];
    super.rest();
  }

  draw(paper, toCanvas) {
    const taken = this.bubbles.map(({ at, radius }) => {
      const [x, y] = toCanvas(at);
      return [x - radius, y - radius, x + radius, y + radius];
    });
    const said = [];
    for (const name of this.#ordered()) {
      const [x, y] = toCanvas(name.at);
      if (x < -80 || y < -40 || x > this.size.x + 80 || y > this.size.y + 40) continue;
      if (said.some((one) => one.text === name.text && Math.hypot(one.x - x, one.y - y) < SAME)) {
        continue;
      }
      const box = place(paper, name, [x, y], taken, this.view);
      if (!box) continue;
      taken.push(box.extent);
      said.push({ text: name.text, x, y });
      write(paper, name, box, this.colours);
    }
  }

  #ordered() {
    const captions = this.bubbles
      .filter(({ name }) => name)
      .map(({ at, radius, name, count }) => ({ kind: "bubble", at, radius, rank: -count, ...name }));
    const names = [...this.names, ...this.#placed()].map((name) => ({ ...name, ...this.#worded(name) }));
    return [...captions, ...names]
      .filter(({ text }) => text)
      .map((name) => ({ ...name, style: STYLES[name.kind] ?? STYLES.commune }))
      .sort((a, b) => a.style.order - b.style.order || (a.rank ?? 0) - (b.rank ?? 0));
  }

  #placed() {
    return this.places.map((one) => {
      const { x, y } = this._map.project(one.place, this.zoom);
      return { ...one, at: [x, y] };
    });
  }

  #worded(properties) {
    return wordedIn(this.language, properties);
  }
}

/** The name a page of `language` shows of a tile's feature, and the direction it is written in. */
export function wordedIn(language, properties) {
  const order = language === "ar" ? ["ar", "fr"] : [language, "fr", "en", "ar"];
  const found = order.find((tongue) => properties[`name_${tongue}`]);
  return { text: found && properties[`name_${found}`], rtl: found === "ar" };
}

/** Where a name can stand whole, without touching another: its lines, its middle, its extent; or null. */
function place(paper, name, [x, y], taken, view) {
  const { style } = name;
  paper.font = `${style.weight} ${style.size}px ${style.font}`;
  const lines = style.wanders ? broken(paper, name.text) : [name.text];
  const width = Math.max(...lines.map((line) => paper.measureText(line).width));
  const leading = style.size * 1.12;
  const height = leading * lines.length;
  for (const [dx, dy] of offsets(name, width, height)) {
    const extent = [x + dx - width / 2 - 2, y + dy - height / 2, x + dx + width / 2 + 2, y + dy + height / 2];
    if (!cut(extent, view) && !taken.some((box) => meet(box, extent))) {
      return { lines, leading, x: x + dx, y: y + dy, extent, dot: [x, y] };
    }
  }
  return null;
}

/** Beside a bubble or a dot, in order of liking; on the spot for names of areas. */
function offsets({ radius, style }, width, height) {
  const away = radius ?? (style.dot && style.dot + 2);
  if (style.wanders) return [[0, 0], ...WANDERINGS];
  if (!away) return [[0, 0]];
  const side = away + width / 2 + 4;
  const over = away + height / 2;
  return [
    [0, over],
    [0, -over],
    [side, 0],
    [-side, 0],
  ];
}

function broken(paper, text) {
  if (paper.measureText(text).width <= LONG) return [text];
  const breaks = [...text.matchAll(/[-\s]/g)].map(({ index }) => index + 1);
  if (!breaks.length) return [text];
  const middle = breaks.reduce((best, at) =>
    Math.abs(at - text.length / 2) < Math.abs(best - text.length / 2) ? at : best,
  );
  return [text.slice(0, middle).trim(), text.slice(middle).trim()];
}

/** Whether the edge of the view would cut it in two. What lies beyond waits for the map to move. */
function cut(extent, view) {
  const inside = extent[0] >= view[0] && extent[1] >= view[1] && extent[2] <= view[2] && extent[3] <= view[3];
  return meet(extent, view) && !inside;
}

function meet(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function write(paper, { style, rtl }, { lines, leading, x, y, dot }, colours) {
  if (style.dot) {
    paper.beginPath();
    paper.arc(dot[0], dot[1], style.dot, 0, 2 * Math.PI);
    paper.fillStyle = colours.town;
    paper.fill();
  }
  paper.direction = rtl ? "rtl" : "ltr";
  paper.textAlign = "center";
  paper.textBaseline = "middle";
  paper.lineJoin = "round";
  lines.forEach((line, index) => {
    const at = y + (index - (lines.length - 1) / 2) * leading;
    if (style.halo) {
      paper.lineWidth = 3;
      paper.strokeStyle = colours[style.halo];
      paper.strokeText(line, x, at);
    }
    paper.fillStyle = colours[style.ink];
    paper.fillText(line, x, at);
  });
}
