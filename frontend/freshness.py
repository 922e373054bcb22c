"""How fresh a profile is: when its organisation last said that all is still so."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.selection.filterset import ActorFilterSet
from directory.selection.selection import Selection
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


def confirmed_within(selection: Selection, opened: Opened, **asked) -> list[Fresh]:
    """For one year and for two; nothing of an empty selection. `asked` are its filters."""
    if not selection.total:
        return []
    found = []
    for years in YEARS:
        since = years_before(opened.reading.date, years).isoformat()
        narrowed = ActorFilterSet(asked | {"confirmed_since": since}, reading=opened.reading)
        narrowed.is_valid()
        count = narrowed.selection().total
        url = opened.link(reverse("actors"), **asked, confirmed_since=since)
        found.append(Fresh(years, count, Fraction(count, selection.total), url))
    return found
