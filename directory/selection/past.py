"""A cube as of a revision: from the cube of now, or from the nearest checkpoint, and the deltas
between.
"""

from directory.database import row

TABLES = {"rollup": "directory_rollup", "report": "directory_reportrollup"}
NEAREST = """
select revision from directory_checkpoint
where cube = %s and abs(revision - %s) < %s order by abs(revision - %s) limit 1"""


def sums_as_of(cube: str, keys, sums: dict, where: str, reading) -> tuple[str, dict]:
    """SQL of some columns of a cube's cells `r` under a clause and what others add up to at the
    reading's revision, each by its name, and its values. `sums` tells the type of each sum.

    Now and what was changed since are added up each by itself: a sign for each cell would cost as
    much as its sums.
    """
    table = TABLES[cube]
    grouped = f" group by {', '.join(f'r.{key}' for key in keys)}" if keys else ""
    told = [f"r.{key}" for key in keys]

    def part(name, sign, within):
        added = [f"{sign}sum(r.{one})::{kind} as {one}" for one, kind in sums.items()]
        return f"select {', '.join([*told, *added])} from {name} r where {where}{within}{grouped}"

    if reading.is_head:
        return part(table, "", ""), {}
    at = reading.revision
    found = row(NEAREST, [cube, at, reading.head - at, at])
    base = found[0] if found else None
    low, high = sorted((at, reading.head if base is None else base))
    bound = {"cells_above": low, "cells_to": high}
    kept = part(table, "", "")
    if base is not None:
        kept = part(f"{table}checkpoint", "", " and r.revision = %(cells_base)s")
        bound["cells_base"] = base
    changed = part(
        f"{table}delta",
        "" if base is not None and base < at else "-",
        " and r.revision > %(cells_above)s and r.revision <= %(cells_to)s",
    )
    added = [f"sum(r.{one})::{kind} as {one}" for one, kind in sums.items()]
    both = f"({kept} union all {changed}) r"
    return f"select {', '.join([*told, *added])} from {both}{grouped}", bound
