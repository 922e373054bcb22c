"""Names as two sources spell them: when do they mean the same town?"""

import re
import unicodedata
from difflib import SequenceMatcher

ARTICLES = {
    "el",
    "al",
    "l",
    "es",
    "er",
    "ed",
    "en",
    "et",
    "as",
    "ad",
    "ar",
    "an",
    "ech",
    "ez",
    "az",
}
LIKELY = 0.6


def spelling(name):
    """A French spelling without what sources disagree on: accents, articles, doubled letters…"""
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    letters = "".join(word for word in re.split(r"[^a-z]+", plain) if word not in ARTICLES)
    letters = re.sub(r"(.)\1", r"\1", letters)
    return letters.replace("h", "").replace("q", "k").replace("c", "k")


def same(one, other):
    return spelling(one) == spelling(other)


def alike(one, other):
    """Whether two names may well be one: 'Tangier' and 'Tanger', not 'Anfa' and 'Casablanca'."""
    return SequenceMatcher(None, spelling(one), spelling(other)).ratio() >= LIKELY


def is_arabic(name):
    """Whether a name is written in Arabic letters throughout; half-transliterated ones are not."""
    return bool(name) and all("؀" <= sign <= "ۿ" or sign in " -'’" for sign in name)
