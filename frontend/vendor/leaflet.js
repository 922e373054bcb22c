// What bin/vendor bundles into static/athar/js/vendor/leaflet.js: of Leaflet what our map is made
// of, without the vectors, images and controls that it draws itself. A third less to load.
import "leaflet/src/map/handler/Map.BoxZoom.js";
import "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "leaflet/src/map/handler/Map.Drag.js";
import "leaflet/src/map/handler/Map.Keyboard.js";
import "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "leaflet/src/map/handler/Map.TouchZoom.js";

export { createMap as map } from "leaflet/src/map/Map.js";
export { Layer } from "leaflet/src/layer/Layer.js";
export { layerGroup } from "leaflet/src/layer/LayerGroup.js";
export { popup } from "leaflet/src/layer/Popup.js";
export { divIcon } from "leaflet/src/layer/marker/DivIcon.js";
export { marker } from "leaflet/src/layer/marker/Marker.js";
export { GridLayer } from "leaflet/src/layer/tile/GridLayer.js";
export { tileLayer } from "leaflet/src/layer/tile/TileLayer.js";
export { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
export * as DomUtil from "leaflet/src/dom/DomUtil.js";
