// The only module that knows Leaflet arrives as a global, from a script before ours.
export default window.L;
