"""What this process has seen of the register: its head, its redactions, answers lately given.

An answer as of a numbered revision never changes, except by a redaction; so who asks again for
what this process once answered is told "not modified" without a question to the database.
"""

import bisect
import hashlib
from collections import OrderedDict
from pathlib import Path

from directory.as_of import Reading
from directory.database import rows

ROOMS = ("geodata", "directory", "evidence", "api")
MOST_ANSWERS = 20_000


def _release() -> str:
    """A digest of the code that makes answers: another release may answer otherwise."""
    base = Path(__file__).resolve().parent.parent
    told = hashlib.blake2b(digest_size=6)
    for room in ROOMS:
        for file in sorted((base / room).rglob("*")):
            if file.suffix in (".py", ".sql"):
                told.update(file.read_bytes())
    return told.hexdigest()


RELEASE = _release()


class Memory:
    """The head this process has seen, the redactions up to it, and tags of answers by address."""

    def __init__(self):
        self.head = -1
        self.redactions: list[int] = []
        self.answers: OrderedDict[tuple, str] = OrderedDict()

    def learn(self, reading: Reading):
        """Take note of a reading's head; after a redaction, answers given before are forgotten."""
        if reading.head <= self.head:
            return
        found = [
            number
            for (number,) in rows(
                "select number from directory_revision where redacted_count > 0"
                " and number > %s and number <= %s order by number",
                [self.head, reading.head],
            )
        ]
        if found:
            self.answers.clear()
            self.redactions += found
        self.head = reading.head

    def redacted(self, reading: Reading) -> int:
        """The last redaction the reading's snapshot holds; 0 where none."""
        at = bisect.bisect_right(self.redactions, reading.head)
        return self.redactions[at - 1] if at else 0

    def tag(self, key: tuple) -> str | None:
        return self.answers.get(key)

    def keep(self, key: tuple, tag: str):
        self.answers[key] = tag
        if len(self.answers) > MOST_ANSWERS:
            self.answers.popitem(last=False)

    def forget(self):
        """For tests, whose revisions are rolled back."""
        self.__init__()


class Tiles:
    """Tiles lately made, gzipped, by their tag; the least used go first. One a process."""

    def __init__(self, most_bytes: int):
        self.most_bytes, self.held = most_bytes, 0
        self.by_tag: OrderedDict[str, bytes] = OrderedDict()

    def get(self, tag: str) -> bytes | None:
        tile = self.by_tag.get(tag)
        if tile is not None:
            self.by_tag.move_to_end(tag)
        return tile

    def put(self, tag: str, tile: bytes):
        if tag in self.by_tag or len(tile) > self.most_bytes:
            return
        self.by_tag[tag] = tile
        self.held += len(tile)
        while self.held > self.most_bytes:
            self.held -= len(self.by_tag.popitem(last=False)[1])

    def forget(self):
        """For tests, whose revisions are rolled back."""
        self.__init__(self.most_bytes)


memory = Memory()
