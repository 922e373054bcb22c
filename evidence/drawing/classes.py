"""The classes of a coloured map: round breaks, who falls in which, the legend, and the hatch."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from evidence.wording.numbers import grouped, isolated, percent

CLASSES = 5
STEPS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
# Around a reference: seven classes, each so many whole per cents wide (even: half is whole too).
SIDES = 7
WIDTHS = (2, 4, 6, 8, 10, 14, 20, 30)
UNKNOWN = "q-none"

# One hatch, one meaning: not known. Whatever draws it has this once.
HATCH = SafeString(
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect class="hatch-ground" width="5" height="5"/>'
    '<path class="hatch-line" d="M-1 1 1-1M0 5 5 0M4 6 6 4"/></pattern></defs>'
)


@dataclass(frozen=True)
class Legend:
    """One line of the legend: `css` is its class."""

    css: str
    words: SafeString

    @property
    def fill(self) -> SafeString:
        return attributes(self.css)


@dataclass(frozen=True)
class Classed:
    """Code to class, and the legend of the classes that hold any."""

    css: dict[str, str]
    legend: list[Legend]

    def of(self, code: str) -> str:
        return self.css.get(code, UNKNOWN)


def attributes(css: str) -> SafeString:
    """What a shape of a class has; the hatch is a pattern of the drawing, which no sheet knows."""
    hatched = SafeString(' fill="url(#hatch)"') if css == UNKNOWN else ""
    return format_html('class="drawn__part {}"{}', css, hatched)


def classed(values: dict[str, Decimal], unknown: SafeString | None = None) -> Classed:
    """Values in at most five classes between round numbers; `unknown` words the hatch's line."""
    cuts = breaks(list(values.values()))
    first = 1 + (CLASSES - 1 - len(cuts)) // 2
    return _classed(values, cuts, [f"q{first + at}" for at in range(len(cuts) + 1)], plain, unknown)


def classed_around(
    shares: dict[str, Decimal], reference: Decimal, unknown: SafeString | None = None
) -> Classed:
    """Shares in classes below, at and above a reference, which is the middle one."""
    middle = round(reference * 100)
    cuts = _sides([abs(share * 100 - middle) for share in shares.values()], middle)
    first = 1 + sum(cut <= 0 for cut in cuts)
    inside = [cut for cut in cuts if 0 < cut < 100]
    css = [f"d{first + at}" for at in range(len(inside) + 1)]
    return _classed(shares, [Decimal(cut) / 100 for cut in inside], css, percent, unknown)


def breaks(values: list[Decimal]) -> list[Decimal]:
    """At most four round numbers that part values into classes of about as many members each."""
    ordered = sorted(values)
    found = []
    for step in range(1, CLASSES) if ordered else ():
        near = _round(ordered[len(ordered) * step // CLASSES])
        if ordered[0] < near <= ordered[-1] and near not in found:
            found.append(near)
    return found


def _round(value: Decimal) -> Decimal:
    if value < 0:
        return -_round(-value)
    scale = Decimal(10) ** value.adjusted()
    return min((Decimal(str(step)) * scale for step in STEPS), key=lambda n: abs(n - value))


def _sides(distances: list[Decimal], middle: int) -> list[int]:
    """Six whole per cents around the middle, as far apart as four in five of the shares need."""
    reach = sorted(distances)[math.ceil(len(distances) * 0.8) - 1] if distances else 0
    width = next((each for each in WIDTHS if each * 2.5 >= reach), WIDTHS[-1])
    half = SIDES // 2
    return [middle + width * at - width // 2 for at in range(1 - half, half + 1)]


def _classed(values, cuts, css, said: Callable, unknown) -> Classed:
    inside = {code: css[sum(value >= cut for cut in cuts)] for code, value in values.items()}
    counts = dict.fromkeys(css, 0)
    for one in inside.values():
        counts[one] += 1
    legend = [
        Legend(one, _range(low, high, counts[one], said))
        for one, low, high in zip(css, [None, *cuts], [*cuts, None], strict=True)
        if counts[one]
    ]
    if unknown is not None:
        legend.append(Legend(UNKNOWN, unknown))
    return Classed(inside, legend)


def _range(low, high, n, said) -> SafeString:
    words = {"low": low is not None and isolated(said(low)), "n": isolated(grouped(n))}
    words["high"] = high is not None and isolated(said(high))
    if low is None and high is None:
        return format_html(_("all that are known ({n})"), **words)
    if low is None:
        return format_html(_("less than {high} ({n})"), **words)
    if high is None:
        return format_html(_("{low} or more ({n})"), **words)
    return format_html(_("{low} to {high} ({n})"), **words)


def plain(value: Decimal) -> str:
    places = max(0, -value.normalize().as_tuple().exponent)
    return grouped(value, places)
