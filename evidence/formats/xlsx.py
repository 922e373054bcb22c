"""XLSX: texts stay texts, no formula and no link is made of what people wrote."""

import io
import tempfile
from collections.abc import Iterator

import orjson
import xlsxwriter

from directory.selection.keyset import Cursor
from directory.selection.selection import Selection
from evidence.formats.columns import columns_of
from evidence.formats.lines import RAW, whole_lines

MOST_ROWS = 1_048_575  # what a sheet holds below its header
BLOCK = 65_536
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 60  # letters of a column


def actors_xlsx(
    selection: Selection, *, fields=(), limit: int | None = None, after: Cursor | None = None
) -> Iterator[bytes]:
    """A selection as a workbook, row by row. Must be consumed inside the selection's snapshot.

    The first byte comes when the sheet is whole, since the format begins with a directory of its
    parts.
    """
    columns = columns_of(fields)
    array = ", ".join(column.expression for column in columns)
    blocks = selection.copy(f"json_build_array({array})", options=RAW, limit=limit, after=after)
    options = {"constant_memory": True} | OPTIONS
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, options) as book:
            sheet = book.add_worksheet("actors")
            sheet.write_row(0, 0, [column.name for column in columns])
            row = 0
            for lines in whole_lines(blocks):
                for line in lines:
                    row += 1
                    _write(sheet, row, orjson.loads(line))
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def workbook(sheets: dict[str, list[list]]) -> bytes:
    """Small tables that are in memory already, a sheet each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS | {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                _write(sheet, at, row)
            for at, column in enumerate(zip(*rows, strict=True)):
                longest = max(len(str(value)) for value in column)
                sheet.set_column(at, at, min(longest + 2, WIDEST))
    return out.getvalue()


def _write(sheet, row, values):
    for at, value in enumerate(values):
        if type(value) is str:
            sheet.write_string(row, at, value)
        elif value is not None:
            sheet.write(row, at, value)
