import { ViewportCanvas } from "./viewport-canvas.js";

const NEAR = 14; // px within which a click means a point
const BOX = 16; // the side of the box that shapes are drawn in

/** Single actors as shapes of their legal form, on one canvas; it tells which is under a pixel. */
export class PointsLayer extends ViewportCanvas {
  constructor(shapes, colours) {
    super("map__points", "points");
    this.paths = Object.fromEntries(
      Object.entries(shapes).map(([form, parts]) => [
        form,
        parts.map(([way, path]) => [way, new Path2D(path)]),
      ]),
    );
    this.colours = colours;
    this.points = [];
    this.lit = new Set();
    this.chosen = null;
  }

  recolour(colours) {
    this.colours = colours;
    if (this._map) this.rest();
  }

  show(points) {
    this.points = points;
    if (this._map) this.rest();
  }

  /** Ring the points of these codes: those the list is at. */
  light(codes) {
    this.lit = new Set(codes);
    if (this._map) this.rest();
  }

  draw(paper, toCanvas) {
    for (const point of this.points) {
      const [x, y] = toCanvas(point.at);
      if (x < -BOX || y < -BOX || x > this.size.x + BOX || y > this.size.y + BOX) continue;
      paper.save();
      paper.translate(x, y);
      if (this.lit.has(point.code) || point.code === this.chosen) this.#ring(paper);
      this.#shape(paper, point.form);
      paper.restore();
    }
  }

  #shape(paper, form) {
    const colour = this.colours.forms[form];
    for (const [way, path] of this.paths[form]) {
      paper.setLineDash(way === "dashed" ? [2.6, 1.9] : []);
      if (way === "full") {
        paper.lineWidth = 2.8;
        paper.strokeStyle = this.colours.land;
        paper.stroke(path);
        paper.fillStyle = colour;
        paper.fill(path);
      } else {
        paper.fillStyle = this.colours.land;
        paper.fill(path);
        paper.lineWidth = 1.8;
        paper.strokeStyle = colour;
        paper.stroke(path);
      }
    }
    paper.setLineDash([]);
  }

  #ring(paper) {
    paper.beginPath();
    paper.arc(0, 0, 11, 0, 2 * Math.PI);
    paper.lineWidth = 2.2;
    paper.strokeStyle = this.colours.act;
    paper.stroke();
  }

  /** The point nearest to a place in the map's container, if it is near enough; else undefined. */
  at(containerPoint) {
    const origin = this._map.getPixelBounds().min;
    const here = [containerPoint.x + origin.x, containerPoint.y + origin.y];
    let nearest;
    let least = NEAR;
    for (const point of this.points) {
      const away = Math.hypot(point.at[0] - here[0], point.at[1] - here[1]);
      if (away < least) [nearest, least] = [point, away];
    }
    return nearest;
  }
}
