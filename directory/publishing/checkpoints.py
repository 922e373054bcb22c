"""Keeping the cubes whole at some revisions, so that a revision long past is read as fast as now.

What was changed since the last checkpoint is summed to the next as soon as it is as long as the
cube itself: so reading adds up about half as much again at most, and all checkpoints together are
about as long as the deltas. Publishing never pays for it: whoever loads or tidies at night does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from directory.database import row, rows
from directory.selection.past import TABLES

LEAST = 50_000  # cells; less is added up faster than it is looked for


@dataclass(frozen=True)
class Kept:
    cube: str
    revision: int
    cells: int


def keep_checkpoints(
    *, least: int = LEAST, tell: Callable[[Kept], None] = lambda kept: None
) -> list[Kept]:
    """Keep those that are missing, as the owner; each stands at once, or with the caller."""
    found = []
    for cube in TABLES:
        cells, last = row(
            "select coalesce(max(cells) filter (where revision = last), 0), coalesce(max(last), -1)"
            " from (select cells, revision, max(revision) over () as last"
            " from directory_checkpoint where cube = %s) kept",
            [cube],
        )
        changed = 0
        for revision, count in rows(_changes(cube), [last]):
            changed += count
            if changed >= max(cells, least):
                (cells,) = row(f"select {cube}_checkpoint(%s)", [revision])
                changed = 0
                found.append(Kept(cube, revision, cells))
                tell(found[-1])
    return found


def _changes(cube):
    return (
        f"select revision, count(*) from {TABLES[cube]}delta where revision > %s"  # noqa: S608 (ours)
        " group by revision order by revision"
    )
