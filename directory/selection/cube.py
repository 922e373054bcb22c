"""Counting without scanning: which queries the cube can answer, and the sums that do."""

from dataclasses import dataclass

from directory.database import rows
from directory.selection.past import sums_as_of

SINGLE = ("legal_form", "kind", "cooperative_type", "active", "is_demo")
AXIS_OF = {"sector": "sector", "audience": "audience"}
LEVELS_OF_YEARS = {"country", "region", "province"}
LEVELS = LEVELS_OF_YEARS | {"commune", "arrondissement", "prefecture-arrondissements"}


@dataclass(frozen=True)
class Cells:
    """A slice of the cube: one axis, some of its values, some territories, other dimensions.

    `years` bounds the founding years, both included, where the axis is `founding-year`.
    """

    axis: str
    value: str | None
    territories: tuple[str, ...]
    level: str
    among: tuple[tuple[str, tuple], ...]
    years: tuple[int | None, int | None] = (None, None)

    def sums(self, reading, group: tuple[str, ...] = ()) -> list[tuple]:
        """Rows of (group values…, n) as of the reading's revision."""
        prepare = None if self._apart(group) else self.prepare
        return rows(*self.statement(reading, group), prepare=prepare)

    @property
    def prepare(self) -> bool | None:
        """Whether its sums may be planned once for all values: not of several territories, for
        which such a plan reads all of them and drops the rest.
        """
        return None if len(self.territories) == 1 else False

    def _apart(self, group) -> bool:
        """Whether each territory is read by itself, which is planned alike for any of them."""
        return group == ("territory", "value") and len(self.territories) > 1

    def statement(self, reading, group: tuple[str, ...] = ()) -> tuple[str, dict]:
        """The SQL of those sums, and its values."""
        # Bound under names of their own: a tile binds a query's values beside these.
        clauses, bound = ["axis = %(cell_axis)s"], {"cell_axis": self.axis}
        apart = self._apart(group)
        inside = among("territory", "cell_territory", self.territories, bound)
        clauses.append("territory = asked.territory" if apart else inside)
        if self.value is not None:
            clauses.append("value = %(cell_value)s")
            bound["cell_value"] = self.value
        for bounds, sign in zip(self.years, (">=", "<="), strict=True):
            if bounds is not None:
                name = "cell_first" if sign == ">=" else "cell_last"
                # A case, since clauses may be tried in any order and other values are no numbers.
                year = "case when axis = 'founding-year' and value <> '' then value::integer end"
                clauses.append(f"{year} {sign} %({name})s::integer")
                bound[name] = bounds
        for column, values in self.among:
            told = ["" if one is None else one for one in values]
            clauses.append(among(column, f"cell_{column}", told, bound))
        keys = group[1:] if apart else group
        source, between = sums_as_of(
            "rollup", keys, {"n": "bigint"}, " and ".join(clauses), reading
        )
        bound |= between
        if apart:  # each by itself an index has in order, so that nothing is hashed
            return (
                "select asked.territory, value, n"
                " from unnest(%(cell_territory)s::text[]) as asked (territory)"
                f" cross join lateral ({source}) cells where n <> 0",
                bound,
            )
        told = "".join(f"{key}, " for key in keys)
        some = " where n <> 0" if keys else ""
        return f"select {told}coalesce(n, 0) as n from ({source}) cells{some}", bound


def among(column: str, name: str, values, bound: dict) -> str:
    """The clause of a column that holds one of some values, which it binds.

    Of one it is an equality: a plan for all values would guess that an array holds ten.
    """
    if len(values) == 1:
        bound[name] = values[0]
        return f"{column} = %({name})s"
    bound[name] = list(values)
    kind = "boolean" if values and isinstance(values[0], bool) else "text"
    return f"{column} = any(%({name})s::{kind}[])"


def cells_for(
    query, *, leaving=frozenset(), axis=None, territories=None, placed=None
) -> Cells | None:
    """The slice that answers a query with some filters left out; None where only a scan can.

    `axis` asks for the values of one axis; `territories` for a (level, codes) of one's own;
    `placed` for those with a public point, or without.
    """
    asked_axis, asked_value, years = axis, None, [None, None]
    level, places = ("country", ("MA",)) if territories is None else territories
    among = [] if placed is None else [("placed", (placed,))]
    for name, condition in query.conditions:
        if name in leaving:
            continue
        dimension, _, detail = condition.dimension.partition(":")
        if dimension in SINGLE:
            among.append((dimension, condition.values))
        elif dimension in AXIS_OF:
            if asked_axis is not None or len(condition.values) != 1:
                return None
            asked_axis, asked_value = dimension, condition.values[0] or ""
        elif dimension in ("founded_from", "founded_to"):
            if asked_axis not in (None, "founding-year"):
                return None
            asked_axis = "founding-year"
            years[dimension == "founded_to"] = condition.values[0]
        elif dimension == "territory":
            if detail not in LEVELS or places != ("MA",):
                return None
            if "none:arrondissement" in condition.values:
                return None  # most communes have none; the cube does not count what cannot be
            level, places = detail, condition.values
        else:
            return None
    if asked_axis == "founding-year" and level not in LEVELS_OF_YEARS:
        return None
    if asked_axis is None:
        asked_axis, asked_value = "all", ""
    return Cells(asked_axis, asked_value, tuple(places), level, tuple(among), tuple(years))
