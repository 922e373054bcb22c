import L from "./leaflet.js";

const MARGIN = 0.15; // of the view on each side, so that a short pan shows no bare edge

/**
 * One canvas over the whole view and a little more, redrawn when the map has come to rest.
 * A layer that extends it has `draw(paper, toCanvas)`, where `toCanvas` turns pixels of the world
 * into pixels of the canvas.
 */
export class ViewportCanvas extends L.Layer {
  constructor(className, paneName) {
    super();
    this.options = { ...this.options, pane: paneName }; // Leaflet's own constructor reads none
    this.className = className;
  }

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", `${this.className} leaflet-zoom-animated`);
    this.canvas.setAttribute("aria-hidden", "true");
    this.paper = this.canvas.getContext("2d");
    this.getPane().append(this.canvas);
    this.rest();
    return map;
  }

  onRemove() {
    this.canvas.remove();
  }

  getEvents() {
    return {
      moveend: () => this.rest(),
      zoomanim: (event) => this.#follow(event.zoom, event.center),
      resize: () => this.rest(),
    };
  }

  /** Place the canvas where the map is now, and draw. */
  rest() {
    const map = this._map;
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN).round();
    const whole = size.add(margin.multiplyBy(2));
    const ratio = window.devicePixelRatio || 1;
    this.corner = map.containerPointToLatLng(margin.multiplyBy(-1));
    this.zoom = map.getZoom();
    L.DomUtil.setPosition(this.canvas, map.latLngToLayerPoint(this.corner));
    this.canvas.width = whole.x * ratio;
    this.canvas.height = whole.y * ratio;
    this.canvas.style.width = `${whole.x}px`;
    this.canvas.style.height = `${whole.y}px`;
    this.paper.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.paper.clearRect(0, 0, whole.x, whole.y);
    this.size = whole;
    this.view = [margin.x, margin.y, margin.x + size.x, margin.y + size.y]; // what shows of it
    const origin = map.project(this.corner, this.zoom);
    this.draw(this.paper, ([x, y]) => [x - origin.x, y - origin.y]);
  }

  /** While the map grows or shrinks to another zoom, the picture goes with it. */
  #follow(zoom, center) {
    const scale = this._map.getZoomScale(zoom, this.zoom);
    const position = this._map._latLngToNewLayerPoint(this.corner, zoom, center);
    L.DomUtil.setTransform(this.canvas, position, scale);
  }
}
