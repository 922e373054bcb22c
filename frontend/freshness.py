"""How fresh a profile is: when its organisation last said that all is still so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.selection.filterset import ActorFilterSet
from directory.selection.selection import Selection
from directory.selectors import reference
from evidence.wording.names import name_of
from frontend.opening import Opened

YEARS = (1, 2)  # within one it is fresh; beyond two it is told to be old


@dataclass(frozen=True)
class Freshness:
    """`state` is that of a tag (`ok`, `doubt` or plain); its icon says the same without colour."""

    day: date
    state: str
    mark: str
    words: str


def freshness(day: date | str | None, today: date) -> Freshness | None:
    """Of a last confirmation, on the day a page is read at; None where there never was one."""
    if not day:
        return None
    day = date.fromisoformat(day) if isinstance(day, str) else day
    said = {"year": day.year}
    if day < years_before(today, YEARS[1]):
        return Freshness(day, "doubt", "clock", _("Not confirmed since %(year)s") % said)
    fresh = day >= years_before(today, YEARS[0])
    return Freshness(day, "ok" if fresh else "", "check", _("Confirmed %(year)s") % said)


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; of the 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Fresh:
    """How many of a selection were confirmed within so many years; the list that shows them."""

    years: int
    count: int
    share: Fraction
    url: str


def confirmed_within(selection: Selection, address: Callable[[str], str]) -> list[Fresh]:
    """For one year and for two; `address` makes the list of those confirmed since a day.

    Nothing of an empty selection, nor of one that asks for a day of its own.
    """
    if "confirmed_since" in selection.query.normal or not selection.total:
        return []
    found = []
    for years, since, narrowed in _narrowed(selection):
        count = narrowed.total
        found.append(Fresh(years, count, Fraction(count, selection.total), address(since)))
    return found


def by_region(opened: Opened) -> list[dict]:
    """Each region, and those of none that is known: how many profiles, and how many of them are
    fresh; each number with the list that shows it, as of the same revision.
    """
    asked = ActorFilterSet({}, reading=opened.reading)
    asked.is_valid()
    whole = asked.selection()
    totals = _counts(whole)
    columns = [({}, totals)]
    columns += [
        ({"confirmed_since": since}, _counts(one)) for _years, since, one in _narrowed(whole)
    ]
    names = {one.code: name_of(one) for one in reference.of_level("region", opened.reading)}
    return [
        {
            "name": names.get(code),
            "total": totals.get(code, 0),
            "cells": [
                _cell(
                    opened, counts.get(code, 0), totals.get(code, 0), region=code or "none", **more
                )
                for more, counts in columns
            ],
        }
        for code in (*names, None)
        if code or totals.get(code)
    ]


def _cell(opened, count, total, **filters) -> dict:
    url = opened.link(reverse("actors"), **filters, as_of=opened.reading.revision)
    return {"count": count, "share": total and Fraction(count, total), "url": url}


def _counts(selection) -> dict[str | None, int]:
    return dict(selection.facets(["region"])["region"])


def _narrowed(selection) -> Iterator[tuple[int, str, Selection]]:
    """The same, confirmed within so many years: since which day."""
    for years in YEARS:
        since = years_before(selection.reading.date, years).isoformat()
        asked = selection.query.normal | {"confirmed_since": since}
        narrowed = ActorFilterSet(asked, reading=selection.reading)
        narrowed.is_valid()
        yield years, since, narrowed.selection()
