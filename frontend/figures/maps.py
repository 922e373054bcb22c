"""A figure as a map: the cells of one level of territories, in classes, as links."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from directory.selectors import reference
from evidence.cells import Cell
from evidence.drawing.choropleth import Part, choropleth
from evidence.drawing.classes import Classed, Legend, classed, classed_around
from evidence.figures import Figure
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, isolated
from frontend.figures.words import value_text
from frontend.opening import Opened

DRAWN = ("region", "province", "prefecture-arrondissements", "commune", "arrondissement")
MOST_LINKS = 300
LEAST = Decimal("0.25")  # of those in scope: below, a cell is hatched


@dataclass(frozen=True)
class FigureMap:
    drawing: SafeString
    legend: list[Legend]


def figure_map(told: Figure, names: dict, opened: Opened, label: str) -> FigureMap | None:
    """None where the cells are not the territories of one level, or no map can show them."""
    level = told.statistic.group_by[0] if len(told.statistic.group_by) == 1 else ""
    number = opened.reading.set_of("boundaries")
    cells = {cell.groups[0]: cell for cell in told.results if cell.groups[0] is not None}
    if level not in DRAWN or not number or not cells:
        return None
    known = reference.territories(opened.reading)
    if level == "arrondissement" and len({known[code].province for code in cells}) > 1:
        return None
    classes = classes_of(told, cells)
    doors = _doors(cells, known, opened) if len(cells) > MOST_LINKS else []
    names = names.get(level, {})
    drawing = choropleth(
        [
            _part(code, cell, classes, names, opened, bare=bool(doors))
            for code, cell in cells.items()
        ],
        level=level,
        number=number,
        label=label,
        hint=_("Choose a region for its communes") if doors else _("Point at a territory, or Tab"),
        rtl=get_language_bidi(),
        doors=doors,
        narrowed=bool(told.statistic.within) or level not in ("region", "province", "commune"),
    )
    return FigureMap(drawing, classes.legend)


def classes_of(told: Figure, cells: dict[str, Cell]) -> Classed:
    """A share around that of all together; anything else from its least to its most."""
    values = {code: Decimal(cell.value) for code, cell in cells.items() if coloured(cell)}
    unknown = unknown_words([cell for code, cell in cells.items() if code not in values])
    if told.total.unit == "share" and told.total.value is not None:
        return classed_around(values, told.total.value, unknown)
    return classed(values, unknown)


def coloured(cell: Cell) -> bool:
    """Whether enough is known: of a register none counted is not none that exist."""
    if cell.value is None or (cell.unit == "actors" and not cell.in_scope):
        return False
    return cell.coverage is None or cell.coverage >= LEAST


def unknown_words(cells: list[Cell]) -> SafeString | None:
    """The line of the hatch: how many are reported by nobody, how many by too few."""
    if not cells:
        return None
    none = [cell for cell in cells if cell.value is None or not cell.in_scope]
    few = len(cells) - len(none)
    counts = {"none": isolated(grouped(len(none))), "few": isolated(grouped(few))}
    if all(cell.unit == "actors" for cell in cells):
        return format_html(_("none registered yet ({none})"), **counts)
    if not few:
        return format_html(_("not reported ({none})"), **counts)
    if not none:
        return format_html(_("reported by less than a quarter ({few})"), **counts)
    return format_html(_("not reported ({none}), or by less than a quarter ({few})"), **counts)


def _doors(cells, known, opened) -> list[Part]:
    regions = dict.fromkeys(known[code].region for code in cells)
    return [
        Part(
            code,
            "",
            _("{name}: its communes").format(name=name_of(known[code]).text),
            opened.address(region=code, territory=None),
        )
        for code in regions
    ]


def _part(code, cell, classes, names, opened, *, bare) -> Part:
    if bare:
        return Part(code, classes.of(code))
    found = name_of({"names": names.get(code, {})})
    url = opened.link(reverse("territory", args=[code]))
    words = _("{name}: {value}").format(name=found.text if found else code, value=said(cell))
    return Part(code, classes.of(code), words, url)


def said(cell: Cell) -> str:
    """A cell's value in a few words; of how many where these are few."""
    if cell.unit == "actors" and not cell.in_scope:
        return _("none registered yet")
    if cell.value is None:
        return _("not reported")
    text = value_text(cell.value, cell.unit)
    if coloured(cell):
        return text
    shape = _("{value}, reported by {some} of {all}")
    return shape.format(value=text, some=grouped(cell.reporting), all=grouped(cell.in_scope))
