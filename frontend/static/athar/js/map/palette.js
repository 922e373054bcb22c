/** The map's colours, read from the tokens of the sheet: the map follows the theme, not a copy. */

const TOKENS = {
  sea: "--sea",
  sea1: "--sea-1",
  sea2: "--sea-2",
  sea3: "--sea-3",
  seaInk: "--sea-ink",
  graticule: "--grat",
  land: "--land",
  edge: "--land-edge",
  built: "--built",
  abroad: "--land-out",
  abroadInk: "--land-out-ink",
  coast: "--coast",
  region: "--b-region",
  province: "--b-province",
  commune: "--b-commune",
  regionInk: "--l-region",
  cityInk: "--l-city",
  communeInk: "--ink-2",
  town: "--ink-3",
  halo: "--l-halo",
  act: "--act",
  ink: "--ink",
};
const FORMS = [
  "cooperative",
  "cooperative-union",
  "association",
  "mutual",
  "economic-interest-group",
  "foundation",
  "social-enterprise",
  "network",
  "informal-group",
];

/** Colours by role as they are now on `element`. */
export function palette(element = document.documentElement) {
  const style = getComputedStyle(element);
  const read = (token) => style.getPropertyValue(token).trim();
  const colours = Object.fromEntries(
    Object.entries(TOKENS).map(([role, token]) => [role, read(token)]),
  );
  colours.forms = Object.fromEntries(FORMS.map((form) => [form, read(`--f-${form}`)]));
  colours.forms.other = colours.forms.network;
  return colours;
}
