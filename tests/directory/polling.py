"""Readers who never rest while others publish: `python -m tests.directory.polling READERS CODE…`.

A publisher a code publishes its actor, changes it, withdraws it and brings it back; meanwhile every
reader reads the head again and again until all is published, and holds what it reads against what
it read before. The first thing that does not agree ends it. Each says how much it has seen.
"""

import os
import sys
import time

from tests.directory.committed import ended, forked, publish_one, say  # sets Django up: first

# isort: split
from django.db import connection
from django.http import QueryDict

from directory.as_of import snapshot
from directory.database import row
from directory.models import Revision
from directory.publishing import split, withdraw
from directory.selection.filterset import ActorFilterSet
from directory.selectors.changes import register_changes

PATIENCE = 120  # seconds
HOW = {"role": "moderator", "reason": "asked"}
REVISIONS = 8  # of one actor's life


def lived(code):
    publish_one(code)
    for name in ("Un", "Deux", "Trois"):
        publish_one(code, name)
    withdraw([code], **HOW)
    split(code, **HOW)
    publish_one(code, "Quatre")
    withdraw([code], **HOW)


class Reader:
    """What one process has read: codes by revision, revisions by moment, a mirror of changes."""

    def __init__(self):
        with snapshot() as reading:
            self.last = reading.revision
            self.lists = {self.last: self.listed(reading)}
        self.mirror = dict.fromkeys(self.lists[self.last])
        self.moments = {}

    def listed(self, reading):
        """The codes of a list, whose count is told beside in the same snapshot."""
        filters = ActorFilterSet(QueryDict("status=any&demo=any"), reading=reading)
        assert filters.is_valid()
        selection = filters.selection()
        total, rows = selection.total, selection.page(limit=1000).rows
        assert total == len(rows), f"revision {reading.revision}: {total} are {len(rows)}"
        return [one.code for one in rows]

    def read(self):
        """Read the head, by itself and by the moment it is."""
        with snapshot() as reading:
            assert reading.revision == reading.head >= self.last, f"{reading}, after {self.last}"
            self.same(reading)
            self.reflect(reading)
            assert Revision.objects.head().number == reading.head, "others' commits are seen"
            self.last = reading.revision
        (moment,) = row("select clock_timestamp()")
        with snapshot(moment) as reading:
            assert reading.revision >= self.last, f"{moment}: {reading}, after {self.last}"
            assert reading.recorded_at <= moment
            self.moments[moment] = reading.revision
        self.unchanged(next(iter(self.lists)), next(iter(self.moments)))

    def same(self, reading):
        """A revision holds what it held when it was first read."""
        codes = self.listed(reading)
        assert self.lists.setdefault(reading.revision, codes) == codes, reading

    def reflect(self, reading):
        """What changed since the last reading leads from that one's list to this one's."""
        changes = register_changes(since=self.last, reading=reading, limit=1000).changes
        told = [one.revision for one in changes]
        assert sorted(set(told)) == list(range(self.last + 1, reading.revision + 1)), told
        for one in changes:
            if one.record == "actor-version" and one.event == "opened":
                self.mirror[one.code] = one.digest
            elif one.record == "actor-version":
                del self.mirror[one.code]
        assert sorted(self.mirror) == sorted(self.lists[reading.revision])

    def unchanged(self, revision, moment):
        """A revision read before and a moment answered before, asked again."""
        with snapshot(revision) as reading:
            self.same(reading)
        with snapshot(moment) as reading:
            assert reading.revision == self.moments[moment], f"{moment}: {reading}"


def poll(goal, started):
    reader = Reader()
    os.write(started, b".")
    until = time.monotonic() + PATIENCE
    while reader.last < goal:
        assert time.monotonic() < until, f"{reader.last} of {goal}"
        reader.read()
    for moment, revision in reader.moments.items():
        reader.unchanged(revision, moment)
    say(len(reader.lists), "revisions in", len(reader.moments), "readings")


def main(readers, *codes):
    goal = Revision.objects.head().number + REVISIONS * len(codes)
    connection.close()
    here, started = os.pipe()
    children = [forked(poll, goal, started) for _ in range(int(readers))]
    for _ in children:
        os.read(here, 1)
    children += [forked(lived, code) for code in codes]
    return max(map(ended, children))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
