// What bin/vendor bundles into static/athar/js/vendor/vector-tile.js: the reader of map tiles.
export { VectorTile } from "@mapbox/vector-tile";
export { PbfReader } from "pbf";
