"""Digests of answers and of the records behind them, folded in one pass with flat memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from django.db import connection
from psycopg import ClientCursor

from directory.database import row, rows
from directory.selection.selection import Selection
from evidence.figures import reports, standing_reports

CODE, DIGEST = 8, 32
HEADER = 19  # bytes before the first row of a binary COPY
FIRST = 6  # bytes before a row's first field: how many there are, and how long it is
NEXT = 4  # before the next: how long it is
STRIDE = FIRST + CODE + NEXT + DIGEST
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PAPER = 16
MOST_KEPT = 250_000  # records of 40 bytes


@dataclass(frozen=True)
class Fold:
    """A SHA-256 over records in order, and how many they were."""

    digest: bytes
    count: int


def fold_list(selection: Selection) -> tuple[Fold, Fold]:
    """Of a selection, in the order of codes and in one pass: the digest of its codes, that is of
    `{"codes":[…],"count":n}`, canonical, and that of its records, as `fold_records` has it.
    """
    codes, records, count = sha256(b'{"codes":['), sha256(), 0
    for block in _blocks(*_versions(selection)):
        records.update(block.tobytes())
        told = np.ascontiguousarray(block[:, :CODE]).tobytes().decode()
        joined = '","'.join(told[at : at + CODE] for at in range(0, len(told), CODE))
        codes.update((b"," if count else b"") + f'"{joined}"'.encode())
        count += len(block)
    codes.update(f'],"count":{count}}}'.encode())
    return Fold(codes.digest(), count), Fold(records.digest(), count)


def fold_records(selection: Selection, statistic=None) -> Fold:
    """The digest over code ‖ digest of the versions selected, and of the observations a figure
    takes from them, in the order of codes, then of digests.
    """
    kept = _kept.get()
    if kept is not None and _reads_reports(statistic) and selection.total <= MOST_KEPT:
        records = np.concatenate([kept.versions(selection), _array(_reports(selection, statistic))])
        ordered = records.view(f"S{CODE + DIGEST}").ravel()
        ordered.sort(kind="stable")  # two runs in order are merged
        return Fold(sha256(records).digest(), len(records))
    content, count = sha256(), 0
    for block in _blocks(*_source(selection, statistic)):
        content.update(block.tobytes())
        count += len(block)
    return Fold(content.digest(), count)


class _Kept:
    """The versions of the selection that was folded last: most figures of a brief are of one."""

    def __init__(self):
        self.key = self.records = None

    def versions(self, selection):
        reading = selection.reading
        key = (str(selection), reading.revision, reading.remembered)
        if key != self.key:
            self.key, self.records = key, _array(_versions(selection))
        return self.records


_kept: ContextVar[_Kept | None] = ContextVar("kept", default=None)


@contextmanager
def versions_kept():
    """Within it, several figures of one selection read its versions once: at most `MOST_KEPT`."""
    token = _kept.set(_Kept())
    try:
        yield
    finally:
        _kept.reset(token)


def listed_records(
    selection: Selection, statistic=None, *, after: tuple | None, limit: int
) -> Iterator[tuple[str, bytes]]:
    """The same records, some after a place in their order."""
    source, bound = _source(selection, statistic)
    beyond = ""
    if after:
        beyond = "where (code, digest) > (%(after_code)s, %(after_digest)s)"
        bound |= {"after_code": after[0], "after_digest": after[1]}
    for code, digest in rows(
        f"select code, digest from ({source}) v {beyond} order by code, digest limit %(limit)s",
        bound | {"limit": limit},
        prepare=False,
    ):
        yield code, bytes(digest)


def count_among(digests: list[bytes], selection: Selection, statistic=None) -> int:
    """How many of the same records have one of these digests."""
    source, bound = _source(selection, statistic)
    (count,) = row(
        f"select count(*) from ({source}) v where digest = any(%(among)s::bytea[])",
        bound | {"among": digests},
        prepare=False,
    )
    return count


def _source(selection, statistic):
    """SQL of (code, digest) of all records behind an answer, and its values."""
    source, bound = _versions(selection)
    if _reads_reports(statistic):
        reports, more = _reports(selection, statistic)
        # Each in order, so that both are merged: a million versions come sorted from their index.
        return f"{_ordered(source)} union all {_ordered(reports)}", bound | more
    return source, bound


def _ordered(source):
    return f"select * from (select * from ({source}) found order by code, digest) ordered"


def _reads_reports(statistic):
    return statistic is not None and bool(statistic.indicator)


def _versions(selection):
    return selection.relation("v.code, v.digest"), dict(selection.query.bound)


def _reports(selection, statistic):
    """SQL of (code, digest) of the observations a figure takes, and its values."""
    taken, more = reports(statistic, "digest")
    among = selection.relation("v.code, v.actor_id")
    source = f"select v.code, r.digest from ({among}) v join ({taken}) r on r.actor_id = v.actor_id"
    bound = selection.query.bound | more
    if statistic.aggregate == "share":
        wholes = standing_reports(
            selection.reading, ("actor_id", "year", "digest"), "r.indicator = %(whole)s"
        )
        source += (
            f" union all select v.code, w.digest from ({among}) v"
            f" join ({taken}) r on r.actor_id = v.actor_id"
            f" join ({wholes}) w on w.actor_id = r.actor_id and w.year = r.year"
        )
        bound["whole"] = statistic.of
    return source, bound


def _array(relation):
    """All records of a relation in their order, one row of bytes each."""
    blocks = list(_blocks(*relation))
    return np.concatenate(blocks) if blocks else np.empty((0, CODE + DIGEST), dtype=np.uint8)


def _blocks(source, bound):
    """Codes and digests of a relation's records, in their order, as arrays of bytes; a million of
    them are never held.
    """
    with ClientCursor(connection.connection) as cursor:
        statement = cursor.mogrify(
            f"copy (select v.code, v.digest from ({source}) v order by v.code, v.digest)"
            " to stdout (format binary)",
            bound,
        )
    with connection.connection.cursor() as cursor, cursor.copy(statement) as out:
        held, skip = bytearray(), HEADER
        for block in out:
            held += block
            if skip:
                if len(held) < skip:
                    continue
                del held[:skip]
                skip = 0
            whole = len(held) // STRIDE * STRIDE
            if whole >= 1 << 20:
                yield _fields(held, whole)
                del held[:whole]
        whole = (len(held) - 2) // STRIDE * STRIDE  # the trailer is two bytes
        if whole:
            yield _fields(held, whole)


def _fields(held, whole):
    """The fields of whole rows, without what stands before each: joined here, not by the database,
    which would make a new value of each row.
    """
    rows = np.frombuffer(bytes(held[:whole]), dtype=np.uint8).reshape(-1, STRIDE)
    records = np.empty((len(rows), CODE + DIGEST), dtype=np.uint8)
    records[:, :CODE] = rows[:, FIRST : FIRST + CODE]
    records[:, CODE:] = rows[:, -DIGEST:]
    return records


def paper_code(ledger: bytes, normal: str, result: bytes) -> str:
    """What is printed: the first 80 bits of SHA-256(ledger ‖ question ‖ result), in base 32."""
    bits = int.from_bytes(sha256(ledger + normal.encode() + result).digest()[:10], "big")
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(PAPER - 1, -1, -1))
