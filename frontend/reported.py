"""The figures of an actor's history in words: what each was before a revision, and what after."""

from decimal import Decimal

from django.utils.translation import gettext as _

from directory import codes
from directory.selectors.observations import indicators
from evidence.wording.figures import source_kind_word, unit_word
from evidence.wording.names import name_of
from evidence.wording.numbers import NO_BREAK, grouped
from evidence.wording.plain import END, FIRST_STRONG


def figure(told, origins, reading) -> dict:
    """One figure as it changed: what of, for which year, how it is known, and both values."""
    indicator = indicators(reading).get(told["indicator"])
    name = name_of(indicator).text if indicator else told["indicator"]
    before, after = (value_of(told[side], told["unit"]) for side in ("before", "after"))
    kind = source_kind_word(told["source_kind"])
    if origin := told.get("origin"):
        whose = origins[origin].text if origin in origins else codes.show(origin)
        kind = _("{kind}, said of {name}").format(kind=kind, name=f"{FIRST_STRONG}{whose}{END}")
    if before == after:
        before, kind = "", _("{kind}, given anew").format(kind=kind)
    return {
        "what": _("{indicator} in {year}").format(indicator=name, year=told["year"]),
        "kind": kind,
        "before": before,
        "after": after,
        "language": None,
    }


def value_of(value, unit) -> str:
    """A value with its unit, as exactly as it is worth reading; empty for none."""
    if value is None:
        return ""
    number = Decimal(value)
    return NO_BREAK.join(filter(None, (grouped(number, 2 * (number % 1 != 0)), unit_word(unit))))


def plain_figure(one) -> str:
    """The same as plain text."""
    if not one["before"]:
        words = _("{what}: {after} ({kind})")
    elif not one["after"]:
        words = _("{what}: {before}, taken away ({kind})")
    else:
        # Translators: the arrow leads from what was said before to what is said now
        words = _("{what}: {before} → {after} ({kind})")
    return words.format(**one)
