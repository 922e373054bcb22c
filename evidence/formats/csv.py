"""CSV: with a byte order mark, so that spreadsheets read Arabic, and without formulas."""

from collections.abc import Iterator

from directory.selection.keyset import Cursor
from directory.selection.selection import Selection
from evidence.formats.columns import columns_of

BOM = "\ufeff".encode()


def actors_csv(
    selection: Selection, *, fields=(), limit: int | None = None, after: Cursor | None = None
) -> Iterator[bytes]:
    """A selection as CSV, straight from COPY. Must be consumed inside the selection's snapshot."""
    written = ", ".join(f'({column.safe}) as "{column.name}"' for column in columns_of(fields))
    yield BOM
    yield from selection.copy(written, options="format csv, header", limit=limit, after=after)
