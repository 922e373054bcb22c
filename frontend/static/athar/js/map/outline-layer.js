import L from "./leaflet.js";
import { ViewportCanvas } from "./viewport-canvas.js";

const VEIL = 0.4;

/** One territory: its outline, and a veil over what lies around it. */
export class OutlineLayer extends ViewportCanvas {
  #rings = [];

  constructor(colours) {
    super("map__outline", "outline");
    this.colours = colours;
  }

  recolour(colours) {
    this.colours = colours;
    if (this._map) this.rest();
  }

  /** A Polygon or a MultiPolygon as in GeoJSON. Answers what of the map holds it. */
  show({ type, coordinates }) {
    const rings = type === "Polygon" ? coordinates : coordinates.flat();
    this.#rings = rings.map((ring) => ring.map(([lng, lat]) => ({ lat, lng })));
    if (this._map) this.rest();
    return L.latLngBounds(this.#rings.flat());
  }

  draw(paper, toCanvas) {
    if (!this.#rings.length) return;
    const outline = new Path2D();
    for (const ring of this.#rings) {
      const corners = ring.map((corner) => this._map.project(corner, this.zoom));
      corners.forEach(({ x, y }, index) => outline[index ? "lineTo" : "moveTo"](...toCanvas([x, y])));
      outline.closePath();
    }
    const around = new Path2D(outline);
    around.rect(0, 0, this.size.x, this.size.y);
    paper.globalAlpha = VEIL;
    paper.fillStyle = this.colours.abroad;
    paper.fill(around, "evenodd");
    paper.globalAlpha = 1;
    paper.lineJoin = "round";
    paper.lineWidth = 1.5;
    paper.strokeStyle = this.colours.ink;
    paper.stroke(outline);
  }
}
