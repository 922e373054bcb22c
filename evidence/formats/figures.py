"""A figure as a table, its total last: the same rows for CSV and for a workbook."""

from functools import lru_cache

from django.utils.translation import gettext as _

from directory.vocabulary import may_hold_invented
from evidence.cells import Cell
from evidence.coverage import share
from evidence.figures import Figure, names_of_groups, women_of
from evidence.formats.table import number, table
from evidence.formats.xlsx import workbook
from evidence.wording.dates import day
from evidence.wording.numbers import grouped, percent
from geodata.models import ReferenceSet

MEASURED = ("value", "unit", "in_scope", "reporting", "coverage", "verified")
PARTS = ("part", "whole")
WOMEN = ("share", *PARTS, "reporting")


def figure_csv(told: Figure) -> bytes:
    columns, *rows = table_of(told)
    return table(columns, rows)


def figure_xlsx(told: Figure, *, address: str) -> bytes:
    """The table, and a sheet that says what was asked, when, of how many, and whom to credit.

    `address` asks the same question again of the same revision.
    """
    return workbook(
        {
            "figures": table_of(told),
            "README": [[label, words] for label, words in read_me(told, address)],
        }
    )


def table_of(told: Figure) -> list[list]:
    """The columns, a row for each cell, then the total.

    A share has the two numbers it is made of; what is summed has women's share of it beside, as the
    page has, where the indicator tells it.
    """
    groupings = told.statistic.group_by
    names = names_of_groups(told)
    women = women_of(told.statistic)
    shares = {cell.groups: cell for cell in (*women.results, women.total)} if women else {}
    columns = [column for name in groupings for column in (name, f"{name}_fr", f"{name}_ar")]
    columns += MEASURED
    columns += PARTS if told.statistic.aggregate == "share" else ()
    columns += [f"women_{one}" for one in WOMEN] if women else ()
    rows = []
    for cell in (*told.results, told.total):
        row = []
        for at, name in enumerate(groupings):
            code = cell.groups[at] if cell.groups else "total"
            known = names.get(name, {}).get(code, {})
            row += ["" if code is None else code, known.get("fr", ""), known.get("ar", "")]
        row += [measured(cell)[name] for name in MEASURED]
        if told.statistic.aggregate == "share":
            row += _parts(cell)
        if women:
            row += _women(shares.get(cell.groups))
        rows.append(row)
    return [columns, *rows]


def _parts(cell: Cell) -> list:
    return [None, None] if cell.parts is None else [number(one) for one in cell.parts]


def _women(cell: Cell | None) -> list:
    return (
        [None] * len(WOMEN) if cell is None else [number(cell.value), *_parts(cell), cell.reporting]
    )


def measured(cell: Cell, **told) -> dict:
    """What is known of a cell, as JSON and tables have it, behind what else is told of it; of a
    share, what it is made of too.
    """
    _groups, value, unit, in_scope, reporting, kinds, parts = cell
    told["value"] = number(value)
    told["unit"] = unit
    told["in_scope"] = in_scope
    told["reporting"] = reporting
    told["coverage"] = None if reporting is None else _share(reporting, in_scope)
    told["verified"] = None if kinds is None else _share(kinds["verified"], reporting)
    if parts is not None:
        told |= dict(zip(PARTS, _parts(cell), strict=True))
    return told


@lru_cache(maxsize=20_000)
def _share(part: int, whole: int):
    return number(share(part, whole))


def holds_demonstration(told: Figure) -> bool:
    """Whether invented organisations may be among those counted, which must then be said."""
    selection = told.statistic.selection
    return bool(selection) and may_hold_invented(selection.query.values["demo"])


def read_me(told: Figure, address: str) -> list[tuple[str, str]]:
    """What must be said beside the numbers."""
    statistic, reading, total = told.statistic, told.statistic.reading, told.total
    said = [
        (_("Question"), str(statistic)),
        (_("Asked again"), address),
        (_("Revision"), str(reading.revision)),
        (_("Recorded"), day(reading.recorded_at)),
    ]
    if total.reporting is not None:
        words = _("{some} of {all} report it").format(
            some=grouped(total.reporting), all=grouped(total.in_scope)
        )
        if total.coverage is not None:
            words += f" ({percent(total.coverage)})"
        said.append((_("Coverage"), words))
    if told.overlapping:
        said.append((_("Rows"), _("One organisation may stand in several rows.")))
    if women_of(told.statistic):
        said.append((_("Women"), _("Women’s share is of those who report both numbers.")))
    if told.census_year:
        said.append((_("Census"), credit(reading)))
    if holds_demonstration(told):
        said.append((_("Demonstration"), _("Among those counted may be invented organisations.")))
    said.append(
        (
            _("What it proves"),
            _("What was declared and recorded, by how many and when; not that it is true."),
        )
    )
    return said


def credit(reading) -> str:
    """What the census' licence asks to be said."""
    found = ReferenceSet.objects.filter(series="census", number=reading.set_of("census")).first()
    return found.attribution if found else ""
