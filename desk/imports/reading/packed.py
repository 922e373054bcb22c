"""Workbooks are packed files: looked into before anything opens them.

What they hold is counted while it is unpacked, since what they say of their size may be a lie; a
program, a formula and a rectangle of billions of cells are refused.
"""

import lzma
import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from desk.imports.reading.limits import EXPANDED, MOST_CELLS, MOST_COLUMNS, MOST_PARTS
from desk.imports.refusals import Hostile, Unreadable

# What its libraries raise over bytes that are no longer those of a packed file.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
PIECE = 2**18
OVERLAP = 256
CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
FORMULA = {
    "xlsx": re.compile(rb"<f[ >/]"),
    "ods": re.compile(rb'table:formula="'),
}
REPEATED = re.compile(rb'table:number-(columns|rows)-repeated="(\d+)"')
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
PROGRAMS = re.compile(
    r"vbaProject|macrosheets/|^(Basic|Scripts)/|\.(exe|dll|js|vbs|bin\.rels)$", re.I
)


def admitted(name: str, file: BinaryIO) -> str:
    """`xlsx` or `ods`, where it may be opened. Raises Unreadable, Hostile."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise Hostile("many-parts", file=name, parts=len(parts))
            format = _format(name, archive, {part.filename for part in parts})
            _look(name, archive, parts, format)
    except BROKEN:
        raise Unreadable("workbook-broken", file=name) from None
    file.seek(0)
    return format


def _format(name, archive, names):
    if program := next((one for one in sorted(names) if PROGRAMS.search(one)), None):
        raise Hostile("program", file=name, program=program[:80])
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as told:
            if told.read(100).strip() == b"application/vnd.oasis.opendocument.spreadsheet":
                return "ods"
    raise Unreadable("no-workbook", file=name)


def _look(name, archive, parts, format):
    left = EXPANDED
    for part in parts:
        of_cells = part.filename.startswith("xl/worksheets/") or part.filename == "content.xml"
        with archive.open(part) as packed:
            kept = b""
            while piece := packed.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise Hostile("unpacks-large", file=name, most=EXPANDED // 2**20)
                if part.filename.endswith((".xml", ".rels")):
                    _check(name, kept + piece, format, of_cells)
                    kept = piece[-OVERLAP:]


def _check(name, text, format, of_cells):
    if DOCTYPE.search(text):
        raise Hostile("entities", file=name)
    if not of_cells:
        return
    if FORMULA[format].search(text):
        raise Hostile("formulas", file=name)
    if format == "xlsx":
        for column, row in CELL.findall(text):
            at = _number(column)
            if at > MOST_COLUMNS:
                raise Hostile("many-columns", columns=at, most=MOST_COLUMNS)
            if at * int(row) > MOST_CELLS:
                raise Hostile("cell-far", file=name, row=int(row))


def _number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
