"""Figures of the census itself: a column of it, territories being what is in scope."""

from fractions import Fraction

from evidence.cells import PLACES, Cell
from evidence.coverage import rounded
from evidence.grouping import GROUPINGS, codes_of
from geodata.models import Census

UNITS = {
    "households": "households", "households_urban": "households", "households_rural": "households",
    "establishments": "establishments", "nonprofit_establishments": "establishments",
    "businesses": "establishments", "jobs": "jobs",
}  # fmt: skip


def census_cells(statistic) -> tuple[Cell, list[Cell], int | None]:
    """The total, the cells, and the year of the last census that tells the statistic's column."""
    census = Census.objects.in_set(statistic.reading.set_of("census"))
    told = census.exclude(**{statistic.column: None}).order_by("-year")
    year = told.values_list("year", flat=True).first()
    known = dict(census.of_year(year).values_list("code", statistic.column)) if year else {}
    people = dict(census.of_year(year).values_list("code", "population")) if year else {}
    narrowed = [code for codes in statistic.within.values() for code in codes] or ["MA"]
    total = _cell(statistic, (), narrowed, known, people)
    results = [
        _cell(statistic, (code,), [code], known, people)
        for name in statistic.group_by
        for code in codes_of(GROUPINGS[name], statistic.reading, statistic.within)
    ]
    return total, results, year


def _cell(statistic, key, codes, known, people):
    said = [known[code] for code in codes if known.get(code) is not None]
    value = sum(said) if said else None
    if value is not None and statistic.per:
        population = sum(people.get(code) or 0 for code in codes)
        value = (
            rounded(Fraction(value * statistic.per_n, population), PLACES) if population else None
        )
    return Cell(key, value, UNITS.get(statistic.column, "people"), len(codes), len(said))
