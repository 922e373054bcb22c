"""XLSX and ODS, in the process that opens them (child.py)."""

import os
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from desk.imports.refusals import Unreadable


def read(format: str, handle: int, sheet: str | None):
    """Headers, rows and how it was read. Raises Unreadable."""
    try:
        with os.fdopen(os.dup(handle), "rb") as file:
            file.seek(0)
            book = CalamineWorkbook.from_filelike(file)
            name = _chosen(book.sheet_names, sheet)
            found = book.get_sheet_by_name(name)
            rows = found.iter_rows()
    except CalamineError:
        raise Unreadable("workbook-unreadable") from None
    numbered = enumerate(rows, start=1)
    columns = None
    for _number, cells in numbered:
        if any(cell not in (None, "") for cell in cells):
            columns = [_cell(cell) for cell in cells]
            break
    if columns is None:
        raise Unreadable("sheet-empty", sheet=name)
    others = [one for one in book.sheet_names if one != name]
    told = f"sheet {name}" + (f", of {len(others) + 1}" if others else "")
    return (
        columns,
        ((number, [_cell(cell) for cell in cells]) for number, cells in numbered),
        told,
        None,
    )


def _chosen(names, sheet):
    if not names:
        raise Unreadable("no-sheet")
    if sheet is None:
        return names[0]
    if sheet not in names:
        raise Unreadable("unknown-sheet", sheet=sheet, accepted=", ".join(names)[:300])
    return sheet


def _cell(value):
    """What JSON holds: whole numbers as such, days in their ISO form."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 2**53:
            return int(value)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case time() | timedelta():
            return str(value)
        case str():
            return value if value.strip() else None
    return value
