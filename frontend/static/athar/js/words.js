/** Words with a number in them, as the page's language bends them. The words come from the server. */

const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language === "zgh" ? "fr" : language);
const SEPARATOR = language === "en" ? "," : "\u00a0";

/** `4870` as the language groups it. */
export function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, SEPARATOR);
}

/** One of `forms` (by CLDR category) for a number, which stands where the form says {n}. */
export function counted(forms, number) {
  const form = forms[plural.select(number)] ?? forms.other;
  return form.replace("{n}", grouped(number));
}

/** A sentence with its places filled. */
export function filled(sentence, places) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}
