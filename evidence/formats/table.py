"""Small tables that are in memory already, as CSV under the same rules as the long ones."""

import csv
import io
from collections.abc import Iterable

from evidence.formats.csv import BOM

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def table(columns: Iterable[str], rows: Iterable[Iterable]) -> bytes:
    """A header and rows; a text that a spreadsheet would run is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(_safe(cell) for cell in row)
    return BOM + out.getvalue().encode()


def _safe(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS) else cell


def number(value):
    """A decimal as tables and JSON have it: whole where it is."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
