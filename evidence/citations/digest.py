"""Digests of answers and of the records behind them, folded in one pass with flat memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from django.db import connection
from psycopg import ClientCursor

from directory.database import row, rows
from directory.selection.selection import Selection
from evidence.figures import reports_clause

CODE, DIGEST = 8, 32
HEADER = 19  # bytes before the first row of a binary COPY
FIELD = 6  # bytes before the one field of a row: how many fields, how long
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PAPER = 16


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
    for block in _blocks(selection):
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
    content, count = sha256(), 0
    for block in _blocks(selection, statistic):
        content.update(block.tobytes())
        count += len(block)
    return Fold(content.digest(), count)


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
    ):
        yield code, bytes(digest)


def count_among(digests: list[bytes], selection: Selection, statistic=None) -> int:
    """How many of the same records have one of these digests."""
    source, bound = _source(selection, statistic)
    (count,) = row(
        f"select count(*) from ({source}) v where digest = any(%(among)s::bytea[])",
        bound | {"among": digests},
    )
    return count


def _source(selection, statistic):
    """SQL of (code, digest) of all records behind an answer, and its values."""
    source = selection.relation("v.code, v.digest")
    bound = dict(selection.query.bound)
    if statistic is not None and statistic.indicator:
        clause, more = reports_clause(statistic)
        among = selection.relation("v.code, v.actor_id")
        source += (
            f" union all select v.code, o.digest from ({among}) v"
            f" join directory_report r on r.actor_id = v.actor_id and {clause}"
            " join directory_observation o on o.id = r.observation_id"
        )
        bound |= more
        if statistic.aggregate == "share":
            source += (
                f" union all select v.code, o.digest"
                f" from ({among}) v"
                f" join directory_report r on r.actor_id = v.actor_id and {clause}"
                " join directory_report w on w.actor_id = r.actor_id and w.year = r.year"
                " and w.indicator = %(whole)s and w.opened <= %(revision)s"
                " and (w.closed is null or w.closed > %(revision)s)"
                " join directory_observation o on o.id = w.observation_id"
            )
            bound["whole"] = statistic.of
    return source, bound


def _blocks(selection, statistic=None):
    """Codes and digests of all records behind an answer, in their order, as arrays of bytes; a
    million of them are never held.
    """
    source, bound = _source(selection, statistic)
    with ClientCursor(connection.connection) as cursor:
        statement = cursor.mogrify(
            f"copy (select convert_to(v.code, 'UTF8') || v.digest from ({source}) v"
            " order by v.code, v.digest) to stdout (format binary)",
            bound,
        )
    stride = FIELD + CODE + DIGEST
    with connection.connection.cursor() as cursor, cursor.copy(statement) as out:
        held, skip = bytearray(), HEADER
        for block in out:
            held += block
            if skip:
                if len(held) < skip:
                    continue
                del held[:skip]
                skip = 0
            whole = len(held) // stride * stride
            if whole >= 1 << 20:
                yield _fields(held, whole, stride)
                del held[:whole]
        whole = (len(held) - 2) // stride * stride  # the trailer is two bytes
        if whole:
            yield _fields(held, whole, stride)


def _fields(held, whole, stride):
    return np.frombuffer(bytes(held[:whole]), dtype=np.uint8).reshape(-1, stride)[:, FIELD:]


def paper_code(ledger: bytes, normal: str, result: bytes) -> str:
    """What is printed: the first 80 bits of SHA-256(ledger ‖ question ‖ result), in base 32."""
    bits = int.from_bytes(sha256(ledger + normal.encode() + result).digest()[:10], "big")
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(PAPER - 1, -1, -1))
