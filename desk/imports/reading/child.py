"""Workbooks and maps are opened in a process of their own, with little memory and time.

Their libraries read all of a file at once. Whatever a file makes them do, this process stays small;
and when the other one ends, all it took is given back. `python -m desk.imports.reading.child FORMAT
HANDLE [SHEET]` writes a line of JSON for the headers, then one for each row.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desk.imports.reading.limits import LONGEST_CELL, MEMORY, SECONDS
from desk.imports.refusals import Hostile, ImportRefused, Unreadable

BASE = Path(__file__).resolve().parents[3]
REFUSED = 3
KINDS = {"Unreadable": Unreadable, "Hostile": Hostile}


def sheet_rows(format: str, file, sheet: str | None):
    """Headers, rows, how it was read, and the CRS of a map's file. Raises Unreadable, Hostile."""
    lines = _lines(format, file, sheet)
    head = next(lines, None)
    if head is None:
        raise Unreadable("holds-nothing")
    return head["columns"], _numbered(lines), head["told"], head["crs"]


def _numbered(lines):
    for number, cells in lines:
        if any(cell not in (None, "") for cell in cells):
            yield number, cells


def _lines(format, file, sheet) -> Iterator:
    command = [sys.executable, "-m", "desk.imports.reading.child", format, str(file.fileno())]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 (our own module, its words no shell reads)
            [*command, *([sheet] if sheet else [])],
            stdout=subprocess.PIPE,
            stderr=errors,
            pass_fds=[file.fileno()],
            cwd=BASE,
            preexec_fn=_bounded,
        )
        try:
            for line in process.stdout:
                yield json.loads(line)
            if process.wait():
                errors.seek(0)
                raise _refusal(process.returncode, errors.read(100_000).decode(errors="replace"))
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def _bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))  # its complaint


def _refusal(code, told) -> ImportRefused:
    if code == REFUSED:
        kind, what, told = json.loads(told.strip().splitlines()[-1])
        if kind in KINDS:
            return KINDS[kind](what, **told)
    return Hostile("takes-much")


def main(format, handle, sheet=None):
    """Read the file behind a handle and write its rows."""
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        from desk.imports.reading import layers, sheets

        reader = layers.read if format in ("gpkg", "geojson") else sheets.read
        columns, rows, told, crs = reader(format, int(handle), sheet)
        _say({"columns": columns, "told": told, "crs": crs})
        for number, cells in rows:
            _say([number, [_bounded_cell(number, cell) for cell in cells]])
        sys.stdout.flush()
    except ImportRefused as refusal:
        told = [type(refusal).__name__, refusal.what, refusal.told]
        sys.stderr.write(f"\n{json.dumps(told)}\n")
        return REFUSED
    return 0


def _bounded_cell(number, cell):
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        raise Hostile("cell-long", row=number, most=LONGEST_CELL)
    return cell


def _say(told):
    sys.stdout.write(json.dumps(told, ensure_ascii=True, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
