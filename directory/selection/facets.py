"""Counts by dimension beside a list, each dimension with its own filter left out."""

import re

from directory.database import rows
from directory.selection.cube import cells_for
from directory.selection.totals import tables, totals
from directory.vocabulary import territories

# A dimension's facet: the column (or array) it is counted by when a scan is needed.
COLUMNS = {
    "legal_form": ("v.legal_form", False),
    "kind": ("v.kind", False),
    "cooperative_type": ("v.cooperative_type", False),
    "sector": ("v.sectors", True),
    "audience": ("v.audiences", True),
    "region": ("v.region", False),
    "province": ("v.province", False),
    "commune": ("v.commune", False),
    "founding_year": ("extract(year from v.founded)::integer", False),
}
OWN = {
    "founding_year": frozenset({"founded_from", "founded_to"}),
    "region": frozenset({"region", "territory"}),
}
GROUPED = {"legal_form", "kind", "cooperative_type"}
AXES = {"sector": "sector", "audience": "audience", "founding_year": "founding-year"}


def facets(selection, names) -> dict[str, list[tuple]]:
    """{dimension: [(value or None, count)…]}, the largest first; founding years in time's order."""
    found = {}
    left = []
    for name in names:
        counted = _from_cube(selection, name)
        if counted is None:
            left.append(name)
        else:
            found[name] = counted
    if left:
        part = f"facets {' '.join(left)}"
        found |= tables.of(selection.query, part, lambda: _from_scan(selection, left))
    if "legal_form" in left and totals.get(selection.query) is None:
        # Whoever is selected has one form, and one that is asked for: they are counted already.
        asked = selection.query.values.get("legal_form")
        of_form = [n for form, n in found["legal_form"] if asked is None or form in asked]
        totals.keep(selection.query, sum(of_form))
    return {name: _ordered(name, found[name]) for name in names}


def _own(name):
    return OWN.get(name, frozenset({name}))


def _from_cube(selection, name):
    query, reading = selection.query, selection.reading
    leaving = _own(name)
    if name in GROUPED:
        cells = cells_for(query, leaving=leaving)
        found = cells and cells.sums(reading, (name,))
        return found and [(value or None, n) for value, n in found] if cells else None
    if name in AXES:
        cells = cells_for(query, leaving=leaving, axis=AXES[name])
        if cells is None or any(cells.years):
            return None
        values = cells.sums(reading, ("value",))
        as_value = int if name == "founding_year" else str
        return [(as_value(value) if value else None, n) for value, n in values]
    known = territories(reading.set_of("territories"))
    codes = [code for code, one in known.items() if one["level"] == name]
    within = _territory(query, leaving)
    if within is not None:
        return None
    cells = cells_for(query, leaving=leaving, territories=(name, (*codes, f"none:{name}")))
    if cells is None:
        return None
    return [
        (None if code.startswith("none:") else code, n)
        for code, n in cells.sums(reading, ("territory",))
    ]


def _territory(query, leaving):
    """The territorial condition left after a facet drops its own, if there is one."""
    return next(
        (
            condition
            for name, condition in query.conditions
            if name not in leaving and condition.dimension.startswith("territory:")
        ),
        None,
    )


def _from_scan(selection, names):
    """One pass over what all facets share, then a count for each with the rest of its filters."""
    query = selection.query
    own = frozenset().union(*(_own(name) for name in names))
    # Filters of the facets asked for are tested on the gathered rows; all others gather them.
    parts = []
    for name in names:
        column, many = COLUMNS[name]
        column = column.replace("v.", "found.")
        value = f"unnest(case when {column} = '{{}}' then array[null] else {column} end)"
        value = value if many else column
        rest = query.where(leaving=_own(name), only=own).replace("v.", "found.")
        parts.append(
            f"select '{name}', ({value})::text, count(*) from found where {rest} group by 2"
        )
    # Rows are kept on disk when they are many: nothing is gathered that no part asks for.
    told = sorted(set(re.findall(r"\bfound\.(\w+)", " ".join(parts))))
    inner = selection.relation(", ".join(f"v.{one}" for one in told), query.where(leaving=own))
    counted = {name: [] for name in names}
    for name, value, n in rows(
        f"with found as materialized ({inner}) {' union all '.join(parts)}",
        query.bound,
        prepare=query.prepare,
    ):
        typed = int(value) if value is not None and name == "founding_year" else value
        counted[name].append((typed, n))
    return counted


def _ordered(name, counted):
    if name == "founding_year":
        return sorted(counted, key=lambda each: (each[0] is None, each[0] or 0))
    return sorted(counted, key=lambda each: (-each[1], each[0] is None, str(each[0])))
