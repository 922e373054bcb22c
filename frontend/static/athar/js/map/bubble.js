/** A bubble as SVG: exact count on a disc, in a ring of four arcs in one order everywhere. */

import { grouped } from "../words.js";

export const GROUPS = ["cooperatives", "associations", "mutuals", "others"];
export const FORM_OF = {
  cooperatives: "cooperative",
  associations: "association",
  mutuals: "mutual",
  others: "other",
};
const GAP = 1.6;
const WIDEST = 44;
// How near two middles may come, in sums of their radii.
const TOUCHING = 0.92;
const HIDING = 0.66;

/** The disc's radius; that of `largest`, the largest count shown beside it, is at most `widest`. */
export function radius(count, largest = count, widest = WIDEST) {
  const fit = Math.min(1, (widest - 9.2) / (0.66 * Math.sqrt(largest)));
  const digits = grouped(count).length;
  return Math.max(9.2 + 0.66 * fit * Math.sqrt(count), 6 + digits * 3.4);
}

export function bubble(counts, r) {
  const total = counts.count;
  const ring = r - 2.2;
  const present = GROUPS.filter((group) => counts[group]);
  const gap = present.length > 1 ? GAP / ring : 0;
  let angle = -Math.PI / 2;
  const arcs = present.map((group) => {
    const turn = (counts[group] / total) * 2 * Math.PI;
    const arc = arcPath(ring, angle, angle + Math.max(turn - gap, 0.05));
    angle += turn;
    return `<path class="bubble__arc form-${FORM_OF[group]}" d="${arc}"/>`;
  });
  const size = r < 15 ? 11 : r < 20 ? 12 : 13;
  const side = 2 * r;
  return (
    `<svg viewBox="${-r} ${-r} ${side} ${side}" width="${side}" height="${side}" direction="ltr" aria-hidden="true">` +
    `<circle class="bubble__shade" r="${r + 1.5}" cy="1.2"/><circle class="bubble__ground" r="${r}"/>` +
    arcs.join("") +
    `<text class="bubble__count" y="${size * 0.36}" font-size="${size}">${grouped(total)}</text></svg>`
  );
}

function arcPath(r, from, to) {
  const whole = to - from > 2 * Math.PI - 0.001;
  const end = whole ? from + 2 * Math.PI - 0.001 : to;
  const point = (angle) => `${(r * Math.cos(angle)).toFixed(2)} ${(r * Math.sin(angle)).toFixed(2)}`;
  return `M${point(from)}A${r} ${r} 0 ${end - from > Math.PI ? 1 : 0} 1 ${point(end)}`;
}

/**
 * Bubbles that would overlap become one: the largest keeps its place and name, counts are summed.
 * Each has `at` (pixels of the world), `codes` and the counts. One that has grown may touch another;
 * only where it would hide its count do those become one too.
 */
export function merged(bubbles, widest = WIDEST) {
  let found = mergedOnce(bubbles.map((one) => ({ ...one, parts: 1 })), widest, TOUCHING);
  for (;;) {
    const kept = mergedOnce(found, widest, HIDING);
    if (kept.length === found.length) return kept;
    found = kept;
  }
}

function mergedOnce(bubbles, widest, apart) {
  const largest = Math.max(...bubbles.map(({ count }) => count), 1);
  const kept = [];
  for (const one of [...bubbles].sort((a, b) => b.count - a.count)) {
    const r = radius(one.count, largest, widest);
    const near = kept.find(
      (other) => Math.hypot(other.at[0] - one.at[0], other.at[1] - one.at[1]) < (other.r + r) * apart,
    );
    if (!near) {
      kept.push({ ...one, r });
      continue;
    }
    near.codes = [...near.codes, ...one.codes];
    near.count += one.count;
    for (const group of GROUPS) near[group] += one[group];
    near.parts += one.parts;
  }
  return kept;
}
