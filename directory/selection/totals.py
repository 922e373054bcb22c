"""What was lately counted by scanning: what a revision says is counted once a process."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

Counted = TypeVar("Counted")


class Counts:
    """At most so many counts of queries at revisions; the least asked go first.

    The head is part of the key beside the revision: a redaction since changes what words match.
    The moment it was recorded is too, so that a rolled back revision is no other's.
    """

    def __init__(self, most: int):
        self.most = most
        self.counted: OrderedDict[tuple, object] = OrderedDict()

    def get(self, query, part: str = ""):
        """The count, if this process knows it; `part` names what of the query is counted."""
        key = _key(query, part)
        if key in self.counted:
            self.counted.move_to_end(key)
        return self.counted.get(key)

    def keep(self, query, count: Counted, part: str = "") -> Counted:
        self.counted[_key(query, part)] = count
        if len(self.counted) > self.most:
            self.counted.popitem(last=False)
        return count

    def of(self, query, part: str, scan: Callable[[], Counted]) -> Counted:
        """The count, scanned where it is not known."""
        found = self.get(query, part)
        return self.keep(query, scan(), part) if found is None else found

    def forget(self):
        """For tests, whose revisions are rolled back."""
        self.counted.clear()


def _key(query, part):
    reading = query.reading
    return (
        reading.revision,
        reading.recorded_at,
        reading.head,
        reading.remembered,
        part,
        str(query),
    )


totals = Counts(10_000)
tables = Counts(200)  # by dimension: thousands of numbers each, at most; nobody may change them
