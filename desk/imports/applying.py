"""Publishing what an import found: one revision, or nothing.

All of it is one transaction; killed at any moment, nothing of it is there. Before the lock is
taken, rows are made facts, digested and stored part by part, and new profiles are written and
counted ahead of the revision. Where somebody publishes meanwhile, they are written again; the last
time under the lock.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models.functions import Now

from desk.imports import telling
from desk.imports.changing import kind_of, made, standing_figures
from desk.imports.refusals import ImportRefused, RowsInTheWay, WrongState
from desk.imports.staging import BATCH, Tell, check, outcomes, silent
from desk.imports.trying import tried
from desk.models import Import, ImportState, Person, RowOutcome
from directory.database import execute
from directory.models import Indicator, Revision
from directory.publishing import Ahead, HeadMoved, StaleRecord, publish, store, write_ahead
from directory.publishing.batch import settle_checks
from directory.publishing.identities import new_actors
from directory.records.facts import ActorFacts, MembershipFacts, ObservationFacts
from directory.records.stored import facts_behind
from directory.records.validate import moroccan_today
from directory.vocabulary import is_demonstration

WORTH_WRITING_AHEAD = 1_000  # records: fewer hold the lock for a second or two
TRIES_AHEAD = 3  # each costs as much again where somebody published meanwhile


class NothingToImport(ImportRefused):
    """Every row is in the register already, left out or skipped."""


class ChangedMeanwhile(ImportRefused):
    """What would become public is not what was looked at."""


@dataclass(frozen=True)
class Applied:
    """The revision, how many profiles it opened and changed (a figure is a change too), how many
    figures it brought, and how long the lock was held.
    """

    revision: Revision
    new: int
    changed: int
    figures: int
    locked: float


def apply(
    parent: Import,
    *,
    skip_wrong: bool = False,
    skip_unsure: bool = False,
    expected: Mapping[str, int] | None = None,
    role: str = "administrator",
    by: Person | None = None,
    tell: Tell = silent,
) -> Applied:
    """Publish the rows that are ready, as one revision of kind `import`; who keeps a profile that
    it changes, but for whoever does it, is told.

    Raises WrongState, RowsInTheWay (rows wrong or uncertain, unless they shall be skipped),
    NothingToImport, and ChangedMeanwhile where what was `expected` of outcomes is so no more.
    """

    def once():
        check(parent, tell=tell)
        found = outcomes(parent)
        if expected and any(found[name] != count for name, count in expected.items()):
            raise ChangedMeanwhile("changed-meanwhile")
        _nothing_in_the_way(parent, skip_wrong, skip_unsure)
        Import.objects.filter(pk=parent.pk).update(state=ImportState.PUBLISHING)
        with transaction.atomic():
            return _apply(parent, role, by, tell)

    return tried(once, parent)


def _nothing_in_the_way(parent, skip_wrong, skip_unsure):
    found = outcomes(parent)
    lacking = found[RowOutcome.UNCHECKED]
    wrong, unsure = found[RowOutcome.WRONG], found[RowOutcome.UNSURE]
    if lacking and not skip_wrong:
        raise RowsInTheWay("rows-lacking", n=lacking, rows=parent.rows)
    if wrong and not skip_wrong:
        raise RowsInTheWay("rows-wrong", n=wrong, rows=parent.rows)
    if unsure and not skip_unsure:
        raise RowsInTheWay("rows-unsure", n=unsure, rows=parent.rows)
    if not found[RowOutcome.NEW] + found[RowOutcome.UPDATE]:
        raise NothingToImport("nothing-new")


def _apply(parent, role, by, tell):
    held = Import.objects.select_for_update().select_related("source").get(pk=parent.pk)
    if held.state != ImportState.PUBLISHING:
        raise WrongState(f"is-{held.state}")
    batch = _Batches(held)
    fresh, opened, closed = [], [], []
    done, last = 0, 0
    ready = held.staged.filter(outcome__in=[RowOutcome.NEW, RowOutcome.UPDATE])
    ready = ready.only("parent", "number", "outcome", "told", "figures", "actor", "base")
    total = ready.count()
    while staged := list(ready.filter(number__gt=last).order_by("number")[:BATCH]):
        records, changes, bases = batch.records(staged)
        fresh += store(records)
        opened += store(changes)
        closed += bases
        last, done = staged[-1].number, done + len(staged)
        tell("preparing", done, total)
    if not fresh and not opened:
        raise NothingToImport("nothing-new")
    revision, locked = _publish(held, role, fresh, opened, closed, tell, total)
    telling.ask(held, revision, by)
    return Applied(revision, batch.new, batch.changed, batch.figures, locked)


def _publish(held, role, fresh, opened, closed, tell, total):
    """The revision, and for how long it was locked."""

    def written(done):
        tell("publishing", done * total // len(fresh), total)

    def at_once(ahead: Ahead | None, rest):
        tell("publishing", total, total)
        started = time.monotonic()
        revision = publish(
            kind="import",
            role=role,
            reason="import",
            opened=rest,
            closed=closed,
            note=f"{held.source.name}: {held.filename}",
            ahead=ahead,
        )
        Import.objects.filter(pk=held.pk).update(
            state=ImportState.PUBLISHED, revision=revision, published_at=Now()
        )
        # What waits for the commit is checked now, while the lock is ours and can be timed.
        settle_checks()
        return revision, time.monotonic() - started

    if len(fresh) >= WORTH_WRITING_AHEAD:
        for _try in range(TRIES_AHEAD):
            try:
                with transaction.atomic():
                    return at_once(write_ahead(fresh, written), opened)
            except HeadMoved:
                continue
    return at_once(None, [*fresh, *opened])


class _Batches:
    """Rows to records: facts of profiles, and figures that say something the register lacks."""

    def __init__(self, parent):
        self.parent = parent
        self.today, self.is_demo = moroccan_today(), is_demonstration()
        self.units = dict(Indicator.objects.newest().values_list("code", "unit"))
        self.kind = kind_of(parent)
        self.new = self.changed = self.figures = 0

    def records(self, staged):
        """Facts of new profiles, facts that change others, and the digests of what they change."""
        self._new_codes([one for one in staged if one.outcome == RowOutcome.NEW])
        before = facts_behind(ActorFacts, [bytes(one.base) for one in staged if one.base])
        values = standing_figures([one.actor for one in staged if one.figures], self.kind)
        fresh, changes, bases = [], [], []
        for one in staged:
            records = changes if one.base else fresh
            base = bytes(one.base) if one.base else None
            if base and base not in before:
                raise StaleRecord(f"{one.actor} was redacted meanwhile")
            start = before[base] if base else None
            facts = made(one.told, start, one.actor, is_demo=self.is_demo)
            if facts is not start:
                facts = facts.but(
                    provenance=self._provenance(one, start),
                    licence=start.licence if start else self.parent.licence,
                )
                records.append(facts)
            if start is None and self.parent.of_members:
                records.append(self._membership(one.actor))
            figures = list(self._observations(one, values))
            if base and facts is not start:
                bases.append(base)
            if base and (figures or facts is not start):
                self.changed += 1
            records += figures
        return fresh, changes, bases

    def _new_codes(self, fresh):
        if not fresh:
            return
        for one, code in zip(fresh, new_actors(len(fresh)), strict=True):
            one.actor = code
        execute(
            "update desk_importrow r set actor = n.code"
            " from unnest(%s::bigint[], %s::text[]) as n (id, code) where r.id = n.id",
            [[one.pk for one in fresh], [one.actor for one in fresh]],
        )
        self.new += len(fresh)

    def _membership(self, code):
        """What a network or a programme brings belongs to it."""
        return MembershipFacts(
            code,
            **{self.parent.scope: self.parent.scope_code},
            provenance={"*": self._source()},
            is_demo=self.is_demo,
        )

    def _source(self):
        return {
            "source": self.parent.source.name,
            "licence": self.parent.licence,
            "date": (self.parent.dated or self.today).isoformat(),
        }

    def _provenance(self, one, start):
        if start is None:
            return {"*": self._source()}
        fields = dict.fromkeys((name.partition(".")[0] for name in one.told), self._source())
        return start.provenance | fields

    def _observations(self, one, values):
        for indicator, year, told in one.figures:
            value = Decimal(told)
            if values.get((one.actor, indicator, year)) == value:
                continue
            self.figures += 1
            yield ObservationFacts(
                one.actor,
                indicator,
                year,
                value,
                self.units[indicator],
                self.kind,
                self.parent.source.name,
                licence=self.parent.licence,
                is_demo=self.is_demo,
            )
