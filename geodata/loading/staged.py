"""What loaders hand over: the rows of the next sets, as files that PostgreSQL copies in.

A table's rows are kept in PostgreSQL's own binary copy format, in the order of their key. The same
bytes come out again when the set is read back in that order, so the digest of a set can be
recounted from the database at any time.
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from geodata.loading.errors import DamagedSource

HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
NULL = struct.pack(">i", -1)


def jsonb_text(value) -> str:
    """JSON as PostgreSQL writes a jsonb value out: shorter keys first, a space after each mark."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        pairs = (f"{jsonb_text(key)}: {jsonb_text(value[key])}" for key in keys)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(jsonb_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


BINARY = {
    "CharField": lambda value: value.encode(),
    "TextField": lambda value: value.encode(),
    "JSONField": lambda value: b"\x01" + jsonb_text(value).encode(),
    "PositiveIntegerField": struct.Struct(">i").pack,
    "PositiveSmallIntegerField": struct.Struct(">h").pack,
}


@dataclass(frozen=True)
class StagedTable:
    """The rows of one model, in a file in binary copy format, ordered by `key`."""

    model: type
    path: Path
    rows: int
    digest: bytes

    @property
    def columns(self):
        return columns_of(self.model)

    @property
    def key(self):
        return key_of(self.model)


@dataclass(frozen=True)
class StagedSeries:
    """The next set of a series, if it differs from the last.

    `sources` limits it to rows of those sources (localities come from several); None is all.
    """

    series: str
    tables: Sequence[StagedTable]
    source: str
    licence: str
    attribution: str
    sources: tuple[str, ...] | None = None


@dataclass
class Staged:
    """What one load brings, and what it could not match."""

    series: list[StagedSeries]
    unmatched: list[str] = field(default_factory=list)

    def of(self, name):
        return next(series for series in self.series if series.series == name)


def columns_of(model):
    """The columns a source fills, in the model's order."""
    return [
        found
        for found in model._meta.concrete_fields
        if found.name not in ("id", "first_set", "last_set")
    ]


def key_of(model):
    """The columns that name a row within a set: those of its `…_one_open_row` constraint."""
    rule = next(rule for rule in model._meta.constraints if rule.name.endswith("_one_open_row"))
    return list(rule.fields)


def write_table(model, rows: Iterable[dict], path: Path) -> StagedTable:
    """Stage dictionaries of column to value; shapes are shapely geometries."""
    columns = columns_of(model)
    key = key_of(model)

    def place(row):
        return [str(row[name]).encode() for name in key]

    ordered = sorted(rows, key=place)
    for row, following in pairwise(ordered):
        if place(row) == place(following):
            raise DamagedSource(f"Two {model._meta.verbose_name_plural} have the key {place(row)}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as file:

        def put(data):
            file.write(data)
            digest.update(data)

        put(HEADER)
        for row in ordered:
            put(struct.pack(">h", len(columns)))
            put(b"".join(_value(column, row) for column in columns))
        put(TRAILER)
    return StagedTable(model, path, len(ordered), digest.digest())


def series_digest(tables: Iterable[tuple[str, bytes]]) -> bytes:
    """The digest of a set from its tables' names and digests."""
    total = hashlib.sha256()
    for name, digest in sorted(tables):
        total.update(name.encode() + b"\x00" + digest)
    return total.digest()


def _value(column, row):
    value = row.get(column.name, None if column.null else column.get_default())
    if value is None:
        if not column.null:
            raise ValueError(f"{column.name} is required: {row}")
        return NULL
    if hasattr(column, "geom_type"):
        data = _ewkb(value, column.srid)
    else:
        data = BINARY[column.get_internal_type()](value)
    return struct.pack(">i", len(data)) + data


def _ewkb(shape, srid):
    import shapely

    return shapely.to_wkb(
        shapely.set_srid(shape, srid), include_srid=True, byte_order=1, output_dimension=2
    )
