"""Reading the register as it stood: a number, a date or a moment becomes one revision.

Revision and rows come from one snapshot (REPEATABLE READ), so an answer never names a revision
it does not hold.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from psycopg import IsolationLevel

from directory.database import execute, row
from directory.lock import LOCK

NUMBER = re.compile(r"[0-9]{1,9}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


READING = (
    "select number, recorded_at, date, reference_sets,"
    " (select max(number) from directory_revision) from directory_revision"
)


class AsOfError(ValueError):
    """A moment the register cannot be read at; `accepted` says what can."""

    accepted = (
        "a revision number, a date (2024-07-10) or a moment with its offset"
        " (2024-07-10T12:00:00+01:00), none of them in the future"
    )


class MalformedAsOf(AsOfError):
    """Neither a number, a date nor a moment with an offset."""


class FutureAsOf(AsOfError):
    """Beyond the last revision, or after the server's clock."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One revision, read in one snapshot.

    `date` is the Moroccan date of the revision, on which `status=active` is judged.
    `reference_sets` maps each series in force to its number. `remembered` are digests of redacted
    records known to have held the words asked for, noted before their own words went.
    """

    revision: int
    recorded_at: datetime
    date: date
    reference_sets: dict
    head: int
    remembered: frozenset[bytes] = frozenset()

    @property
    def is_head(self) -> bool:
        return self.revision == self.head

    def set_of(self, series: str) -> int:
        """The number of the series' set in force; 0 where none is yet."""
        return self.reference_sets.get(series, {}).get("number", 0)


def parse_as_of(text: str) -> int | date | datetime:
    """A number, a date or an aware datetime from what a request said. Raises MalformedAsOf."""
    try:
        if NUMBER.fullmatch(text):
            return int(text)
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise MalformedAsOf(text) from error
    if moment.tzinfo is None or not 2 <= moment.year <= 9998:  # in any zone, a date exists for it
        raise MalformedAsOf(text)
    return moment


@contextmanager
def snapshot(as_of: int | date | datetime | None = None) -> Iterator[Reading]:
    """Open one snapshot of the register and say which revision it is read at.

    Joins a transaction already open (a test's, a publisher's), which then keeps its own isolation.
    Raises FutureAsOf.
    """
    moment = _moment(as_of)
    if connection.in_atomic_block:
        yield _resolve(as_of, moment)
        return
    if moment is not None:
        _wait_for_publisher(moment)
    connection.close_if_health_check_failed()  # now: the isolation is this connection's
    connection.ensure_connection()
    session = connection.connection
    session.isolation_level, session.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        with _committed():
            yield _resolve(as_of, moment)
    finally:
        if not session.closed:
            session.isolation_level = session.read_only = None


@contextmanager
def _committed():
    """A transaction that ends well whatever is raised in it: there is nothing to take back, and a
    rollback would make the connection forget all statements that are prepared.
    """
    atomic = transaction.atomic()
    atomic.__enter__()
    try:
        yield
    finally:
        atomic.__exit__(None, None, None)


def _moment(as_of):
    """The last instant that counts, for a date or a moment: a date counts through its end.

    Judged before anybody is waited for: a moment still to come when the lock is passed could get
    its revision afterwards. Raises FutureAsOf.
    """
    if not isinstance(as_of, date):  # a datetime is a date too
        return None
    if isinstance(as_of, datetime):
        moment, late = row(
            "select m, m > clock_timestamp() from (select %s::timestamptz as m) _", [as_of]
        )
    else:
        moment, late = row(
            "select least(((d + 1)::timestamp at time zone 'Africa/Casablanca')"
            " - interval '1 microsecond', clock_timestamp()),"
            " d > (clock_timestamp() at time zone 'Africa/Casablanca')::date"
            " from (select %s::date as d) _",
            [as_of],
        )
    if late:
        raise FutureAsOf("that moment is after the server's clock")
    return moment


def _wait_for_publisher(moment):
    """A moment after the head may still get a revision from a publisher who holds the lock now.

    Whoever takes the lock later also reads the clock later, so one passage through the shared lock
    settles the answer for ever.
    """
    (settled,) = row("select max(recorded_at) >= %s from directory_revision", [moment])
    if not settled:
        execute("select pg_advisory_xact_lock_shared(%s)", [LOCK])


def _resolve(as_of, moment):
    """The last revision that counts; revision 0, the empty register, before all moments."""
    if moment is None:
        condition, value = "number <= %s", 2**31 - 1 if as_of is None else as_of
    else:
        condition, value = "recorded_at <= %s or number = 0", moment
    found = Reading(*row(f"{READING} where {condition} order by number desc limit 1", [value]))
    if moment is None and as_of is not None and as_of > found.head:
        raise FutureAsOf(f"the last revision is {found.head}")
    return found
