"""Official figures as of a revision, and those that speak of the same thing as one of ours."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from directory.as_of import Reading
from evidence.coverage import share
from evidence.figures import Figure
from evidence.models import OfficialFigure
from evidence.official.question import place_of, question_of


@dataclass(frozen=True)
class Beside:
    """A published total beside a figure of ours.

    `covered` is what of it ours documents (0–1, above 1 where ours is more), `difference` ours less
    theirs; both None where the two cannot be compared: nobody reports, or theirs is no exact count.
    """

    official: OfficialFigure
    ours: Decimal | None
    covered: Decimal | None
    difference: Decimal | None


def official_figures(
    *,
    reading: Reading,
    code: str | None = None,
    territory: str | None = None,
) -> list[OfficialFigure]:
    """Those that stand, the newest first."""
    found = OfficialFigure.objects.as_of(reading.revision)
    asked = {"code": code, "territory": territory}
    found = found.filter(**{name: value for name, value in asked.items() if value is not None})
    return list(found.order_by("-counted_on", "code"))


def beside(told: Figure, reading: Reading | None = None) -> list[Beside]:
    """The published totals that speak of what a figure's total does, the newest first.

    As of the figure's own revision, unless another reading is given.
    """
    place = place_of(told.statistic)
    if place is None or told.statistic.column or told.total.reporting is None:
        return []
    found = standing(reading or told.statistic.reading)
    return [_beside(one, told) for one in found.get((question_of(told.statistic), place), ())]


def standing(reading: Reading) -> dict[tuple[str, str], list[OfficialFigure]]:
    """All that stand, the newest first, by question and territory; read once for a revision.

    The moment of the revision is part of what is remembered, so a rolled back one is no other's.
    """
    return _standing(reading.revision, reading.recorded_at, reading.head)


@lru_cache(maxsize=64)
def _standing(revision, recorded_at, head):
    found = {}
    rows = OfficialFigure.objects.as_of(revision).exclude(question="")
    for one in rows.order_by("-counted_on", "code"):
        found.setdefault((one.question, one.territory), []).append(one)
    return found


def _beside(official, told) -> Beside:
    value = told.total.value
    if value is None or not told.total.in_scope:
        return Beside(official, None, None, None)
    ours = Fraction(value) * (100 if official.unit == "percent" else 1)
    covered = None
    if told.statistic.aggregate == "sum" and official.value:
        covered = share(ours, Fraction(official.value))
    difference = ours - Fraction(official.value)
    return Beside(official, Decimal(value), covered, _decimal(difference))


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"))
