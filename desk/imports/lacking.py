"""What is said once for all rows of a file, and was not yet: rows that lack it wait for it."""

from desk.imports.checking import Checker
from desk.imports.understanding import SETTINGS
from desk.models import Import, ImportState, RowOutcome

FIRST = 20  # rows that are looked at before any is checked


def lacking(parent: Import) -> list[str]:
    """The settings that rows lack: as their check found, else as the first ones read."""
    found = _as_checked(parent) if _is_checked(parent) else _as_read(parent)
    return [setting for problem, setting in SETTINGS.items() if problem in found]


def _is_checked(parent):
    return parent.state in (ImportState.CHECKED, ImportState.PUBLISHING)


def _as_checked(parent):
    rows = parent.staged.exclude(outcome=RowOutcome.SKIPPED)
    return [
        problem
        for problem in SETTINGS
        if rows.filter(problems__contains=[{"problem": problem}]).exists()
    ]


def _as_read(parent):
    first = list(parent.staged.filter(outcome=RowOutcome.UNCHECKED).order_by("number")[:FIRST])
    if first:
        Checker(parent).check(first)
    return {one["problem"] for row in first for one in row.problems}
