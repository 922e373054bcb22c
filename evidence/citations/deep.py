"""Verifying deeply: what the bytes behind a citation hash to, and what they add up to.

Rows, cubes and the citation itself may all be rewritten together by whoever holds the database;
what was declared stands in bytes whose digests the ledger names.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from directory.database import row, rows
from directory.publishing.rederive import contradicting
from evidence.citations.citable import Citable

AT_ONCE = 10_000
BYTES = """
with b as (
    select record, redacted, sha256(bytes) <> digest as wrong,
        case when sha256(bytes) = digest then convert_from(bytes, 'UTF8')::jsonb end as j
    from directory_recordbytes where digest = any(%(digests)s::bytea[]))
select coalesce(wrong, false), redacted is not null, coalesce(j->>'indicator', record), count(*),
    coalesce(sum((j->>'value')::numeric), 0)
from b group by 1, 2, 3"""
REVISION = "select encode(sha256(bytes), 'hex') from directory_revision where number = %s"


@dataclass(frozen=True)
class Said:
    """What a figure says of those behind it: how many are counted, how many report a measure, and
    what that adds up to; of a share, its whole too. None where a figure says no such thing.
    """

    in_scope: int
    measure: str = ""
    of: str = ""
    reporting: int | None = None
    sums: tuple[Decimal, ...] = ()

    @property
    def text(self) -> str:
        told = [str(self.in_scope)]
        if self.reporting is not None:
            told.append(str(self.reporting))
        return " ".join([*told, *(f"{one.normalize():f}" for one in self.sums)])


@dataclass
class Hashed:
    """What the bytes of all records behind an answer are, and what they say."""

    revision: str
    wrong: int = 0
    redacted: int = 0
    contradicting: int = 0
    count: Counter = field(default_factory=Counter)
    sums: Counter = field(default_factory=Counter)

    def added(self, said: Said) -> Said:
        """The same of the bytes."""
        names = [one for one in (said.measure, said.of) if one][: len(said.sums)]
        return Said(
            self.count["actor-version"],
            said.measure,
            said.of,
            None if said.reporting is None else self.count[said.measure],
            tuple(Decimal(self.sums[name]) for name in names),
        )


def hash_all(asked: Citable, revision: int) -> Hashed:
    """All bytes behind an answer, some at a time."""
    found = Hashed((row(REVISION, [revision]) or [""])[0])
    after = None
    while True:
        some = list(asked.records(after, AT_ONCE))
        if not some:
            return found
        digests = [digest for _code, digest in some]
        for wrong, redacted, subject, count, value in rows(BYTES, {"digests": digests}):
            found.wrong += count * wrong
            found.redacted += count * redacted
            found.count[subject] += count
            found.sums[subject] += value
        found.contradicting += contradicting(digests)
        after = some[-1]


def said_of(kind: str, asked: dict[str, str], answer: dict) -> Said | None:
    """What an answer says that its records can be added up to; None where it is of no actors."""
    if kind == "actors":
        return Said(answer["count"])
    if kind != "statistics" or asked["measure"].startswith("census:"):
        return None
    total, measure = answer["total"], asked["measure"]
    if measure == "actors" or total["reporting"] is None:
        return Said(total["in_scope"])
    sums = ()
    if asked["aggregate"] == "share" and total.get("part") is not None:
        sums = (Decimal(total["part"]), Decimal(total["whole"]))
    elif asked["aggregate"] == "sum" and "per" not in asked and total["value"] is not None:
        sums = (Decimal(total["value"]),)
    return Said(total["in_scope"], measure, asked.get("of", ""), total["reporting"], sums)
