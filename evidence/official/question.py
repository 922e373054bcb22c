"""What a statistic is about, apart from where and when: by that it meets what others published."""

from urllib.parse import parse_qs, parse_qsl, quote

from django.utils.datastructures import MultiValueDict

from directory.as_of import Reading
from evidence.measures import TERRITORIAL, Statistic, read

COUNTRY = "MA"
# Where, when, by whose clock and in which parts: none of it changes what is spoken of.
APART = frozenset({*TERRITORIAL, "year", "group_by", "demo", "per_n"})
DEFAULTS = {"status": "active"}


def question_of(statistic: Statistic) -> str:
    """Its measure and filters in their normal form."""
    said = [
        (name, value)
        for name, value in parse_qsl(str(statistic))
        if name not in APART and DEFAULTS.get(name) != value
    ]
    return "&".join(f"{name}={quote(value, safe=',.:-')}" for name, value in sorted(said))


def place_of(statistic: Statistic) -> str | None:
    """The one territory it is narrowed to: the country where to none, None where to several."""
    codes = [code for found in statistic.within.values() for code in found]
    return COUNTRY if not codes else codes[0] if len(codes) == 1 else None


def is_a_question(text: str, reading: Reading) -> bool:
    """Whether a statistic is told by `text` alone and in the form that `question_of` writes."""
    statistic = read(MultiValueDict(parse_qs(text)), reading)
    return not statistic.refused and question_of(statistic) == text
