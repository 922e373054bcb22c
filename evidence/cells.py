"""The cells of a figure: how many are in one, how many of them report, and what they add up to."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from directory.selectors.observations import indicators
from evidence.coverage import rounded, share
from evidence.grouping import LEVELS
from geodata.models import Census

KINDS = ("verified", "registry", "survey", "declared", "estimate")
PLACES = 2  # decimals of means and of rates
ALL = object()  # where inhabitants of all the cells together are kept


class Sums(NamedTuple):
    """What those who report add up to: how many by kind of source, totals, and the median."""

    kinds: tuple[int, ...] = (0, 0, 0, 0, 0)
    total: Decimal = Decimal()
    whole: Decimal = Decimal()
    median: Decimal | None = None

    @property
    def reporting(self) -> int:
        return sum(self.kinds)


NOTHING = Sums()


def together(parts: Iterable[Sums]) -> Sums:
    """Of several that have no actor in common. A median is told of one only."""
    parts = list(parts)
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    kinds, totals, wholes, _medians = zip(*parts, strict=True)
    added = tuple([sum(of_kind) for of_kind in zip(*kinds, strict=True)])
    return Sums(added, sum(totals), sum(wholes))


class Cell(NamedTuple):
    """One figure: `value` is None where nobody reports, `verified` a share of those reporting.

    `reporting` is None where the question has no one answer, as of all years together. `parts` of a
    share are the part and the whole it is of.
    """

    groups: tuple
    value: Decimal | int | None
    unit: str
    in_scope: int
    reporting: int | None
    kinds: dict[str, int] | None = None
    parts: tuple[Decimal, Decimal] | None = None

    @property
    def coverage(self) -> Decimal | None:
        return None if self.reporting is None else share(self.reporting, self.in_scope)

    @property
    def verified(self) -> Decimal | None:
        return None if self.kinds is None else share(self.kinds["verified"], self.reporting)


class Making:
    """Makes the cells of a statistic, from how many are in scope and what they report.

    `census_year` is that of the inhabitants a rate is of; None where none is asked for.
    """

    def __init__(self, statistic):
        self.statistic = statistic
        self.census_year, self._people = _inhabitants(statistic) if statistic.per else (None, {})
        self._unit = "actors"
        self._indicator, self._aggregate = statistic.indicator, statistic.aggregate
        self._plain = self._aggregate == "sum" and not statistic.per
        if self._indicator:
            self._unit = indicators(statistic.reading)[self._indicator].unit

    def cell(self, key: tuple, in_scope: int, sums: Sums = NOTHING) -> Cell:
        """The cell of some groups; of no groups, that of all."""
        if not self._indicator:
            return Cell(key, self._rate(in_scope, key), self._unit, in_scope, in_scope)
        kinds, total, whole, _median = sums
        verified, registry, survey, declared, estimate = kinds
        reporting = verified + registry + survey + declared + estimate
        sources = {
            "verified": verified,
            "registry": registry,
            "survey": survey,
            "declared": declared,
            "estimate": estimate,
        }
        if not reporting:
            value = None
        elif self._plain and (value := int(total)) == total:
            pass  # most sums are whole, and are told as they are
        else:
            value = self._value(sums, reporting, key)
        if self._aggregate != "share":
            return Cell(key, value, self._unit, in_scope, reporting, sources)
        parts = (total, whole) if reporting else None
        return Cell(key, value, "share", in_scope, reporting, sources, parts)

    def _value(self, sums, reporting, key):
        aggregate = self._aggregate
        if aggregate == "sum":
            return self._rate(sums.total, key)
        if aggregate == "mean":
            return rounded(Fraction(sums.total) / reporting, PLACES)
        if aggregate == "median":
            return rounded(Fraction(sums.median), PLACES)
        return share(sums.total, sums.whole)

    def _rate(self, value: Decimal | int, key):
        """A sum as it is, or for so many inhabitants; None where these are not known."""
        if not self.statistic.per:
            whole = int(value)
            return whole if value == whole else rounded(Fraction(value), PLACES)
        population = self._people.get(self._territory(key))
        if not population:
            return None
        return rounded(Fraction(value) * self.statistic.per_n / population, PLACES)

    def _territory(self, key):
        for name, code in zip(self.statistic.group_by, key, strict=False):
            if name in LEVELS:
                return code
        return ALL


def _inhabitants(statistic) -> tuple[int | None, dict]:
    """The last census' year, and inhabitants by code of the cells' territories and of all."""
    census = Census.objects.in_set(statistic.reading.set_of("census"))
    year = census.order_by("-year").values_list("year", flat=True).first()
    known = dict(census.of_year(year).values_list("code", "population"))
    narrow = list(statistic.within.values())
    if not narrow:
        whole = known.get("MA")
    elif len(narrow) == 1:
        parts = [known.get(code) for code in narrow[0]]
        whole = None if None in parts else sum(parts)
    else:
        whole = None
    return year, known | {ALL: whole}
