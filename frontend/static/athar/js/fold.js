// A text as search on the server sees it: without case, accents, harakat, and the many ways to write
// the same letter (sql/fold_text, version 1; a test holds the two together).

// Tatweel, and harakat of the presentation forms: before Unicode decomposition.
const JOINED = /[\u0640\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe7f]+/g;
// Marks of Latin, Hebrew, Arabic and Tifinagh; invisible and bidi marks; hamza standing alone; the
// rings scholars write.
const MARKS = new RegExp(
  "[\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7" +
    "\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e8\\u06ea-\\u06ed\\u08d3-\\u08ff" +
    "\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20f0\\u2d7f\\ufe00-\\ufe0f\\ufe20-\\ufe2f" +
    "\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff" +
    "\\u0621\\u0640\\u0674\\u02be\\u02bf]+",
  "g",
);
const PARTING = /[^\p{L}\p{Nd}]+/gu;

// Letters written alike, and what each is read as.
const ALIKE = new Map(
  [
    ["\u0649\u06cc\u06d0\u06cd", "\u064a"], // ىیېۍ ي
    ["\u0629\u06c1\u06be\u06d5\u06c3", "\u0647"], // ةہھەۃ ه
    ["\u0671\u0672\u0673", "\u0627"], // ٱٲٳ ا
    ["\u06a9\u06aa\u06af\u06ad\u0763\u06b4", "\u0643"], // کڪگڭݣڴ ك
    ["\u067e", "\u0628"], // پ ب
    ["\u0686", "\u062c"], // چ ج
    ["\u0698", "\u0632"], // ژ ز
    ["\u06ba", "\u0646"], // ں ن
    ["\u06a4\u06a5\u06a2\u06a1", "\u0641"], // ڤڥڢڡ ف
    ["\u06a7\u066f\u06a8", "\u0642"], // ڧٯڨ ق
    ["\u00f8", "o"], // ø o
    ["\u0111\u00f0", "d"], // đð d
    ["\u0127", "h"], // ħ h
    ["\u0131", "i"], // ı i
    ["\u0142", "l"], // ł l
    ["\u03c2", "\u03c3"], // ς σ
    ["\u02bb\u02bc", " "], // ʻʼ space
    ["\u025b\u03b5", "e"], // ɛε e
    ["\u0263\u03b3", "gh"], // ɣγ gh
    ["\u00df", "ss"], // ß ss
    ["\u00e6", "ae"], // æ ae
    ["\u0153", "oe"], // œ oe
    ["\u00fe", "th"], // þ th
  ].flatMap(([letters, one]) => [...letters].map((letter) => [letter, one])),
);
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g; // of other hands

/** The folded text: small letters, digits and single spaces. */
export function folded(text) {
  const bare = text.replace(JOINED, "").normalize("NFKD").toLowerCase().replace(MARKS, "");
  const read = [...bare.replace(DIGITS, (digit) => digit.codePointAt(0) & 15)];
  return read.map((letter) => ALIKE.get(letter) ?? letter).join("").replace(PARTING, " ").trim();
}
