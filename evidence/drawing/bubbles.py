"""Bubbles: an exact count on a disc, in a ring of four arcs in one order everywhere."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evidence.drawing.map_svg import Written, meet

# The four groups of a ring, in their fixed order.
GROUPS = ("cooperative", "association", "mutual", "other")
GAP = 1.6
WIDEST = 44


def grouped(by_legal_form: dict[str, int]) -> dict[str, int]:
    """Counts by legal form as the four groups of a ring."""
    found = dict.fromkeys(GROUPS, 0)
    for form, n in by_legal_form.items():
        found[form if form in found else "other"] += n
    return found


@dataclass
class Bubble:
    """What stands at one place: its counts, its territories, and the name of the largest."""

    x: float
    y: float
    codes: list[str]
    name: str
    mix: dict[str, int]
    r: float = 0
    parts: int = field(default=1)

    @property
    def count(self) -> int:
        return sum(self.mix.values())


def radius(count: int, largest: int, digits: int) -> float:
    fit = min(1, (WIDEST - 9.2) / (0.66 * math.sqrt(max(largest, 1))))
    return max(9.2 + 0.66 * fit * math.sqrt(count), 6 + digits * 3.4)


def merged(bubbles: list[Bubble], say: Callable[[int], str]) -> list[Bubble]:
    """Those that would overlap become one: the largest keeps its place and name."""
    largest = max((one.count for one in bubbles), default=1)
    kept: list[Bubble] = []
    for one in sorted(bubbles, key=lambda each: (-each.count, each.codes)):
        one.r = radius(one.count, largest, len(say(one.count)))
        near = next(
            (
                other
                for other in kept
                if math.hypot(other.x - one.x, other.y - one.y) < (other.r + one.r) * 0.92
            ),
            None,
        )
        if near is None:
            kept.append(one)
            continue
        near.codes += one.codes
        near.mix = {group: near.mix[group] + one.mix[group] for group in GROUPS}
        near.parts += one.parts
        near.r = radius(near.count, largest, len(say(near.count)))
    return kept


def bubble(one: Bubble, say: Callable[[int], str], *, arc: Callable | None = None) -> SafeString:
    """The bubble as an SVG group at its place; each arc drawn by `arc` (`path_of` or `dash_of`)."""
    ring = one.r - 2.2
    present = [group for group in GROUPS if one.mix[group]]
    gap = GAP / ring if len(present) > 1 else 0
    angle, arcs = -math.pi / 2, SafeString()
    for group in present:
        turn = one.mix[group] / one.count * 2 * math.pi
        arcs += (arc or path_of)(group, ring, angle, angle + max(turn - gap, 0.05))
        angle += turn
    size = 11 if one.r < 15 else 12 if one.r < 20 else 13
    return format_html(
        '<g class="bubble" transform="translate({x} {y})"><circle class="bubble__shade" r="{shade}"'
        ' cy="1.2"/><circle class="bubble__ground" r="{r}"/>{arcs}<text class="bubble__count"'
        ' y="{down}" font-size="{size}">{count}</text></g>',
        x=one.x,
        y=one.y,
        r=f"{one.r:.1f}",
        shade=f"{one.r + 1.5:.1f}",
        arcs=arcs,
        down=f"{size * 0.36:.1f}",
        size=size,
        count=say(one.count),
    )


def names_beside(found: list[Bubble], language: str, size: float = 12) -> list:
    """A name beside each bubble where there is room: after it, before it, below or above it."""
    taken = [(one.x - one.r, one.y - one.r, one.x + one.r, one.y + one.r) for one in found]
    placed = []
    for one in found:
        half = len(one.name) * size * (0.24 if language == "ar" else 0.28)
        beside = one.r + 5 + half
        for x, y in (
            (one.x + beside, one.y + 4),
            (one.x - beside, one.y + 4),
            (one.x, one.y + one.r + 13),
            (one.x, one.y - one.r - 5),
        ):
            name = Written(one.name, language, "drawn__name--city", round(x, 1), round(y, 1), size)
            if not any(meet(name.box, other) for other in taken):
                taken.append(name.box)
                placed.append(name)
                break
    return placed


def path_of(group: str, r: float, start: float, end: float) -> SafeString:
    """An arc as a path, for whatever draws SVG."""
    return format_html('<path class="bubble__arc form-{}" d="{}"/>', group, _arc(r, start, end))


def dash_of(group: str, r: float, start: float, end: float) -> SafeString:
    """The same as a dash of the whole ring, in hundredths: for browsers, a page is lighter so."""
    part = max(round(100 * (end - start) / (2 * math.pi)), 1)
    before = round(100 * start / (2 * math.pi)) % 100
    return format_html(
        '<circle class="bubble__arc form-{}" r="{}" pathLength="100"'
        ' stroke-dasharray="{} {}" stroke-dashoffset="-{}"/>',
        group,
        round(r),
        part,
        100 - part,
        before,
    )


def _arc(r: float, start: float, end: float) -> str:
    if end - start > 2 * math.pi - 0.001:
        end = start + 2 * math.pi - 0.001

    def point(angle):
        return f"{r * math.cos(angle):.1f} {r * math.sin(angle):.1f}"

    return f"M{point(start)}A{r:.1f} {r:.1f} 0 {int(end - start > math.pi)} 1 {point(end)}"
