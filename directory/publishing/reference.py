"""Reference sets enter the register: what loaders staged is stored, and a revision says from when.

Rows and revision are one transaction: a set that no revision names does not exist.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from directory import indicators, taxonomies
from directory.demonstration import history
from directory.models import Indicator, Instance, Revision, Term
from directory.publishing.publish import PublishingError, publish, take_lock
from geodata.loading.staged import Staged, StagedSeries, write_table
from geodata.loading.store import MODELS_OF, store
from geodata.models.reference import ReferenceSet, Series

# On a demonstration the first sets count from before its first actors, in simulated time too.
BEFORE_DEMONSTRATION = datetime(2021, 1, 1, 9, tzinfo=UTC)

# The rows of these series stand in this room; recounting a set's digest has to find them.
MODELS_OF[Series.TAXONOMIES] = (Term,)
MODELS_OF[Series.INDICATORS] = (Indicator,)


class InstanceFixed(PublishingError):
    """An instance is a demonstration or it is not, from its first territories on."""


def fix_instance(*, demonstration: bool) -> Instance:
    """Say, once and for ever, whether this register is a demonstration. Raises InstanceFixed."""
    with transaction.atomic():
        instance, _ = Instance.objects.get_or_create(
            pk=1, defaults={"demonstration": demonstration}
        )
        if instance.demonstration != demonstration:
            kind = "a demonstration" if instance.demonstration else "a real register"
            raise InstanceFixed(f"this instance is {kind} and cannot become another kind")
    return instance


def publish_reference(
    staged: Staged | Sequence[StagedSeries], *, reason: str, role: str = "administrator"
) -> Revision | None:
    """Store what was staged and put it in force; None where all of it was loaded before."""
    if not isinstance(staged, Staged):
        staged = Staged(list(staged))
    with transaction.atomic():
        store(staged)
        take_lock()
        in_force = Revision.objects.defer("bytes").head().reference_sets
        newest = ReferenceSet.objects.newest_numbers()
        entering = [
            ReferenceSet.objects.get(series=one.series, number=newest[one.series])
            for one in staged.series
            if in_force.get(one.series, {}).get("number") != newest[one.series]
        ]
        if not entering:
            return None
        return publish(
            kind="reference",
            role=role,
            reason=reason,
            reference_sets=named(entering),
            recorded_at=_simulated_moment(),
        )


def named(sets: Iterable[ReferenceSet]) -> dict[str, dict]:
    """How a revision names the sets it puts in force: series to number and digest."""
    return {one.series: {"number": one.number, "digest": bytes(one.digest).hex()} for one in sets}


def stage_taxonomies(folder: Path) -> StagedSeries:
    """The taxonomies of fixtures/taxonomies/ as the next set; files are written into `folder`."""
    return StagedSeries(
        series=Series.TAXONOMIES,
        tables=[write_table(Term, taxonomies.rows(), folder / "terms")],
        source=taxonomies.source(),
        licence="CC BY 4.0",
        attribution="Athar, CC BY 4.0",
    )


def stage_indicators(folder: Path) -> StagedSeries:
    """The indicators of fixtures/indicators.json as the next set; a file is written to `folder`.

    Raises BadIndicators where a code would mean something else than it did.
    """
    told = indicators.rows()
    _mean_the_same(told)
    return StagedSeries(
        series=Series.INDICATORS,
        tables=[write_table(Indicator, told, folder / "indicators")],
        source=indicators.source(),
        licence="CC BY 4.0",
        attribution="Athar, CC BY 4.0",
    )


def _mean_the_same(told):
    """Figures stand under a code for ever: its unit and its total stay what they were."""
    meant = {
        code: (unit, part_of)
        for code, unit, part_of in Indicator.objects.values_list("code", "unit", "part_of")
    }
    for one in told:
        now = (one["unit"], one["part_of"])
        if meant.get(one["code"], now) != now:
            raise indicators.BadIndicators(
                one["code"], "its unit and its total never change; another meaning is another code."
            )


def _simulated_moment() -> datetime | None:
    """Before a demonstration's first actors; None where the clock already counts."""
    instance = Instance.objects.first()
    if instance is None or not instance.demonstration:
        return None
    after = Revision.objects.without_bytes().head().recorded_at + timedelta(minutes=1)
    moment = max(BEFORE_DEMONSTRATION, after)
    return moment if moment < history.FIRST else None
