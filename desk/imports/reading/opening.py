"""Which kind of file it is, told by its first bytes; its name only says how it is called."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desk.imports.reading import delimited, packed
from desk.imports.reading.child import sheet_rows
from desk.imports.reading.limits import GREATEST_FILE, MOST_COLUMNS, MOST_ROWS
from desk.imports.refusals import Hostile, Unreadable

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Table:
    """Headers, and rows as (number in the file, cells). `told` says how it was read.

    Cells are text, a whole or a decimal number, or None. `crs` is the EPSG code of `x` and `y` that
    a map's file brings, None elsewhere.
    """

    format: str
    columns: list[str]
    rows: Iterator[tuple[int, list]]
    told: str = ""
    crs: int | None = None


@contextmanager
def opened(path: str | Path, *, encoding: str | None = None, sheet: str | None = None):
    """The table in a file, while it is open, and the SHA-256 of the file.

    Raises Unreadable, Hostile.
    """
    with _regular(Path(path)) as file:
        digest = hashlib.file_digest(file, "sha256").digest()
        file.seek(0)
        yield _table(Path(path), file, encoding, sheet), digest


def _regular(path: Path) -> BinaryIO:
    """Opened without following a link, nor waiting at a pipe."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Unreadable("no-file", file=path.name) from None
    except OSError:
        if path.is_symlink():
            raise Hostile("link", file=path.name) from None
        raise Unreadable("not-opened", file=path.name) from None
    file = os.fdopen(handle, "rb")
    told = os.fstat(handle)
    if not stat.S_ISREG(told.st_mode):
        file.close()
        raise Hostile("no-regular-file", file=path.name)
    if told.st_size > GREATEST_FILE:
        file.close()
        size = told.st_size // 2**20
        raise Hostile("file-large", file=path.name, size=size, most=GREATEST_FILE // 2**20)
    return file


def _table(path, file, encoding, sheet) -> Table:
    start = file.read(4096)
    file.seek(0)
    if not start.strip():
        raise Unreadable("empty", file=path.name)
    if start.startswith(OLD_OFFICE):
        raise Hostile("old-workbook", file=path.name)
    if start.startswith(b"PK\x03\x04"):
        format = packed.admitted(path.name, file)
        return _checked(path, Table(format, *sheet_rows(format, file, sheet)))
    if start.startswith(b"SQLite format 3\x00"):
        if start[68:72] != b"GPKG":
            raise Unreadable("no-geopackage", file=path.name)
        return _checked(path, Table("gpkg", *sheet_rows("gpkg", file, sheet)))
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"{"):
        return _checked(path, Table("geojson", *sheet_rows("geojson", file, sheet)))
    if text.startswith((b"<", b"%PDF", b"\x7fELF", b"MZ", b"#!", b"\x1f\x8b", b"7z", b"Rar!")):
        raise Unreadable("no-table", file=path.name)
    return _checked(path, Table("csv", *delimited.read(path.name, file, encoding)))


def _checked(path, table: Table) -> Table:
    while table.columns and not str(table.columns[-1] or "").strip():
        table.columns.pop()
    if len(table.columns) > MOST_COLUMNS:
        raise Hostile("many-columns", columns=len(table.columns), most=MOST_COLUMNS)
    if not table.columns:
        raise Unreadable("no-headers", file=path.name)
    table.columns = _distinct(table.columns)
    table.rows = _counted(table.rows)
    return table


def _distinct(columns):
    """Headers as text, the second of a name with its number, those without one by their letter."""
    seen, told = {}, []
    for at, column in enumerate(columns, start=1):
        name = " ".join(str(column if column is not None else "").split())[:200] or f"column {at}"
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told


def _counted(rows):
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise Hostile("many-rows", most=MOST_ROWS)
        yield row
