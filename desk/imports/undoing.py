"""Taking an import back: one revision that withdraws what it brought and restores what it changed.

What somebody changed since is not overruled; it stays and is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from desk.imports import telling
from desk.imports.refusals import WrongState
from desk.imports.staging import BATCH, Tell, silent
from desk.imports.trying import tried
from desk.models import Import, ImportState, Person
from directory.database import rows
from directory.models import Revision
from directory.publishing import publish, store
from directory.records.facts import ActorFacts, EndingFacts, ObservationFacts
from directory.records.stored import facts_behind

# Profiles the import brought that are as it left them, with all they have.
BROUGHT = """
select v.code from directory_actorversion v
where v.opened = %(revision)s and v.closed is null
    and not exists (select from directory_actorversion e
        where e.actor_id = v.actor_id and e.opened < v.opened)
    and not exists (select from directory_observation o
        where o.actor_id = v.actor_id and o.closed is null and o.opened <> %(revision)s)
    and not exists (select from directory_membership m
        where v.actor_id in (m.member_id, m.network_id) and m.closed is null
        and m.opened <> %(revision)s)
    and not exists (select from directory_seal s
        where s.actor_id = v.actor_id and s.closed is null)
order by v.code"""

# Versions the import opened over others that still stand, with those before.
CHANGED = """
select v.digest, e.digest from directory_actorversion v
join directory_actorversion e on e.actor_id = v.actor_id and e.closed = v.opened
where v.opened = %(revision)s and v.closed is null"""

FIGURES = """
select o.digest, (
    select e.digest from directory_observation e
    where e.actor_id = o.actor_id and e.closed = o.opened and e.indicator = o.indicator
        and e.year = o.year and e.source_kind = o.source_kind and e.origin = o.origin
) from directory_observation o
where o.opened = %(revision)s and o.closed is null"""

VERSIONS = """
select digest from directory_actorversion
where opened = %(revision)s and closed is null and code = any(%(codes)s::text[])"""

MEMBERSHIPS = """
select m.digest from directory_membership m
join directory_actorversion v on v.actor_id = m.member_id and v.closed is null
where m.opened = %(revision)s and m.closed is null and v.code = any(%(codes)s::text[])"""

LEFT = """
select count(*) from directory_actorversion v where v.opened = %(revision)s"""


@dataclass(frozen=True)
class Undone:
    """The revision, how many profiles it withdrew and restored, and how many stayed."""

    revision: Revision
    withdrawn: int
    restored: int
    kept: int


def undo(
    parent: Import,
    *,
    role: str = "administrator",
    by: Person | None = None,
    tell: Tell = silent,
) -> Undone:
    """What the import did is taken back; who keeps a profile of it, but for whoever does it, is
    told. Raises WrongState where it was not published, was undone, or nothing of it is left.
    """

    def once():
        with transaction.atomic():
            return _undo(parent, role, by, tell)

    return tried(once, parent)


def _undo(parent, role, by, tell):
    held = Import.objects.select_for_update().get(pk=parent.pk)
    if held.state != ImportState.PUBLISHED:
        raise WrongState("not-published")
    bound = {"revision": held.revision_id}
    brought = [code for (code,) in rows(BROUGHT, bound)]
    changed = [(bytes(now), bytes(before)) for now, before in rows(CHANGED, bound)]
    figures = [(bytes(now), before and bytes(before)) for now, before in rows(FIGURES, bound)]
    (all_of_it,) = rows(LEFT, bound)[0]
    closed = [bytes(one) for (one,) in rows(VERSIONS, bound | {"codes": brought})]
    closed += [bytes(one) for (one,) in rows(MEMBERSHIPS, bound | {"codes": brought})]
    opened = []
    for some in _parts(brought):
        opened += store(EndingFacts(code, "withdrawn") for code in some)
    restored = 0
    for some in _parts(changed):
        told = facts_behind(ActorFacts, [before for _now, before in some])
        again = {before: now for now, before in some if before in told}
        opened += store(told.values())
        closed += again.values()
        restored += len(again)
        tell("restoring", restored, len(changed))
    for some in _parts(figures):
        told = facts_behind(ObservationFacts, [one for _now, one in some if one])
        opened += store(told.values())
        closed += [now for now, _before in some]
    if not closed:
        raise WrongState("nothing-left")
    tell("publishing", 1, 1)
    revision = publish(
        kind="withdraw", role=role, reason="import-undone", opened=opened, closed=closed
    )
    Import.objects.filter(pk=held.pk).update(state=ImportState.UNDONE, undone_by=revision)
    telling.ask(held, revision, by)
    kept = all_of_it - len(brought) - restored
    return Undone(revision, len(brought), restored, kept)


def _parts(items) -> Iterator[list]:
    for at in range(0, len(items), BATCH):
        yield items[at : at + BATCH]
