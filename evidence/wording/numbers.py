"""Numbers as each language writes them, with Western digits everywhere.

Thousands are parted by a no-break space (a comma in English): a thin one (U+202F, U+2009) would let
the groups change places in Arabic.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from django.utils.html import format_html
from django.utils.translation import get_language

NO_BREAK = "\u00a0"
MINUS = "\u2212"
POINT = {"en": "."}
GROUP = {"en": ","}
SPACED_PERCENT = {"fr", "es", "zgh"}


def grouped(value, places: int = 0, language: str | None = None) -> str:
    """`4870` as `4 870`; with `places`, that many decimals."""
    language = language or get_language()
    value = Decimal(value)
    value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    whole, _, part = f"{abs(value):,f}".partition(".")
    text = whole.replace(",", GROUP.get(language, NO_BREAK))
    if part:
        text += POINT.get(language, ",") + part
    return f"{MINUS}{text}" if value < 0 else text


def percent(share, language: str | None = None) -> str:
    """A share of one as a whole percentage: 0 or 100 only where the share is exactly so."""
    language = language or get_language()
    share = Fraction(share)
    rounded = round(share * 100)  # half to even
    if 0 < share < 1:
        rounded = min(max(rounded, 1), 99)
    return percentage(rounded, language=language)


def percentage(value, places: int = 0, language: str | None = None) -> str:
    """A number of hundredths with its sign, as somebody published it: `13,2 %`."""
    language = language or get_language()
    space = NO_BREAK if language in SPACED_PERCENT else ""
    return f"{grouped(value, places, language)}{space}%"


def isolated(text) -> str:
    """A number in the midst of words: its own direction, never broken."""
    return format_html('<bdi class="n">{}</bdi>', text)
