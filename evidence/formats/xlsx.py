"""XLSX: one sheet, written row by row to a file that is then sent."""

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


def actors_xlsx(
    selection: Selection, *, fields=(), limit: int | None = None, after: Cursor | None = None
) -> Iterator[bytes]:
    """A selection as a workbook. Must be consumed inside the selection's snapshot.

    Texts stay texts: no formula, no link is made of what people wrote. The first byte comes when
    the sheet is whole, since the format begins with a directory of its parts.
    """
    columns = columns_of(fields)
    array = ", ".join(column.expression for column in columns)
    blocks = selection.copy(f"json_build_array({array})", options=RAW, limit=limit, after=after)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, options) as book:
            sheet = book.add_worksheet("actors")
            sheet.write_row(0, 0, [column.name for column in columns])
            row = 0
            for lines in whole_lines(blocks):
                for line in lines:
                    row += 1
                    for at, value in enumerate(orjson.loads(line)):
                        if type(value) is str:
                            sheet.write_string(row, at, value)
                        elif value is not None:
                            sheet.write(row, at, value)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
