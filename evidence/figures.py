"""Figures: a measure over a selection as of a revision, always with how many of it report.

Counts come from the cube of counts and sums from the cube of reports where these can answer; else
one scan of the selection does. How a scan is joined to reports hangs on how many it finds, so none
is prepared.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from directory.database import rows
from directory.selection.cube import Cells, among, cells_for
from directory.selection.past import sums_as_of
from directory.selectors import reference
from directory.selectors.actors import names_of_actors
from directory.selectors.observations import indicators
from directory.selectors.programmes import names_of_programmes
from directory.standing import stands
from evidence.cells import KINDS, NOTHING, Cell, Making, Sums, together
from evidence.census import census_cells
from evidence.grouping import GROUPINGS, LEVELS, TERMS, Grouping, codes_ever, codes_of
from evidence.measures import TERRITORIAL, Statistic

COUNTED_LEVELS = ("region", "province", "commune")  # the cube tells who has none of these
SUMMED_LEVELS = ("region", "province")
# The two in the middle, which are one where their number is odd; both of one sort.
MIDDLE = "percentile_disc(array[0.5, 0.500000001]) within group (order by r.value)"
MEDIANS = {
    True: f"(({MIDDLE})[1] + ({MIDDLE})[2]) * 0.5",
    False: "percentile_cont(0.5) within group (order by r.value)",
}


@dataclass(frozen=True)
class Figure:
    """The answer to a statistic: the total, which counts each actor once, and the cells.

    `overlapping` says that an actor may stand in several cells. `denominator` tells the census year
    of inhabitants; `names` those of the cells' codes, by grouping.
    """

    statistic: Statistic
    total: Cell
    results: list[Cell]
    overlapping: bool = False
    census_year: int | None = None


def figure(statistic: Statistic) -> Figure:
    """Answer a statistic that was not refused, inside its snapshot."""
    if statistic.column:
        total, results, year = census_cells(statistic)
        return Figure(statistic, total, results, census_year=year)
    groupings = [GROUPINGS[name] for name in statistic.group_by]
    overlapping = any(one.several or one.name == "year" for one in groupings)
    making = Making(statistic)
    if not groupings:
        return Figure(statistic, _total(making), [], census_year=making.census_year)
    lasting = [one for one in groupings if one.name != "year"]
    total = _total(making) if overlapping else None
    scope = _scope(statistic, lasting) if lasting else {(): total.in_scope}
    sums = _sums(statistic, groupings) if statistic.indicator else {}
    keys = _keys(statistic, groupings, scope, sums)
    standing = keys if lasting == groupings else map(_standing_in(groupings), keys)
    results = [
        making.cell(key, scope.get(stands_in, 0), sums.get(key, NOTHING))
        for key, stands_in in zip(keys, standing, strict=True)
    ]
    if total is None:  # every actor stands in one cell, so the cells add up
        total = _total(making, scope=scope, sums=sums)
    return Figure(statistic, total, results, overlapping, making.census_year)


def _total(making, *, scope=None, sums=None) -> Cell:
    """The cell of all: asked for itself, or added up from cells that part it."""
    statistic = making.statistic
    if "year" in statistic.group_by:  # no figure is of all years together
        cell = making.cell((), statistic.selection.total)
        return cell._replace(value=None, reporting=None, kinds=None, parts=None)
    if statistic.indicator and (sums is None or statistic.aggregate == "median"):
        sums = _sums(replace(statistic, group_by=()), [])
    # A scan of reports without groups has counted the selection already.
    in_scope = statistic.selection.total if scope is None else sum(scope.values())
    return making.cell((), in_scope, together((sums or {}).values()))


def women_of(asked: Statistic) -> Figure | None:
    """Women's share of what is summed, where the indicator has a part for women."""
    part = f"{asked.indicator}-women"
    known = indicators(asked.reading)
    if asked.aggregate != "sum" or asked.per or part not in known:
        return None
    if known[part].part_of != asked.indicator:
        return None
    return figure(replace(asked, measure=part, aggregate="share", of=asked.indicator))


