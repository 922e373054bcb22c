import { PbfReader, VectorTile } from "../vendor/vector-tile.js";

const KEPT = 256;

/** Map tiles of one address, decoded, the last used kept. What is asked for twice is fetched once. */
export class TileSource {
  #tiles = new Map();

  /** `template` has {z}, {x}, {y}; `query` follows the question mark. */
  constructor(template, query = "") {
    this.template = template;
    this.query = query;
  }

  url({ z, x, y }) {
    const path = this.template.replace("{z}", z).replace("{x}", x).replace("{y}", y);
    return this.query ? `${path}?${this.query}` : path;
  }

  /** A promise of the decoded tile; null beyond the world and where a tile is missing. */
  tile(coords) {
    const side = 2 ** coords.z;
    if (coords.y < 0 || coords.y >= side) return Promise.resolve(null);
    const url = this.url({ ...coords, x: ((coords.x % side) + side) % side });
    const known = this.#tiles.get(url);
    this.#tiles.delete(url);
    const promised = known ?? this.#load(url);
    this.#tiles.set(url, promised); // at the end: the last used goes last
    if (this.#tiles.size > KEPT) this.#tiles.delete(this.#tiles.keys().next().value);
    return promised;
  }

  async #load(url) {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      const bytes = await response.arrayBuffer();
      return bytes.byteLength ? new VectorTile(new PbfReader(bytes)) : null;
    } catch {
      this.#tiles.delete(url); // asked again at the next move
      return null;
    }
  }
}

/**
 * The tiles that a map shows, with `margin` pixels around them. Between two zooms they are the
 * nearer one's, and `side` is how large one is shown.
 */
export function tilesInView(map, margin = 0) {
  const z = Math.round(map.getZoom());
  const side = 256 * 2 ** (map.getZoom() - z);
  const bounds = map.getPixelBounds();
  const low = bounds.min.subtract([margin, margin]).divideBy(side).floor();
  const high = bounds.max.add([margin, margin]).divideBy(side).floor();
  const tiles = [];
  for (let y = low.y; y <= high.y; y += 1) {
    for (let x = low.x; x <= high.x; x += 1) tiles.push({ z, x, y, side });
  }
  return tiles;
}

/** The features of one layer of a tile. */
export function features(tile, name) {
  const layer = tile?.layers[name];
  if (!layer) return [];
  return Array.from({ length: layer.length }, (_, index) => layer.feature(index));
}

/** A point feature's place in pixels of the world at the map's zoom. */
export function worldPoint(feature, { x, y, side }) {
  const [[at]] = feature.loadGeometry();
  return [(x + at.x / feature.extent) * side, (y + at.y / feature.extent) * side];
}
