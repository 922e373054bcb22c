"""A cube as of a revision: from the cube of now, or from the nearest checkpoint, and the deltas
between.
"""

from directory.database import row

TABLES = {"rollup": "directory_rollup", "report": "directory_reportrollup"}
NEAREST = """
select revision from directory_checkpoint
where cube = %s and abs(revision - %s) < %s order by abs(revision - %s) limit 1"""


def sum_as_of(column: str, reading) -> str:
    """SQL that sums a column of those cells. Signs cost as much as sums, and now needs none."""
    return f"sum({column})" if reading.is_head else f"sum(sign * {column})"


def cells_as_of(cube: str, columns: str, where: str, reading) -> tuple[str, dict]:
    """SQL of `sign` and columns of a cube's cells `r` under a clause, and its values.

    Their sums by `sum_as_of` are the cube's at the reading's revision.
    """
    table = TABLES[cube]
    told = f"select 1 as sign, {columns} from {table}{{}} r where {where}"
    if reading.is_head:
        return told.format(""), {}
    at = reading.revision
    found = row(NEAREST, [cube, at, reading.head - at, at])
    base = found[0] if found else None
    low, high = sorted((at, reading.head if base is None else base))
    bound = {"cells_above": low, "cells_to": high}
    if base is None:
        told = told.format("")
    else:
        told = told.format("checkpoint") + " and r.revision = %(cells_base)s"
        bound["cells_base"] = base
    sign = 1 if base is not None and base < at else -1
    return (
        f"{told} union all select {sign}, {columns} from {table}delta r where {where}"
        " and r.revision > %(cells_above)s and r.revision <= %(cells_to)s",
        bound,
    )
