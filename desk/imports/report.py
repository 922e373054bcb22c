"""What a dry run found: as text, as JSON, and as the same file annotated.

The annotated file has the columns it came with, and four more: fill `athar answer` in and give it
back. Nothing in it is a formula, whatever people wrote.
"""

import csv
import json
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TextIO

import xlsxwriter

from desk.imports.mapping import LEFT_OUT
from desk.imports.refusals import BadRequest
from desk.imports.staging import BATCH, outcomes
from desk.imports.wording import OUTCOMES, WORDS, may_be, problem_words
from desk.models import Import, ImportRow, RowOutcome

FORMATS = ("txt", "json", "csv", "xlsx")
ADDED = ("athar row", "athar outcome", "athar problems", "athar answer")
SHOWN = 50  # rows told one by one in the text
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write(parent: Import, path: str | Path) -> None:
    """Write a report; its kind is told by the name's ending. Raises BadRequest."""
    path = Path(path)
    kind = path.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise BadRequest("report-ending", file=path.name, accepted=f".{', .'.join(FORMATS)}")
    try:
        if kind == "xlsx":
            with path.open("wb") as file:
                annotated_xlsx(parent, file)
        else:
            encoding = "utf-8-sig" if kind == "csv" else "utf-8"
            with path.open("w", encoding=encoding, newline="") as f:
                {"txt": text, "json": as_json, "csv": annotated_csv}[kind](parent, f)
    except OSError:
        raise BadRequest("not-written", file=path.name) from None


def summary(parent: Import) -> dict:
    """Counts of outcomes and of problems, and how each column was read."""
    problems = Counter()
    for row in rows(parent, told_only=True):
        for problem in row.problems:
            problems[problem["problem"], problem["wrong"]] += 1
    return {
        "import": parent.pk,
        "file": parent.filename,
        "format": parent.format,
        "read": parent.options.get("read", ""),
        "source": parent.source.name,
        "licence": parent.licence,
        "state": parent.state,
        "revision": parent.revision_id,
        "rows": parent.rows,
        "outcomes": outcomes(parent),
        "mapping": {column: parent.mapping.get(column, LEFT_OUT) for column in parent.columns},
        "problems": [
            {"problem": problem, "words": str(WORDS[problem]), "wrong": wrong, "rows": count}
            for (problem, wrong), count in problems.most_common()
        ],
    }


def rows(
    parent: Import, *, told_only: bool = False, outcomes: Collection[str] = ()
) -> Iterator[ImportRow]:
    """Rows in the file's order, a batch in memory; with `told_only` those that have something, with
    `outcomes` those that came out so.
    """
    last = 0
    found = parent.staged.defer("told", "figures", "keys").order_by("number")
    if told_only:
        found = found.exclude(problems=[], candidates=[])
    if outcomes:
        found = found.filter(outcome__in=outcomes)
    while some := list(found.filter(number__gt=last)[:BATCH]):
        yield from some
        last = some[-1].number


def text(parent: Import, out: TextIO) -> None:
    """For whoever sits before a terminal."""
    told = summary(parent)
    out.write(f"{told['file']} ({told['format']}, {told['read']}) of {told['source']}\n")
    out.write(f"import {told['import']}: {told['rows']:,} rows\n\n")
    for outcome, count in told["outcomes"].items():
        if count:
            out.write(f"{count:>9,}  {OUTCOMES[outcome]}\n")
    out.write("\ncolumns\n")
    for column, field in told["mapping"].items():
        out.write(f"  {column} → {'left out' if field == LEFT_OUT else field}\n")
    if told["problems"]:
        out.write("\nproblems\n")
        for one in told["problems"]:
            grave = "wrong" if one["wrong"] else "doubt"
            out.write(f"{one['rows']:>9,}  {grave}: {one['words']}\n")
    waiting = (RowOutcome.WRONG, RowOutcome.UNSURE, RowOutcome.UNCHECKED)
    open_ones = rows(parent, told_only=True, outcomes=waiting)
    for shown, row in enumerate(open_ones):
        if shown == SHOWN:
            out.write("\nand more: --report FILE.csv tells them all\n")
            break
        out.write(f"\nrow {row.number}: {OUTCOMES[row.outcome]}\n")
        for line in _lines(row):
            out.write(f"  {line}\n")


def as_json(parent: Import, out: TextIO) -> None:
    """For machines: the summary, then every row that has something to say."""
    head = json.dumps(summary(parent), ensure_ascii=False)
    out.write(head[:-1] + ', "told": [')
    for at, row in enumerate(rows(parent, told_only=True)):
        told = {
            "row": row.number,
            "outcome": row.outcome,
            "answer": row.answer,
            "actor": row.actor or None,
            "problems": row.problems,
            "candidates": row.candidates,
        }
        out.write((",\n" if at else "\n") + json.dumps(told, ensure_ascii=False))
    out.write("\n]}\n")


def annotated_csv(parent: Import, out: TextIO) -> None:
    """The file with what was found beside each row."""
    writer = csv.writer(out)
    writer.writerow([_safe(column) for column in [*_kept(parent), *ADDED]])
    for row in rows(parent):
        writer.writerow([_safe(cell) for cell in _annotated(parent, row)])


def annotated_xlsx(parent: Import, file) -> None:
    """The same as a workbook, the cells with a problem coloured."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet("rows")
        marks = {
            True: book.add_format({"bg_color": "#f6c7c2"}),
            False: book.add_format({"bg_color": "#fbe8b6"}),
        }
        columns = _kept(parent)
        for at, column in enumerate([*columns, *ADDED]):
            sheet.write_string(0, at, column, book.add_format({"bold": True}))
        for number, row in enumerate(rows(parent), start=1):
            grave = {}
            for problem in row.problems:
                name = problem["column"]
                grave[name] = grave.get(name, False) or problem["wrong"]
            for at, cell in enumerate(_annotated(parent, row)):
                mark = marks.get(grave.get(columns[at])) if at < len(columns) else None
                _cell(sheet, number, at, cell, mark)


def _cell(sheet, row, at, cell, mark):
    if isinstance(cell, int | float) and abs(cell) < 2**53:
        sheet.write_number(row, at, cell, mark)
    elif cell is not None:
        sheet.write_string(row, at, str(cell)[:32_767], mark)
    elif mark:
        sheet.write_blank(row, at, None, mark)


def _kept(parent) -> list[str]:
    """Its own columns, without those an earlier report added."""
    return [column for column in parent.columns if column not in ADDED]


def _annotated(parent, row) -> list:
    cells = [*row.cells, *[None] * (len(parent.columns) - len(row.cells))]
    own = [cell for column, cell in zip(parent.columns, cells, strict=False) if column not in ADDED]
    answer = " ".join(part for part in (row.answer, row.answer_code) if part)
    return [*own, row.number, str(OUTCOMES[row.outcome]), "\n".join(_lines(row)), answer]


def _lines(row) -> Iterator[str]:
    yield from map(problem_words, row.problems)
    if row.outcome == RowOutcome.UNSURE or any("row" in one for one in row.candidates):
        for candidate in row.candidates:
            yield may_be(candidate)


def _safe(cell):
    """No spreadsheet makes a formula of it."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    return cell
