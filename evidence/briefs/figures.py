"""The key figures of a brief: a number, what it counts, what it compares with, where it is counted.

These are counts, of which no part is unknown: a bar is their share of those counted. What actors
report, with how many report it, is in `reported`. Nothing is said of inhabitants where the census
does not say.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.selection.selection import Selection
from directory.selectors import reference
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, isolated, percent

CENSUS_YEAR = 2024
PER = 10_000


@dataclass(frozen=True)
class Figure:
    """`address` is the path that counts it again; `part` is its share of what it is a part of.

    `official` marks a figure that somebody else published. `is_coverage` says that the part is of
    those who report, so that the rest is unknown and hatched; `verified` is a share like it.
    """

    value: SafeString
    what: str
    address: str
    beside: tuple[SafeString, ...] = ()
    part: Fraction | None = None
    official: bool = False
    verified: Fraction | None = None
    is_coverage: bool = False


def organisations(count: int) -> SafeString:
    """`107 registered organisations, active`, as the number bends it."""
    said = ngettext(
        "{n} registered organisation, active",
        "{n} registered organisations, active",
        count,
    )
    return format_html(said, n=isolated(grouped(count)))


def of_territory(territory, here: Selection, country: Selection) -> list[Figure]:
    whole = territory.level == "country"
    found = [_total(territory, here, country)]
    found += [
        _kind(here, country, whole, "legal_form", "cooperative"),
        _kind(here, country, whole, "audience", "women-led"),
    ]
    census = _census(territory, here.reading)
    return [*found, census] if census else found


def of_sector(territory, here: Selection, country: Selection, place: Selection) -> list[Figure]:
    whole = territory.level == "country"
    share = _share(here.total, place.total)
    total = _total(territory, here, country)
    if share is not None:
        text = format_html(_("{share} of the organisations here"), share=isolated(percent(share)))
        total = Figure(total.value, total.what, total.address, (text, *total.beside), share)
    return [
        total,
        _kind(here, country, whole, "legal_form", "cooperative"),
        _kind(here, country, whole, "audience", "women-led"),
    ]


def of_programme(here: Selection, country: Selection) -> list[Figure]:
    return [
        Figure(isolated(grouped(here.total)), _taking_part(here.total), address(here)),
        _kind(here, country, False, "legal_form", "cooperative"),
        _kind(here, country, False, "audience", "women-led"),
    ]


def _taking_part(count: int) -> str:
    return ngettext("organisation taking part", "organisations taking part", count)


def address(selection: Selection, **also) -> str:
    """The path of the API that counts a selection again, at its revision."""
    asked = dict(pair.split("=", 1) for pair in str(selection).split("&") if pair)
    defaults = {"status": "active"}
    asked = {name: value for name, value in asked.items() if defaults.get(name) != value} | also
    asked |= {"as_of": str(selection.revision), "limit": "1"}
    return f"/api/v1/actors/?{urlencode(asked, safe=',.:-')}"


def _total(territory, here, country) -> Figure:
    beside = []
    share = None if territory.level == "country" else _share(here.total, country.total)
    if share is not None:
        text = format_html(
            _("{share} of the {n} in Morocco"),
            share=isolated(percent(share)),
            n=isolated(grouped(country.total)),
        )
        beside.append(text)
    people = reference.populations([territory.code, "MA"], CENSUS_YEAR, here.reading)
    rate = _rate(here.total, people.get(territory.code))
    if rate is not None:
        text = format_html(
            _("{rate} for {per} inhabitants ({year})"),
            rate=isolated(rate),
            per=isolated(grouped(PER)),
            year=isolated(str(CENSUS_YEAR)),
        )
        nation = _rate(country.total, people.get("MA"))
        if territory.level != "country" and nation is not None:
            text = format_html(_("{here}; Morocco {there}"), here=text, there=isolated(nation))
        beside.append(text)
    return Figure(
        isolated(grouped(here.total)), _registered(here.total), address(here), tuple(beside)
    )


def _registered(count: int) -> str:
    """What is counted, below its number."""
    return ngettext("registered organisation, active", "registered organisations, active", count)


def _kind(here, country, whole, name, value) -> Figure:
    """Those of one legal form or audience, and their share here and in the country."""
    n, there = (dict(one.facets([name])[name]).get(value, 0) for one in (here, country))
    share = _share(n, here.total)
    beside = []
    if share is not None:
        text = format_html(_("{share} of them"), share=isolated(percent(share)))
        nation = None if whole else _share(there, country.total)
        if nation is not None:
            text = format_html(
                _("{here}; Morocco {there}"), here=text, there=isolated(percent(nation))
            )
        beside.append(text)
    return Figure(
        isolated(grouped(n)),
        _what(here, value, name, n),
        address(here, **{name: value}),
        tuple(beside),
        share,
    )


def _what(here, value, name, count) -> str:
    if value == "cooperative":
        return ngettext("registered cooperative, active", "registered cooperatives, active", count)
    term = reference.terms(here.reading, name).get(value)
    return name_of(term).text if term else value


def _census(territory, reading) -> Figure | None:
    """The bureau's one count that comes near: named exactly as the bureau names it."""
    found = reference.census(territory.code, reading).get(CENSUS_YEAR)
    if found is None or found.nonprofit_establishments is None:
        return None
    beside = [format_html(_("High Commission for Planning, {year}"), year=isolated("2024"))]
    rate = _rate(found.nonprofit_establishments, found.population)
    if rate is not None:
        beside.append(
            format_html(
                _("{rate} for {per} inhabitants"), rate=isolated(rate), per=isolated(grouped(PER))
            )
        )
    return Figure(
        isolated(grouped(found.nonprofit_establishments)),
        _("Associations in premises of their own (economic establishments)"),
        f"/api/v1/statistics/?{census_query(territory)}&as_of={reading.revision}",
        tuple(beside),
        official=True,
    )


def census_query(territory) -> str:
    """The question of the census measure of one territory; of the country without any."""
    narrowed = "" if territory.level == "country" else f"&territory={territory.code}"
    return f"measure=census:nonprofit_establishments{narrowed}"


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _rate(count: int, people: int | None) -> str | None:
    """How many for each 10,000 inhabitants, to one decimal below a hundred and two below one; of
    few, as many as keep it from being none.
    """
    if not people:
        return None
    rate = Decimal(count) * PER / people
    below_one = max(2, -rate.adjusted())
    return (
        grouped(rate, 0 if rate >= 100 else 1 if rate >= 1 else below_one) if rate else grouped(0)
    )
