"""What the register opened, closed and redacted since a revision: enough to mirror it."""

from dataclasses import dataclass
from typing import NamedTuple

from directory.as_of import Reading
from directory.database import row, rows
from directory.records.kinds import kinds

EVENTS = ("closed", "opened", "redacted")
# Whom a record is about, by kind of record; kinds of rooms above have no subject here.
SUBJECTS = {
    "actor-version": "r.code",
    "programme-version": "r.code",
    "ending": "(select a.code from directory_actor a where a.id = r.actor_id)",
    "confirmation": "(select a.code from directory_actor a where a.id = r.actor_id)",
    "seal": "(select a.code from directory_actor a where a.id = r.actor_id)",
    "observation": "(select a.code from directory_actor a where a.id = r.actor_id)",
    "membership": "(select a.code from directory_actor a where a.id = r.member_id)",
}


class Turn(NamedTuple):
    """A record's place in the order of changes: revision, event, kind of record, row."""

    revision: int
    event: int
    kind: int
    row: int


@dataclass(frozen=True)
class Change:
    """One record that a revision opened, closed or redacted. `code` is whom it is about."""

    revision: int
    event: str
    record: str
    code: str | None
    digest: str


@dataclass(frozen=True)
class Changes:
    changes: list[Change]
    next: Turn | None


def register_changes(
    *, since: int, reading: Reading, after: Turn | None = None, limit: int = 100
) -> Changes:
    """Changes of the revisions after `since`, up to the reading's, in order; within a revision
    first what it closed, then what it opened, then what it redacted.
    """
    after = after or Turn(since, len(EVENTS), 0, 0)
    bound = {
        "last": reading.revision,
        "limit": limit + 1,
        "after": after.revision,
        "after_row": after.row,
    }
    arms = [
        _arm(event, column, rank, kind, after)
        for event, column in enumerate(EVENTS)
        for rank, kind in enumerate(kinds())
    ]
    found = rows(
        "select revision, event, kind, row, record, code, encode(digest, 'hex') from ("
        f" {' union all '.join(arms)}) changed order by revision, event, kind, row limit %(limit)s",
        bound,
    )
    changes = [
        Change(revision, EVENTS[event], record, code, digest)
        for revision, event, _, _, record, code, digest in found[:limit]
    ]
    return Changes(changes, Turn(*found[limit - 1][:4]) if len(found) > limit else None)


def _arm(event, column, rank, kind, after):
    """The first changes of one event and kind after a turn: each arm reads its own index."""
    if (event, rank) == (after.event, after.kind):
        beyond = f"(r.{column}, r.id) > (%(after)s, %(after_row)s)"
    elif (event, rank) > (after.event, after.kind):
        beyond = f"r.{column} >= %(after)s"
    else:
        beyond = f"r.{column} > %(after)s"
    if column == "redacted":  # seldom: the rows are not looked through where no revision did
        beyond += (
            " and exists (select from directory_revision where redacted_count > 0"
            " and number between %(after)s and %(last)s)"
        )
    return (
        f"(select r.{column} as revision, {event} as event, {rank} as kind, r.id as row,"
        f" '{kind.name}' as record, {SUBJECTS.get(kind.name, 'null')} as code, r.digest"
        f" from {kind.table} r where {beyond} and r.{column} <= %(last)s"
        f" order by r.{column}, r.id limit %(limit)s)"
    )


def changes_passed(*, after: Turn, limit: int) -> tuple[int, Turn | None]:
    """How many changes of its revision stand up to a turn, and the turn that the page of `limit`
    before it begins after; None where that page is the first.
    """
    arms = [
        f"select {event} as event, {rank} as kind, r.id as row from {kind.table} r"
        f" where r.{column} = %(revision)s"
        + (" and r.id <= %(row)s" if (event, rank) == (after.event, after.kind) else "")
        for event, column in enumerate(EVENTS)
        for rank, kind in enumerate(kinds())
        if (event, rank) <= (after.event, after.kind)
    ]
    passed, *start = row(
        f"with passed as materialized ({' union all '.join(arms)})"
        " select (select count(*) from passed), event, kind, row from (select 1) one left join ("
        "  select * from passed order by event desc, kind desc, row desc offset %(limit)s limit 1"
        ") start on true",
        {"revision": after.revision, "row": after.row, "limit": limit},
    )
    return passed, None if start[0] is None else Turn(after.revision, *start)