# ---- how many are in scope -----------------------------------------------------------------------


def _scope(statistic, groupings) -> dict[tuple, int]:
    cells = _cube(statistic, groupings)
    if cells is None:
        few = next((one for one in groupings if one.few), None)
        if few is None or statistic.selection.query.values["status"] == "closed":
            return _scanned_scope(statistic, groupings)
        return _few_and_rest(statistic, groupings, few)
    columns = tuple(one.column for one in groupings)
    read = _keys_read(groupings)
    return {read(values): values[-1] for values in cells.sums(statistic.reading, columns)}


def _cube(statistic, groupings) -> Cells | None:
    """The slice of the cube whose columns are the groups; None where only a scan can tell."""
    levels = [one for one in groupings if one.is_level]
    axes = [one for one in groupings if one.axis]
    if len(levels) > 1 or len(axes) > 1 or not all(one.column for one in groupings):
        return None
    territories, leaving = None, frozenset()
    if levels:
        level = levels[0].name
        if level not in COUNTED_LEVELS or not _coarser(statistic.within, level):
            return None
        codes = codes_ever(levels[0], statistic.reading, statistic.within)
        if statistic.within:
            leaving = frozenset(TERRITORIAL)
            if any(None in _given(statistic, name) for name in TERRITORIAL):
                return None
        else:
            codes = [*codes, f"none:{level}"]
        territories = (level, tuple(codes))
    return cells_for(
        statistic.selection.query,
        leaving=leaving,
        axis=axes[0].axis if axes else None,
        territories=territories,
    )


def _given(statistic, name):
    return statistic.selection.query.values.get(name) or ()


def _coarser(within, level) -> bool:
    """Whether a level's territories lie whole in what a question is narrowed to."""
    return all(LEVELS.index(outer) <= LEVELS.index(level) for outer in within)


def _keys_read(groupings):
    """What makes a cell's key of the values a row begins with: None of what is unknown."""
    readers = [cache(_reader(one)) for one in groupings]  # a grid tells each code many times
    if not readers:
        return lambda values: ()
    if len(readers) == 1:
        [read] = readers
        return lambda values: (read(values[0]),)
    one, other = readers
    return lambda values: (one(values[0]), other(values[1]))


def _reader(grouping: Grouping):
    if grouping.name == "founding_year":
        return lambda value: int(value) if value else None
    if grouping.is_level:
        return lambda value: value if value and not value.startswith("none:") else None
    return lambda value: value or None


def _few_and_rest(statistic, groupings, few):
    """The few whose group is known are scanned; of the rest only how many they are is told."""
    known = _scanned_scope(statistic, groupings, few.few)
    at = groupings.index(few)
    others = [one for one in groupings if one is not few]
    rest = _scope(statistic, others) if others else {(): statistic.selection.total}
    for key, n in known.items():
        rest[key[:at] + key[at + 1 :]] -= n
    return known | {(*key[:at], None, *key[at:]): n for key, n in rest.items() if n}


def _scanned_scope(statistic, groupings, among=""):
    """How many are in each cell; `among` is a clause that narrows whom it scans."""
    selection = statistic.selection
    where = among and f"{among} and {selection.query.where()}"
    keys = ", ".join(one.expression for one in groupings)
    joins = "".join(one.joins for one in groupings)
    places = ", ".join(str(at + 1) for at in range(len(groupings)))
    found = rows(
        f"select {keys}, count(*) from ({selection.relation('v.*', where or None)}) v{joins}"
        f" group by {places}",
        selection.query.bound,
        prepare=False,
    )
    return {tuple(key): n for *key, n in found}


# ---- what those who report add up to -------------------------------------------------------------


def _sums(statistic, groupings) -> dict[tuple, Sums]:
    cells = _summed(statistic, groupings)
    found = (
        _cube_sums(statistic, groupings, cells) if cells else _scanned_sums(statistic, groupings)
    )
    read = _keys_read(groupings)
    return {read(key): sums for key, sums in found}


