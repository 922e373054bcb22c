"""Counts of a selection by territory: below a territory, or level by level."""

from directory.database import rows
from directory.selection.cube import cells_for
from directory.selection.selection import Selection
from directory.selection.totals import tables
from directory.vocabulary import COLUMN_OF_LEVEL

TERRITORIAL = frozenset({"territory", "region", "province", "commune", "arrondissement"})


def counts(selection: Selection, level: str, codes) -> dict[str, dict[str, int]]:
    """Territory code to legal form to count, among `codes` of one level.

    The selection's own territorial filters are left out: `codes` say where. Territories without
    anybody are absent.
    """
    codes = tuple(codes)
    if not codes:
        return {}
    query = selection.query
    cells = cells_for(query, leaving=TERRITORIAL, territories=(level, codes))
    if cells:
        counted = cells.sums(selection.reading, ("territory", "legal_form"))
    else:
        part = f"{level} {' '.join(codes)}"
        counted = tables.of(query, part, lambda: _scanned(selection, level, codes))
    found: dict[str, dict[str, int]] = {}
    for territory, legal_form, n in counted:
        found.setdefault(territory, {})[legal_form] = n
    return found


def _scanned(selection, level, codes):
    query, column = selection.query, COLUMN_OF_LEVEL[level]
    where = f"v.{column} = any(%(among)s::text[]) and {query.where(leaving=TERRITORIAL)}"
    relation = selection.relation(f"v.{column} as territory, v.legal_form", where)
    return rows(
        f"select territory, legal_form, count(*) from ({relation}) found group by 1, 2",
        query.bound | {"among": list(codes)},
        prepare=query.prepare,
    )
