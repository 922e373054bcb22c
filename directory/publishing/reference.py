"""Reference sets enter the register: what loaders staged is stored, and a revision says from when.

Rows and revision are one transaction: a set that no revision names does not exist.
"""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from psycopg.types.json import Jsonb

from directory import indicators, taxonomies
from directory.database import row as database_row
from directory.demonstration import history
from directory.models import Indicator, Instance, Revision, Term
from directory.publishing.publish import (
    NothingToPublish,
    PublishingError,
    StaleRecord,
    publish,
    take_lock,
)
from directory.vocabularies import check_indicator, check_term
from geodata.loading.staged import (
    Staged,
    StagedSeries,
    columns_of,
    key_of,
    series_digest,
    write_table,
)
from geodata.loading.store import MODELS_OF, recount, store
from geodata.models.reference import ReferenceSet, Series

# On a demonstration the first sets count from before its first actors, in simulated time too.
BEFORE_DEMONSTRATION = datetime(2021, 1, 1, 9, tzinfo=UTC)

# The source of a set that administrators wrote: what a release brings leaves their words alone.
EDITED = "Edited in the administration of this register."

# The rows of these series stand in this room; recounting a set's digest has to find them.
MODELS_OF[Series.TAXONOMIES] = (Term,)
MODELS_OF[Series.INDICATORS] = (Indicator,)


LICENCE, ATTRIBUTION = "CC BY 4.0", "Athar, CC BY 4.0"
ADD = "select add_reference_entries(%s, %s, %s, %s, %s, %s, %s)"


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


def put_term(
    entry: dict, *, new: bool, seen: int, reason: str, role: str, note: str = ""
) -> Revision:
    """Publish a term, new or worded anew, as the next set of the taxonomies; `seen` is the number
    of the set it was written from. `entry` has the columns of `Term`, its position left out.

    Raises BadEntry, StaleRecord, NothingToPublish.
    """
    held = Term.objects.newest().filter(taxonomy=entry["taxonomy"])
    old = held.filter(code=entry["code"]).first()
    check_term(entry, new=new)
    place = _place(held, old)
    return _put(Term, Series.TAXONOMIES, entry | {"position": place}, old, seen, reason, role, note)


def put_indicator(
    entry: dict, *, new: bool, seen: int, reason: str, role: str, note: str = ""
) -> Revision:
    """Publish an indicator as `put_term` does a term.

    Raises BadEntry, StaleRecord, NothingToPublish.
    """
    held = Indicator.objects.newest()
    old = held.filter(code=entry["code"]).first()
    check_indicator(entry, new=new)
    row = entry | {"position": _place(held, old)}
    return _put(Indicator, Series.INDICATORS, row, old, seen, reason, role, note)


def _place(held, old) -> int:
    """A new entry comes last; those of a parent are read below it all the same."""
    if old is not None:
        return old.position
    return (held.aggregate(last=Max("position"))["last"] or 0) + 1


def _put(model, series, row, old, seen, reason, role, note):
    if old is not None and all(getattr(old, name) == value for name, value in row.items()):
        raise NothingToPublish(row["code"])
    key = key_of(model)
    told = {tuple(one[name] for name in key): one for one in newest_rows(model)}
    told[tuple(row[name] for name in key)] = row
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        table = write_table(model, told.values(), Path(folder) / "entries")
        digest = series_digest([(model._meta.db_table, table.digest)])
        given = (series.value, seen, digest, EDITED, LICENCE, ATTRIBUTION, Jsonb([row]))
        (number,) = database_row(ADD, given)
        if number is None:
            raise StaleRecord(f"{series} {seen}")
        if recount(series, number) != digest:  # only where somebody wrote rows beside us
            raise PublishingError(f"{series} {number} is not what was written")
        entering = ReferenceSet.objects.get(series=series, number=number)
        return publish(
            kind="reference",
            role=role,
            reason=reason,
            reference_sets=named([entering]),
            note=note,
            recorded_at=_simulated_moment(),
        )


def newest_rows(model) -> list[dict]:
    """The rows of the last set of a vocabulary, as columns."""
    return list(model.objects.newest().values(*(column.name for column in columns_of(model))))


def _with_edits(model, series, told: list[dict]) -> list[dict]:
    """What a release tells, but for the entries that administrators wrote here: these stay."""
    edited = ReferenceSet.objects.filter(series=series, source=EDITED).values("number")
    names = [column.name for column in columns_of(model)]
    kept = model.objects.newest().filter(first_set__in=edited).values(*names)
    key = key_of(model)
    rows = {tuple(one[name] for name in key): one for one in told}
    return list((rows | {tuple(one[name] for name in key): one for one in kept}).values())


def stage_taxonomies(folder: Path) -> StagedSeries:
    """The taxonomies of fixtures/taxonomies/ as the next set, with what administrators wrote here;
    files are written into `folder`.
    """
    told = _with_edits(Term, Series.TAXONOMIES, taxonomies.rows())
    return StagedSeries(
        series=Series.TAXONOMIES,
        tables=[write_table(Term, told, folder / "terms")],
        source=taxonomies.source(),
        licence=LICENCE,
        attribution=ATTRIBUTION,
    )


def stage_indicators(folder: Path) -> StagedSeries:
    """The indicators of fixtures/indicators.json as the next set, with what administrators wrote
    here; a file is written to `folder`.

    Raises BadIndicators where a code would mean something else than it did.
    """
    told = _with_edits(Indicator, Series.INDICATORS, indicators.rows())
    _mean_the_same(told)
    return StagedSeries(
        series=Series.INDICATORS,
        tables=[write_table(Indicator, told, folder / "indicators")],
        source=indicators.source(),
        licence=LICENCE,
        attribution=ATTRIBUTION,
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
