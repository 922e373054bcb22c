"""Publishing hundreds of thousands of records in one transaction without waiting all day.

`publish()` stays the only door; what changes is what PostgreSQL has to keep up meanwhile. Indexes
that only readers use are taken away at the start and built once at the end, which costs a third of
keeping them row by row. Both are part of the transaction: where it fails, they never went.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from directory.database import execute, rows
from directory.records.facts import Prepared

# Below this many new records, building indexes anew costs more than keeping them.
WORTH_REBUILDING = 10_000
WORTH_KNOWING = 4_000  # records of one kind: below, a plan made for an empty table costs little
MEMORY_OF_BUILDING = "256MB"
MEMORY_OF_COUNTING = "128MB"

# Those publishing itself reads; the rest serve readers.
NEEDED = {
    "directory_actorversion": ("av_actor", "av_opened", "av_closed", "av_closing"),
    "directory_rollupdelta": (),
    "directory_reportrollupdelta": (),
}
# Triggers that keep the dictionary of words, two thousand times the same few rows in one load.
DICTIONARY = ("directory_actorversion_opens_words", "directory_actorversion_closes_words")
GROWING = (
    "directory_actor",
    "directory_actorversion",
    "directory_actortext",
    "directory_beginning",
    "directory_recordbytes",
    "directory_confirmation",
    "directory_membership",
    "directory_seal",
    "directory_observation",
    "directory_report",
    "directory_reportrollup",
    "directory_reportrollupdelta",
    "directory_ending",
    "directory_programmeversion",
    "directory_revision",
    "directory_rollup",
    "directory_rollupdelta",
    "directory_word",
)

READERS_INDEXES = """
select i.relname, pg_get_indexdef(i.oid)
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
where t.relname = %s and not x.indisunique and i.relname <> all(%s::text[]) order by i.relname"""


@contextmanager
def filling(tell: Callable[[str], None] = lambda phase: None) -> Iterator[None]:
    """Within: readers' indexes do not exist, and revisions are published with `cube_later`.

    For the first filling of a register, inside a transaction that has not written to it yet. Locks
    the tables against readers till the commit.
    """
    execute(f"set local work_mem = '{MEMORY_OF_COUNTING}'")
    for trigger in DICTIONARY:
        execute(f"alter table directory_actorversion disable trigger {trigger}")
    dropped = []
    for table, needed in NEEDED.items():
        for name, definition in rows(READERS_INDEXES, [table, list(needed)]):
            execute(f'drop index "{name}"')
            dropped.append((name, definition))
    yield
    # Waiting checks would stand in the way; those of later revisions wait for the commit again.
    tell("checking")
    Statistics().refresh()
    settle_checks()
    tell("counting")
    execute("select rollup_rebuild()")
    execute("select report_rebuild()")
    execute("delete from directory_word")
    execute(
        "insert into directory_word (word, n) select word, ndoc"
        " from ts_stat('select words from directory_actorversion where closed is null')"
    )
    execute("select count_beginnings()")
    for trigger in DICTIONARY:
        execute(f"alter table directory_actorversion enable trigger {trigger}")
    execute(f"set local maintenance_work_mem = '{MEMORY_OF_BUILDING}'")
    for name, definition in dropped:
        tell(f"index {name}")
        execute(definition)


def settle_checks() -> None:
    """Make the checks that wait for the commit now: the queue of millions would take gigabytes."""
    execute("set constraints all immediate")
    execute("set constraints all deferred")


class Statistics:
    """Keeps the planner's idea of the tables near the truth while they grow.

    Without it, plans made for empty tables would be kept for full ones, and each small revision
    would read all of them. So it is renewed whenever one kind of record has doubled: a load may
    open millions of one kind before the first of another.
    """

    def __init__(self):
        self._opened, self._known = Counter(), Counter()

    def grown_by(self, opened: Iterable[Prepared]):
        self._opened.update(one.record for one in opened)
        if any(n >= max(WORTH_KNOWING, 2 * self._known[kind]) for kind, n in self._opened.items()):
            self.refresh()
            self._known = self._opened.copy()

    def refresh(self):
        with connection.cursor() as cursor:
            for table in GROWING:
                cursor.execute(f"analyze {table}")


def one_ahead(items: Iterable, make: Callable) -> Iterator[tuple]:
    """Pairs of item and what `make` makes of it; the next is made while this one is published.

    `make` runs in a thread of its own and may not touch the database.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="making") as maker:
        waiting = None
        for item in items:
            coming = (item, maker.submit(make, item))
            if waiting:
                yield waiting[0], waiting[1].result()
            waiting = coming
        if waiting:
            yield waiting[0], waiting[1].result()
