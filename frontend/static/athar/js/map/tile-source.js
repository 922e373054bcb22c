import { PbfReader, VectorTile } from "../vendor/vector-tile.js";

const KEPT = 256;

/**
 * Map tiles of one address, decoded, the last used kept. What is asked for twice is fetched once;
 * what nobody waits for any more is not fetched to its end.
 */
export class TileSource {
  #tiles = new Map();
  #loading = new Map();

  /** `template` has {z}, {x}, {y}; `query` follows the question mark. */
  constructor(template, query = "") {
    this.template = template;
    this.query = query;
  }

  url({ z, x, y }) {
    const side = 2 ** z;
    const path = this.template
      .replace("{z}", z)
      .replace("{x}", ((x % side) + side) % side)
      .replace("{y}", y);
    return this.query ? `${path}?${this.query}` : path;
  }

  /** A promise of the decoded tile; null beyond the world and where a tile is missing. */
  tile(coords) {
    if (coords.y < 0 || coords.y >= 2 ** coords.z) return Promise.resolve(null);
    const url = this.url(coords);
    const known = this.#tiles.get(url);
    this.#tiles.delete(url);
    const promised = known ?? this.#load(url);
    this.#tiles.set(url, promised); // at the end: the last used goes last
    if (this.#tiles.size > KEPT) this.#tiles.delete(this.#tiles.keys().next().value);
    return promised;
  }

  /** Of what is still on its way only these tiles are waited for. */
  only(wanted) {
    const urls = new Set(wanted.map((coords) => this.url(coords)));
    for (const url of this.#loading.keys()) if (!urls.has(url)) this.#stop(url);
  }

  /** This tile is not waited for. */
  without(coords) {
    this.#stop(this.url(coords));
  }

  #stop(url) {
    this.#loading.get(url)?.abort();
  }

  async #load(url) {
    const mine = new AbortController();
    this.#loading.set(url, mine);
    try {
      const response = await fetch(url, { signal: mine.signal });
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      const bytes = await response.arrayBuffer();
      return bytes.byteLength ? new VectorTile(new PbfReader(bytes)) : null;
    } catch {
      this.#tiles.delete(url); // asked again at the next move
      return null;
    } finally {
      this.#loading.delete(url);
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