def _summed(statistic, groupings) -> Cells | None:
    """The slice of the cube of reports; None where only a scan can sum."""
    if statistic.aggregate == "median":
        return None
    lasting = [one for one in groupings if one.name != "year"]
    cells = _cube(statistic, lasting)
    if cells is None or cells.axis not in ("all", "sector", "audience") or any(cells.years):
        return None
    if cells.level == "country":
        regions = codes_ever(GROUPINGS["region"], statistic.reading, {})
        return replace(cells, level="region", territories=(*regions, "none:region"))
    if cells.level not in SUMMED_LEVELS or (cells.axis != "all" and cells.level != "region"):
        return None
    return cells


def _in_years(years, name="") -> tuple[str, dict]:
    """The clause of a report's years; none where years are what is grouped by."""
    if years is None:
        return "true", {}
    bound = {"first_year": years.first, "last_year": years.last}
    if not years.latest:
        return "r.year = %(first_year)s", bound
    following = name or "r.next_year"
    return (
        "r.year between %(first_year)s and %(last_year)s"
        f" and ({following} = 0 or {following} > %(last_year)s)",
        bound,
    )


def _cube_sums(statistic, groupings, cells):
    within, bound = _in_years(statistic.years)
    paired = statistic.aggregate == "share"
    clauses = [
        within,
        "r.indicator = %(indicator)s",
        "r.paired = %(paired)s",
        "r.axis = %(axis)s",
        among("r.territory", "territories", cells.territories, bound),
    ]
    bound |= {"indicator": statistic.indicator, "paired": paired, "axis": cells.axis}
    if cells.value is not None:
        clauses.append("r.value_of_axis = %(face)s")
        bound["face"] = cells.value
    for column, values in cells.among:
        told = ["" if one is None else one for one in values]
        clauses.append(among(f"r.{column}", f"among_{column}", told, bound))
    where = " and ".join(clauses)
    keys = [_summed_column(one) for one in groupings]
    sums = dict.fromkeys(KINDS, "bigint") | {"total": "numeric"}
    if paired:
        sums["whole"] = "numeric"
    source, between = sums_as_of("report", keys, sums, where, statistic.reading)
    found = rows(source, bound | between, prepare=cells.prepare)
    first, last = len(keys), len(keys) + len(KINDS)
    for values in found:  # each begins with its keys
        kinds = values[first:last]
        if any(kinds):
            yield values, Sums(kinds, *values[last:]) if paired else Sums(kinds, values[last])


def _summed_column(grouping):
    return {"sector": "value_of_axis", "audience": "value_of_axis"}.get(
        grouping.name, grouping.column or grouping.name
    )


def _scanned_sums(statistic, groupings):
    taken, bound = reports(statistic, "source_kind", "value")
    selection = statistic.selection
    keys = [one.expression for one in groupings]
    kinds = [f"count(*) filter (where r.source_kind = '{kind}')" for kind in KINDS]
    # What is not told is not read either: all else of a report stands in one index.
    whole = "sum(r.whole)" if statistic.aggregate == "share" else "null::numeric"
    told = [*keys, *kinds, "sum(r.value)", whole]
    told.append(MEDIANS[statistic.exact] if statistic.aggregate == "median" else "null")
    joins = "".join(one.joins for one in groupings)
    places = ", ".join(str(at + 1) for at in range(len(keys)))
    bound = selection.query.bound | bound
    joined = f"join ({taken}) r on r.actor_id = v.actor_id"
    if keys:
        found = rows(
            f"select {', '.join(told)} from ({selection.relation('v.*')}) v {joined}{joins}"
            f" group by {places}",
            bound,
            prepare=False,
        )
    else:
        [(*sums, scope)] = rows(
            f"with found as materialized ({selection.relation('v.actor_id')})"
            f" select {', '.join(told)}, (select count(*) from found) from found v {joined}",
            bound,
            prepare=False,
        )
        selection.total = scope
        found = [sums]
    for *key, a, b, c, d, e, total, whole, middle in found:
        if total is not None:
            median = None if middle is None else Decimal(str(middle))
            yield key, Sums((a, b, c, d, e), total, whole or Decimal(), median)


