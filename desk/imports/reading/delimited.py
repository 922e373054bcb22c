"""CSV and its kin: the encoding and the delimiter are found, never guessed across a doubt."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from desk.imports.reading.limits import LONGEST_CELL, LONGEST_LINE, MOST_COLUMNS
from desk.imports.refusals import BadRequest, Hostile, Unreadable

ENCODINGS = ("utf-8", "utf-16", "cp1256", "cp1252")
DELIMITERS = ",;\t|"
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
MIXED_SHARE = 0.1  # of the lines beyond ASCII, from which two encodings are no accident
SAMPLE = 256 * 2**10
HIGH = re.compile(rb"[\x80-\xff]+")


def read(name: str, file: BinaryIO, encoding: str | None):
    """Headers, rows and how it was read. Raises Unreadable, Hostile, BadRequest."""
    encoding = _asked(encoding) or _encoding(name, file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")
    lines = _lines(name, text)
    first = _header(name, lines)
    delimiter = _delimiter(first)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_again(first, lines), delimiter=delimiter, strict=False)
    columns = _next(name, reader, encoding)
    if columns is None:
        raise Unreadable("empty", file=name)
    if len(columns) > MOST_COLUMNS:
        raise Hostile("many-columns", columns=len(columns), most=MOST_COLUMNS)
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    return columns, _rows(name, reader, encoding), f"{encoding}, delimiter {shown}"


def _asked(encoding):
    if encoding and encoding not in ENCODINGS:
        raise BadRequest("unknown-encoding", encoding=encoding, accepted=", ".join(ENCODINGS))
    return encoding


def _rows(name, reader, encoding) -> Iterator[tuple[int, list]]:
    while (cells := _next(name, reader, encoding)) is not None:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell if cell.strip() else None for cell in cells]


def _next(name, reader, encoding):
    try:
        return next(reader, None)
    except csv.Error as error:
        if "field larger" in str(error):
            raise Hostile("quotation-open", line=reader.line_num, most=LONGEST_CELL) from None
        raise Unreadable("line-broken", line=reader.line_num) from None
    except UnicodeError:
        raise Unreadable("encoding-breaks", encoding=encoding, line=reader.line_num + 1) from None


def _lines(name, text) -> Iterator[str]:
    number = 0
    try:
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise Hostile("line-long", line=number, most=LONGEST_LINE)
            if "\0" in line:
                raise Unreadable("line-no-text", line=number)
            yield line
    finally:
        if not text.buffer.closed:
            text.detach()  # the file is whoever's that opened it


def _header(name, lines):
    try:
        for line in lines:
            if line.strip():
                return line
    except UnicodeError:
        raise Unreadable("no-encoding", file=name) from None
    raise Unreadable("empty", file=name)


def _again(first, lines):
    yield first
    yield from lines


def _delimiter(header) -> str:
    """The one the headers are parted by, outside quotation marks; a comma where there is none."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=lambda one: (bare.count(one), -DELIMITERS.index(one)))


def _encoding(name, file) -> str:
    start = file.read(4096)
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        even, odd = start[::2].count(0), start[1::2].count(0)
        if max(even, odd) > len(start) // 8 and min(even, odd) < max(even, odd) // 4:
            return "utf-16-le" if odd > even else "utf-16-be"
        raise Unreadable("no-encoding", file=name)
    file.seek(0)
    return _of_bytes(name, file)


def _of_bytes(name, file) -> str:
    """UTF-8 where all of it is; else one of two code pages; two in one file are refused."""
    as_utf8 = other = 0
    where = {}
    sample = bytearray()
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise Hostile("line-long", line=number, most=LONGEST_LINE)
        if line.isascii():
            continue
        try:
            line.decode()
        except UnicodeDecodeError:
            other += 1
            where.setdefault("other", number)
            if len(sample) < SAMPLE:
                sample += line
        else:
            as_utf8 += 1
            where.setdefault("utf-8", number)
    if not other:
        return "utf-8"
    if as_utf8 > MIXED_SHARE * (as_utf8 + other):
        raise Unreadable("encodings-mixed", line=where["utf-8"], other=where["other"])
    runs = [len(run) for run in HIGH.findall(bytes(sample))]
    joined = sum(run for run in runs if run > 2)
    # Arabic words are runs of high bytes; French and Spanish accents stand alone.
    return "cp1256" if joined > sum(runs) / 2 else "cp1252"
