"""publish(): the one door into the register.

Writers queue on one lock and read the head after taking it, so revision numbers are gapless and
their order is the order of commits and of time. Everything costly (canonical bytes, digests,
storing the bytes) is done before the lock.
"""

import re
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection, transaction

from directory import digests
from directory.database import execute, row, rows
from directory.lock import LOCK
from directory.models import Instance, Revision, RevisionNote
from directory.publishing.plausible import refuse_implausible
from directory.records.facts import Prepared, prepare
from directory.records.kinds import OBSERVATION, RecordKind, kind_of

CHUNK = 20_000  # records a statement: bounds the memory of an import
DIGEST = 32  # bytes of SHA-256
WORTH_COPYING = 200  # records, from which COPY is the quicker way to store their bytes
TOKEN = re.compile(r"[a-z][a-z0-9-]{1,63}")


# What rooms above note of records (digests) before these lose their words, in the same revision.
WITNESSES: list[Callable[[list[bytes]], None]] = []


class PublishingError(Exception):
    """What was asked cannot become a revision; the register is as it was."""


class NothingToPublish(PublishingError):
    """A revision that opens, closes and redacts nothing would say nothing."""


class StaleRecord(PublishingError):
    """A record to close or redact is no longer current: somebody else published meanwhile."""


class HeadMoved(PublishingError):
    """What was written ahead of a revision is of another: somebody else published meanwhile."""


class ClockRefused(PublishingError):
    """A simulated moment was given where the clock already counts."""


@dataclass(frozen=True)
class Ahead:
    """What was written before the lock (`publishing.ahead`): as which revision, on which day."""

    number: int
    day: date
    digests: tuple[bytes, ...]


def publish(
    *,
    kind: str,
    role: str,
    reason: str,
    opened: Iterable = (),
    closed: Iterable[bytes] = (),
    redacted: Iterable[bytes] = (),
    reference_sets: dict | None = None,
    note: str = "",
    recorded_at: datetime | None = None,
    cube_later: bool = False,
    ahead: Ahead | None = None,
) -> Revision:
    """Append one revision to the register and return it.

    `opened` are facts or `Prepared` records; a new version of an actor or a programme closes the
    current one by itself. `closed` are digests of current records: name the version you changed,
    and a change that somebody else made meanwhile is refused, not overwritten. `redacted` are
    digests of records whose bytes still stand. `reference_sets` maps series to
    {"number", "digest"} where they change.
    `role` and `reason` are words (`moderator`, `yearly-update`), never a person or free text;
    `note` may be free text and can be erased. `recorded_at` is for demonstrations only.
    `cube_later` leaves the cubes of counts and of reports as they were: for a load of many
    revisions that rebuilds them (`rollup_rebuild()`, `report_rebuild()`) before it commits. `ahead`
    is what this transaction has written of the revision already.

    Raises NothingToPublish, StaleRecord, HeadMoved, PublishingError, and InvalidFacts where a
    figure cannot be true; the register is then as it was.
    """
    for word in (role, reason):
        if not TOKEN.fullmatch(word):
            raise PublishingError(f"{word!r} is not a word a revision can carry")
    batch = by_kind(opened)
    written = ahead.digests if ahead else ()
    closed, redacted = _distinct(closed), _distinct(redacted)
    if not (batch or written or closed or redacted or reference_sets):
        raise NothingToPublish(kind)

    with transaction.atomic():
        _store_bytes(batch)
        take_lock()
        head, moment, day = _next(recorded_at)
        if ahead and (ahead.number, ahead.day) != (head.number + 1, day):
            raise HeadMoved(f"{ahead.number} of {ahead.day} was published meanwhile")
        closing = _distinct([*closed, *_superseded(batch)])
        new = [record.digest for records in batch.values() for record in records]
        new += written
        number = head.number + 1
        sets = head.reference_sets | (reference_sets or {})
        content = digests.canonical(
            {
                "schema": 1,
                "number": number,
                "recorded_at": moment.isoformat().replace("+00:00", "Z"),
                "date": day.isoformat(),
                "kind": kind,
                "role": role,
                "reason": reason,
                "reference_sets": sets,
                "previous": bytes(head.digest).hex(),
                "opened": sorted(digest.hex() for digest in new),
                "closed": sorted(digest.hex() for digest in closing),
                "redacted": sorted(digest.hex() for digest in redacted),
            }
        )
        revision = Revision.objects.create(
            number=number,
            recorded_at=moment,
            date=day,
            kind=kind,
            role=role,
            reason=reason,
            reference_sets=sets,
            opened_count=len(new),
            closed_count=len(closing),
            redacted_count=len(redacted),
            previous=head.digest,
            digest=digests.digest(content),
            bytes=content,
        )
        if note:
            RevisionNote.objects.create(revision=revision, text=note)
        _close(number, closing)
        for record_kind, records in batch.items():
            open_records(number, record_kind, records)
        refuse_figures(batch, sets, day)
        if redacted:
            _redact(number, redacted)
        for cube in ("rollup", "report"):
            execute(f"select {cube}_{'delta' if cube_later else 'revision'}(%s)", [number])
    return revision


