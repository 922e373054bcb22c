"""A figure by year as a chart and as a list of rows, with what its rises may come from."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from evidence.cells import Cell
from evidence.drawing.chart_svg import Bar, chart
from evidence.figures import Figure
from evidence.wording.numbers import grouped, isolated, percent
from frontend.figures.maps import LEAST
from frontend.figures.rows import IN_TIME
from frontend.figures.words import value_text, value_words

MOST_BARS = 60
OPEN_ROWS = 12


@dataclass(frozen=True)
class YearRow:
    year: int
    cell: Cell
    value: SafeString | None
    share: Fraction | None


@dataclass(frozen=True)
class Series:
    """`rows` are the last years, the latest first; `earlier` those before, folded. `by` is the
    grouping whose years they are.
    """

    drawing: SafeString
    rows: list[YearRow]
    earlier: list[YearRow]
    of_everybody: bool
    change: SafeString | str
    unknown: int
    by: str


def series(told: Figure, title: str) -> Series | None:
    """None where the cells are no years."""
    if told.statistic.group_by not in [(name,) for name in IN_TIME]:
        return None
    known = {cell.groups[0]: cell for cell in told.results if cell.groups[0] is not None}
    if not known:
        return None
    everybody = not told.statistic.indicator
    years = range(max(min(known), max(known) - MOST_BARS + 1), max(known) + 1)
    cells = {year: known.get(year) or _nobody(year, told, everybody) for year in years}
    drawing = chart(
        [_bar(year, cell, everybody) for year, cell in cells.items()],
        title=title,
        description=description(cells, everybody),
        rtl=get_language_bidi(),
    )
    most = max((abs(Fraction(cell.value)) for cell in cells.values() if cell.value), default=0)
    rows = [_row(year, cell, most) for year, cell in reversed(cells.items())]
    unknown = next((cell.in_scope for cell in told.results if cell.groups[0] is None), 0)
    return Series(
        drawing,
        rows[:OPEN_ROWS],
        rows[OPEN_ROWS:],
        everybody,
        "" if everybody or told.statistic.group_by != ("year",) else change(cells),
        unknown,
        told.statistic.group_by[0],
    )


def _nobody(year, told, everybody) -> Cell:
    """A year that no cell speaks of: nobody was founded or closed in it, or nobody reports it."""
    return Cell((year,), 0 if everybody else None, told.total.unit, 0, 0)


def _bar(year, cell, everybody) -> Bar:
    coverage = None if everybody else cell.coverage or Decimal(0)
    words = "" if cell.value is None else value_text(cell.value, cell.unit)
    told = "" if coverage is None else percent(coverage)
    return Bar(
        str(year), None if cell.value is None else Decimal(cell.value), words, coverage, told
    )


def _row(year, cell, most) -> YearRow:
    known = cell.value is not None
    return YearRow(
        year,
        cell,
        value_words(cell.value, cell.unit) if known else None,
        Fraction(cell.value) / most if known and most and cell.value > 0 else None,
    )


def description(cells: dict[int, Cell], everybody: bool) -> str:
    """The chart for who does not see it: its first, its last and its greatest bar."""
    told = {year: cell for year, cell in cells.items() if cell.value is not None}
    if not told:
        return _("Nobody reports it in any year.")

    def said(year):
        cell = told[year]
        words = value_text(cell.value, cell.unit)
        if everybody:
            return f"{year}: {words}"
        shape = _("{year}: {value}, reported by {some} of {all}")
        some, whole = grouped(cell.reporting), grouped(cell.in_scope)
        return shape.format(year=year, value=words, some=some, all=whole)

    greatest = max(told, key=lambda year: told[year].value)
    shown = sorted({min(told), greatest, max(told)})
    return _("Bars by year. {years}. All values stand in the table.").format(
        years="; ".join(map(said, shown))
    )


def change(cells: dict[int, Cell]) -> SafeString | str:
    """From one year to the next the number of those who report changes too, and that is said."""
    enough = [
        (year, cell)
        for year, cell in cells.items()
        if cell.value is not None and cell.coverage is not None and cell.coverage >= LEAST
    ]
    if len(enough) < 2:
        return _("Too few report it in these years for one to be compared with another.")
    (first, before), (last, after) = enough[-2:]
    shape = _(
        "From {first} to {last} the figure goes from {before} to {after}, while those who report"
        " it go from {some} to {more}: part of the difference is who reports."
    )
    return format_html(
        shape,
        first=isolated(first),
        last=isolated(last),
        before=value_words(before.value, before.unit),
        after=value_words(after.value, after.unit),
        some=isolated(grouped(before.reporting)),
        more=isolated(grouped(after.reporting)),
    )
