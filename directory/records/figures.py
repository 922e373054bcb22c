"""Observations are checked before they are published: what is wrong is told figure by figure."""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from directory.models import Indicator, Observation, SourceKind
from directory.records.facts import ObservationFacts
from directory.records.validate import InvalidFacts, Problem, bad_address, moroccan_today

EARLIEST = 1900


class UnknownIndicator(Problem):
    accepted = "the code of an indicator in force"


@dataclass(frozen=True)
class UnitDisagrees(Problem):
    unit: str

    @property
    def accepted(self):
        return f"the unit of the indicator: {self.unit}"


@dataclass(frozen=True)
class OutOfRange(Problem):
    """`least` and `most` are what one actor may say of the indicator."""

    least: int
    most: int

    @property
    def accepted(self):
        return f"from {self.least} to {self.most}"


class TooManyDecimals(Problem):
    accepted = "no more decimals than the indicator has"


class FutureYear(Problem):
    accepted = "a year from 1900 to the present one"


@dataclass(frozen=True)
class PartAboveTotal(Problem):
    whole: Decimal

    @property
    def accepted(self):
        return f"at most the total it is a part of: {self.whole}"


class UnknownSourceKind(Problem):
    accepted = ", ".join(SourceKind.values)


def check_figures(facts: Iterable[ObservationFacts], *, today: date | None = None) -> None:
    """Raise InvalidFacts where something is wrong with figures that one actor gives together.

    Parts are held against totals given with them, and against those that stand.
    """
    given = list(facts)
    problems = list(problems_of_figures(given, today=today or moroccan_today()))
    if problems:
        raise InvalidFacts(given[0].actor, problems)


def problems_of_many(
    groups: Mapping[object, list[ObservationFacts]], *, today: date
) -> dict[object, list[Problem]]:
    """What is wrong with the figures of many actors, a list for each group that has anything.

    A group is what one actor gives together; what stands is read once for all of them.
    """
    known = {one.code: one for one in Indicator.objects.newest()}
    standing = _standing([facts for given in groups.values() for facts in given])
    found = {name: list(_problems(given, known, standing, today)) for name, given in groups.items()}
    return {name: problems for name, problems in found.items() if problems}


def problems_of_figures(given: list[ObservationFacts], *, today: date) -> Iterator[Problem]:
    """All that is wrong, figure by figure, in the order given."""
    known = {one.code: one for one in Indicator.objects.newest()}
    yield from _problems(given, known, _standing(given), today)


def _problems(given, known, standing, today):
    standing = ChainMap({_place(facts): facts.value for facts in given}, standing)
    parts: dict[str, list] = {}
    for one in known.values():
        parts.setdefault(one.part_of, []).append(one)
    for facts in given:
        field = f"{facts.indicator}.{facts.year}"
        indicator = known.get(facts.indicator)
        if indicator is None:
            yield UnknownIndicator(field, facts.indicator)
            continue
        yield from _value(field, facts.value, indicator.bounds)
        if facts.unit != indicator.unit:
            yield UnitDisagrees(f"{field}.unit", facts.unit, indicator.unit)
        if not EARLIEST <= facts.year <= today.year:
            yield FutureYear(f"{field}.year", facts.year)
        if facts.source_kind not in SourceKind.values:
            yield UnknownSourceKind(f"{field}.source_kind", facts.source_kind)
        yield from bad_address(f"{field}.source_url", facts.source_url)
        whole = standing.get((facts.origin or facts.actor, indicator.part_of, *_place(facts)[2:]))
        if indicator.part_of and whole is not None and facts.value > whole:
            yield PartAboveTotal(field, facts.value, whole)
        for part in parts.get(facts.indicator, ()):
            held = standing.get((facts.origin or facts.actor, part.code, *_place(facts)[2:]))
            alone = not any(one.indicator == part.code for one in given)
            if not alone or held is None:
                continue
            if held > facts.value:
                yield PartAboveTotal(f"{part.code}.{facts.year}", held, facts.value)


def _value(field, value, bounds):
    least, most = bounds["minimum"], bounds["maximum"]
    if not isinstance(value, Decimal) or not value.is_finite() or not least <= value <= most:
        yield OutOfRange(field, value, least, most)
    elif -value.as_tuple().exponent > bounds["decimals"]:
        yield TooManyDecimals(field, value)


def _place(facts):
    return (facts.origin or facts.actor, facts.indicator, facts.year, facts.source_kind)


def _standing(given) -> dict[tuple, Decimal]:
    """Values that stand beside those given, of the same actors and years."""
    found = Observation.objects.current().filter(
        actor__code__in={facts.actor for facts in given}, year__in={facts.year for facts in given}
    )
    return {
        (origin, indicator, year, kind): value
        for origin, indicator, year, kind, value in found.values_list(
            "origin", "indicator", "year", "source_kind", "value"
        )
    }