def store(facts: Iterable) -> list[Prepared]:
    """Digest facts and store their bytes, for a revision published later in this transaction.

    An import of any length calls it part by part, before `publish()`: what is kept of each record
    is its digest, and the lock waits for none of this work.
    """
    records = [prepare(one) for one in facts]
    _store_bytes(by_kind(records))
    return [Prepared(record.record, record.digest, None) for record in records]


def take_lock():
    """Wait until nobody else publishes; whatever is read from here on stands until the commit.

    Verbs that decide by what they read take it before they read. Raises PublishingError in a
    transaction that would go on reading an old snapshot.
    """
    _, isolation = execute(
        "select pg_advisory_xact_lock(%s), current_setting('transaction_isolation')", [LOCK]
    ).fetchone()
    if isolation != "read committed":
        raise PublishingError(f"publishing reads the head after its lock, not {isolation}")


def _distinct(found):
    return list(dict.fromkeys(bytes(digest) for digest in found))


def by_kind(opened) -> dict[RecordKind, list[Prepared]]:
    """Records of facts, as they are opened."""
    batch = defaultdict(list)
    for item in opened:
        record = item if isinstance(item, Prepared) else prepare(item)
        batch[kind_of(record.record)].append(record)
    return dict(batch)


def chunks(items, size=CHUNK):
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _store_bytes(batch):
    for kind, told in batch.items():
        records = [record for record in told if record.bytes is not None]
        if len(records) < WORTH_COPYING:
            execute(
                "insert into directory_recordbytes (digest, record, bytes)"
                " select d, %s, b from unnest(%s::bytea[], %s::bytea[]) as new(d, b)",
                [kind.name, [r.digest for r in records], [r.bytes for r in records]],
            )
        else:
            _copy_bytes(kind, records)


def _copy_bytes(kind, records):
    """The same by COPY, in its binary form: half the time, and next to none of ours."""
    name = kind.name.encode()
    start = struct.pack(">hi", 3, DIGEST)
    between = struct.pack(">i", len(name)) + name
    length = struct.Struct(">i").pack
    statement = "copy directory_recordbytes (digest, record, bytes) from stdin (format binary)"
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        connection.connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        copy.write(b"PGCOPY\n\xff\r\n\x00" + bytes(8))
        for some in chunks(records, 1_000):
            copy.write(
                b"".join(start + r.digest + between + length(len(r.bytes)) + r.bytes for r in some)
            )
        copy.write(struct.pack(">h", -1))


def _next(recorded_at):
    """The head, and the moment and Moroccan date of the revision after it."""
    head = Revision.objects.defer("bytes").head()
    moment = row(
        "select greatest(clock_timestamp(), %s + interval '1 microsecond')", [head.recorded_at]
    )[0].astimezone(UTC)
    if recorded_at is not None:
        if not Instance.objects.filter(demonstration=True).exists():
            raise ClockRefused("only a demonstration has a simulated past")
        if not head.recorded_at < recorded_at <= moment:
            raise ClockRefused(f"{recorded_at} is not between the head and the clock")
        moment = recorded_at.astimezone(UTC)
    return head, moment, row("select (%s at time zone 'Africa/Casablanca')::date", [moment])[0]


def _superseded(batch):
    """Digests of the current rows that the new records replace."""
    return [
        digest
        for kind, records in batch.items()
        if kind.supersedes
        for some in chunks(records)
        for (digest,) in rows(kind.supersedes, {"digests": [r.digest for r in some]})
    ]


def _close(number, closing):
    left = set(closing)
    for table in _tables_of(closing):
        for some in chunks(closing):
            left.difference_update(
                digest
                for (digest,) in rows(
                    f"update {table} set closed = %s"  # noqa: S608 (our own table names)
                    " where digest = any(%s::bytea[]) and closed is null returning digest",
                    [number, some],
                )
            )
    if left:
        raise StaleRecord(f"{len(left)} of {len(closing)} records are not current any more")


def _tables_of(closing):
    if not closing:
        return []
    found = rows(
        "select distinct record from directory_recordbytes where digest = any(%s::bytea[])",
        [closing],
    )
    return [kind_of(record).table for (record,) in found]


def open_records(number: int, kind: RecordKind, records: list[Prepared]) -> None:
    """Derive the rows of stored records, as revision `number` opens them."""
    for some in chunks(records):
        for statement in kind.insert:
            done = execute(
                statement, {"revision": number, "digests": [r.digest for r in some]}
            ).rowcount
            if done != len(some):
                raise PublishingError(
                    f"{len(some) - done} of {len(some)} {kind.name} records name somebody"
                    " the register does not know"
                )


def refuse_figures(batch: dict[RecordKind, list[Prepared]], sets: dict, day: date) -> None:
    """Raise InvalidFacts where figures just opened cannot be true on that day."""
    given = [record.digest for record in batch.get(OBSERVATION, ())]
    in_force = sets.get("indicators", {}).get("number", 0)
    for some in chunks(given):
        refuse_implausible(some, indicators=in_force, day=day)


def _redact(number, redacted):
    for witness in WITNESSES:
        witness(redacted)
    execute("select redact_records(%s::bytea[])", [redacted])
    (done,) = row("select count(*) from directory_recordbytes where redacted = %s", [number])
    if done != len(redacted):
        raise StaleRecord("a record to redact was redacted before, or is unknown")
