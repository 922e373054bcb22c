"""Writing a long revision before its lock: rows, figures' plausibility and counts.

Its rows open under the number that the next revision has if nobody publishes meanwhile; nobody sees
them before the commit. What is left for the lock is the entry of the ledger and the sums that all
revisions share. Where somebody did publish, the database refuses to commit what was written, and
whoever wrote goes back to a savepoint and writes again.
"""

from collections.abc import Callable, Sequence

from directory.database import execute, row
from directory.models import Revision
from directory.publishing.publish import (
    Ahead,
    HeadMoved,
    by_kind,
    chunks,
    open_records,
    refuse_figures,
)
from directory.records.facts import Prepared

CHUNK = 5_000  # records between two looks at the head, and two tellings

# Checks that Django's foreign keys leave for the commit.
WAITING = """
select string_agg(format('%I', conname), ', ') from pg_constraint
where contype = 'f' and condeferrable"""


def write_ahead(
    opened: Sequence[Prepared], tell: Callable[[int], None] = lambda done: None
) -> Ahead:
    """Write records that were stored (`store`) and replace nothing; what `publish(ahead=…)` takes.

    Of new actors, all they say must be among them. In a savepoint, since it raises HeadMoved where
    somebody publishes meanwhile; and InvalidFacts and PublishingError as publishing does.
    """
    (number,) = row("select open_ahead()")
    head = Revision.objects.defer("bytes").get(number=number - 1)
    (day,) = row("select (clock_timestamp() at time zone 'Africa/Casablanca')::date")
    batch = by_kind(opened)
    done = 0
    for kind, records in batch.items():
        for some in chunks(records, CHUNK):
            _look(number)
            open_records(number, kind, some)
            done += len(some)
            tell(done)
    refuse_figures(batch, head.reference_sets, day)
    execute("select count_ahead(%s)", [day])
    (waiting,) = row(WAITING)
    execute(f"set constraints {waiting} immediate")
    execute(f"set constraints {waiting} deferred")
    _look(number)
    return Ahead(number, day, tuple(record.digest for record in opened))


def _look(number):
    if row("select max(number) from directory_revision")[0] >= number:
        raise HeadMoved(f"revision {number} was published meanwhile")
