// The only module that knows where Leaflet comes from: the parts of it that bin/vendor bundles.
import * as L from "../vendor/leaflet.js";

export default L;