def reports(statistic, *columns: str) -> tuple[str, dict]:
    """SQL of the reports a statistic takes, and its values: their actor, year and some columns."""
    paired = statistic.aggregate == "share"
    within, bound = _in_years(statistic.years, "r.pair_next_year" if paired else "")
    both = " and r.whole is not null" if paired else ""
    columns = ("actor_id", "year", *columns, *(["whole"] if paired else []))
    said = f"r.indicator = %(indicator)s and {within}{both}"
    return (
        standing_reports(statistic.reading, columns, said),
        bound | {"indicator": statistic.indicator},
    )


def standing_reports(reading, columns: Iterable[str], said: str) -> str:
    """SQL of columns of the reports `r` that stand and hold a clause. One table and no union: few
    actors ask for their own by its index, many have all of them hashed.
    """
    told = ", ".join(f"r.{one}" for one in columns)
    return f"select {told} from directory_report r where {said} and {stands('r', reading)}"


# ---- cells ---------------------------------------------------------------------------------------


def _standing_in(groupings):
    """What tells the key of those in scope from a cell's: the year of a figure parts nobody."""
    return lambda key: tuple(
        [value for one, value in zip(groupings, key, strict=True) if one.name != "year"]
    )


def _keys(statistic, groupings, scope, sums) -> list[tuple]:
    """The cells to list: every code of one grouping, zeros too; of two, those that hold any."""
    found = set(sums)
    if all(one.name != "year" for one in groupings):
        found |= set(scope)
    if len(groupings) > 1:
        firsts, others = (sorted({key[at] for key in found}, key=_placed) for at in (0, 1))
        if len(firsts) * len(others) < 4 * len(found):  # a grid is mostly filled
            return [key for one in firsts for other in others if (key := (one, other)) in found]
        return sorted(found, key=lambda key: (_placed(key[0]), _placed(key[1])))
    [grouping] = groupings
    within = statistic.within if _coarser_or_none(statistic.within, grouping) else {}
    codes = codes_of(grouping, statistic.reading, within)
    if codes is None:
        return sorted(found, key=lambda key: _placed(key[0]))
    listed = [(code,) for code in codes]
    strange = sorted(found - set(listed) - {(None,)})
    return [*listed, *strange, *([(None,)] if (None,) in found else [])]


def _coarser_or_none(within, grouping):
    return grouping.is_level and _coarser(within, grouping.name)


def _placed(code):
    """In its order, what is unknown last."""
    return code is None, code


# ---- names ---------------------------------------------------------------------------------------


def names_of_groups(told: Figure) -> dict[str, dict]:
    """By grouping, names by language of each code in the results; none for years and forms."""
    groups = [cell.groups for cell in told.results]
    return names_of_cells(told.statistic.group_by, groups, told.statistic.reading)


def names_of_cells(group_by, groups, reading) -> dict[str, dict]:
    """The same of cells told by their groups alone, as a citation keeps them."""
    found = {}
    for at, name in enumerate(group_by):
        codes = {one[at] for one in groups} - {None}
        if name in TERMS:
            known = reference.terms(reading, name)
            found[name] = {code: known[code].names for code in codes if code in known}
        elif name == "locality":
            found[name] = {
                code: {"ar": one.name_ar, "fr": one.name_fr}
                for code, one in reference.localities(codes, reading).items()
            }
        elif name in LEVELS:
            known = reference.territories(reading)
            found[name] = {
                code: {"ar": known[code].name_ar, "fr": known[code].name_fr}
                for code in codes
                if code in known
            }
        elif name == "network":
            found[name] = names_of_actors(codes, reading)
        elif name == "programme":
            found[name] = names_of_programmes(codes, reading)
    return found
