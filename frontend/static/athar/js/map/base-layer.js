import L from "./leaflet.js";
import { features } from "./tile-source.js";

const SIDE = 256;
const COMMUNES_FROM = 8;
// Degrees between the lines of the graticule, from the whole world to a village.
const STEPS = [30, 30, 30, 20, 10, 5, 5, 2, 1, 1, 0.5, 0.2, 0.1, 0.1, 0.05, 0.02, 0.01];

/**
 * Sea, coast, land and borders, drawn from our own tiles in the order and strokes of the look.
 *
 * Each tile is a canvas. Strokes up to 30 px wide are drawn from shapes that go on beyond the
 * tile's edge, so no edge shows. Colours are handed in: `recolour` draws all again, at night say.
 */
export class BaseLayer extends L.GridLayer {
  constructor(source, colours, options = {}) {
    super({ tileSize: SIDE, updateWhenZooming: false, keepBuffer: 1, ...options });
    this.source = source;
    this.colours = colours;
    this.drawn = new Map();
    this.on("tileunload", ({ coords }) => {
      this.drawn.delete(key(coords));
      this.source.without(coords);
    });
  }

  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas", "leaflet-tile");
    const grown = Math.max(1, 2 ** (this._map.getZoom() - coords.z)); // shown between two zooms
    const ratio = (window.devicePixelRatio || 1) * grown;
    canvas.width = canvas.height = SIDE * ratio;
    const paper = canvas.getContext("2d");
    this.source.tile(coords).then((tile) => {
      this.drawn.set(key(coords), { paper, ratio, coords, shapes: shapes(tile) });
      this.#draw(this.drawn.get(key(coords)));
      done(null, canvas);
    });
    return canvas;
  }

  recolour(colours) {
    this.colours = colours;
    for (const tile of this.drawn.values()) this.#draw(tile);
  }

  #draw({ paper, ratio, coords, shapes: found }) {
    const { colours } = this;
    const { coast, land, abroad, built, borders } = found;
    paper.setTransform(ratio, 0, 0, ratio, 0, 0);
    paper.lineJoin = paper.lineCap = "round";
    paper.fillStyle = colours.sea;
    paper.fillRect(0, 0, SIDE, SIDE);

    for (const [width, colour] of [
      [30, colours.sea1],
      [15, colours.sea2],
      [5, colours.sea3],
    ]) {
      stroke(paper, coast, width, colour);
    }
    graticule(paper, coords, colours.graticule);
    paper.fillStyle = colours.abroad;
    paper.fill(abroad);
    paper.fillStyle = colours.land;
    paper.fill(land);

    paper.save();
    paper.clip(land);
    stroke(paper, land, 13, colours.edge);
    paper.restore();

    paper.fillStyle = colours.built;
    paper.fill(built);
    if (coords.z >= COMMUNES_FROM) stroke(paper, borders.least, 0.6, colours.commune);
    stroke(paper, borders.province, 0.75, colours.province);
    stroke(paper, borders.region, 1.35, colours.region);
    stroke(paper, borders.coast, 0.9, colours.coast);
  }
}

function key({ x, y, z }) {
  return `${z}/${x}/${y}`;
}

/** A tile's layers as paths in pixels of the tile. The frontier has no path: it is not drawn. */
function shapes(tile) {
  const land = path(features(tile, "land"), true);
  const abroad = path(features(tile, "context"), true);
  const coast = new Path2D(land);
  coast.addPath(abroad);
  const lines = features(tile, "borders");
  const ranked = (...ranks) =>
    path(
      lines.filter(({ properties }) => ranks.includes(properties.rank)),
      false,
    );
  return {
    land,
    abroad,
    coast,
    built: path(features(tile, "built"), true),
    borders: {
      least: ranked("commune", "arrondissement"),
      province: ranked("province"),
      region: ranked("region"),
      coast: ranked("coast"),
    },
  };
}

function path(found, closed) {
  const drawn = new Path2D();
  for (const feature of found) {
    const scale = SIDE / feature.extent;
    for (const line of feature.loadGeometry()) {
      line.forEach(({ x, y }, index) => {
        if (index) drawn.lineTo(x * scale, y * scale);
        else drawn.moveTo(x * scale, y * scale);
      });
      if (closed) drawn.closePath();
    }
  }
  return drawn;
}

function stroke(paper, drawn, width, colour) {
  paper.lineWidth = width;
  paper.strokeStyle = colour;
  paper.stroke(drawn);
}

/** Meridians and parallels of this tile; the land is laid over them. */
function graticule(paper, { x, y, z }, colour) {
  const step = STEPS[Math.min(z, STEPS.length - 1)];
  const world = 2 ** z;
  const longitude = (px) => ((x + px / SIDE) / world) * 360 - 180;
  const latitude = (px) =>
    (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + px / SIDE)) / world))) * 180) / Math.PI;
  paper.beginPath();
  const [west, east] = [longitude(0), longitude(SIDE)];
  for (let at = Math.ceil(west / step) * step; at < east; at += step) {
    const px = ((at - west) / (east - west)) * SIDE;
    paper.moveTo(px, 0);
    paper.lineTo(px, SIDE);
  }
  const [north, south] = [latitude(0), latitude(SIDE)];
  for (let at = Math.ceil(south / step) * step; at < north; at += step) {
    const angle = (at * Math.PI) / 180;
    const px = (((1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2) * world - y) * SIDE;
    paper.moveTo(0, px);
    paper.lineTo(SIDE, px);
  }
  paper.lineWidth = 0.6;
  paper.strokeStyle = colour;
  paper.stroke();
}
