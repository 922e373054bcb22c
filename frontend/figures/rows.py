"""The cells of a figure as rows of a table: in an order the address tells, a page at a time."""

import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.selectors import reference
from evidence.cells import Cell
from evidence.coverage import share
from evidence.figures import Figure
from evidence.grouping import LEVELS
from evidence.wording.filters import label_of, not_known
from evidence.wording.names import Name, called, name_of
from evidence.wording.numbers import isolated
from frontend.figures.words import value_words
from frontend.opening import Opened

MOST_AT_ONCE = 100
ON_A_PAGE = 50
LONG = 20
ORDERINGS = ("value", "-value", "name", "-name")
IN_TIME = ("year", "founding_year", "closing_year")


@dataclass(frozen=True)
class Group:
    """What one grouping says of a row: `name` is None of years and of the unknown."""

    words: str
    name: Name | None = None
    url: str = ""
    within: str = ""


@dataclass(frozen=True)
class Row:
    groups: list[Group]
    cell: Cell
    value: str
    share: Fraction | None
    verified: object
    women: object = None


@dataclass(frozen=True)
class Block:
    """The rows of one group of the first of two groupings; `of` is its own row, all of it together
    where one number can be.
    """

    of: Row
    rows: list[Row]


@dataclass(frozen=True)
class Head:
    """A column's title; with `url` it orders by it, `sorted` tells how it does now."""

    words: str
    css: str = ""
    url: str = ""
    sorted: str = ""


class Rows:
    """All rows of an answer; `shown` are those of the page asked for."""

    def __init__(
        self,
        told: Figure,
        names: dict,
        opened: Opened,
        women: dict | None = None,
        subtotals: list[Cell] | None = None,
    ):
        self.told, self.names, self.opened, self.women = told, names, opened, women
        self.subtotals = {cell.groups[0]: cell for cell in subtotals or ()}
        self.territories = reference.territories(opened.reading)
        self.ordering = self._ordering()
        cells = self._ordered()
        self.total = len(cells)
        self.limit = self.total if self.total <= MOST_AT_ONCE else ON_A_PAGE
        self.page = self._page()
        self.first = (self.page - 1) * self.limit
        values = [abs(Fraction(cell.value)) for cell in told.results if cell.value]
        most = max(values, default=0)
        self.shown = [self._row(cell, most) for cell in cells[self.first :][: self.limit]]
        self.blocks = self._blocks() if len(told.statistic.group_by) > 1 else []

    @property
    def is_long(self) -> bool:
        """Whether a map should not have to wait for the table's end."""
        return len(self.shown) > LONG

    # ---- order and pages ---------------------------------------------------------------------

    def _ordering(self) -> str:
        given = self.opened.request.GET.get("ordering", "")
        if given and given not in ORDERINGS:
            self.opened.refused["ordering"] = [
                _("one of %(choices)s") % {"choices": ", ".join(ORDERINGS)}
            ]
        if given in ORDERINGS:
            return given
        groups = self.told.statistic.group_by
        return "" if len(groups) > 1 or groups[0] in IN_TIME else "-value"

    def _page(self) -> int:
        given = self.opened.request.GET.get("page", "1")
        last = max(1, -(-self.total // (self.limit or 1)))
        if not given.isdecimal() or not 1 <= int(given) <= last:
            self.opened.refused["page"] = [_("this page of the list does not exist")]
            return 1
        return int(given)

    def _ordered(self) -> list[Cell]:
        """Ties in the order of the answer; who has no value, or no name, comes last. Of two
        groupings, the groups of the first, each with its own together.
        """
        if len(self.told.statistic.group_by) < 2:
            return self._sorted(self.told.results, 0)
        within = {}
        for cell in self.told.results:
            within.setdefault(cell.groups[0], []).append(cell)
        groups = [cell for code, cell in self.subtotals.items() if code in within]
        groups = groups or [_no_one_number(cells) for cells in within.values()]
        return [
            cell
            for group in self._sorted(groups, 0)
            for cell in self._sorted(within[group.groups[0]], 1)
        ]

    def _sorted(self, cells: list[Cell], at: int) -> list[Cell]:
        """Cells by their value, or by the name of one of their groups."""
        down = self.ordering.startswith("-")
        if self.ordering.endswith("value"):
            known = [cell for cell in cells if cell.value is not None]
            known.sort(key=lambda cell: cell.value, reverse=down)
            return [*known, *(cell for cell in cells if cell.value is None)]
        if self.ordering.endswith("name"):
            known = [cell for cell in cells if cell.groups[at] is not None]
            known.sort(key=lambda cell: folded(self._group(at, cell).words), reverse=down)
            return [*known, *(cell for cell in cells if cell.groups[at] is None)]
        return list(cells)

    def heads(self) -> list[Head]:
        groups = self.told.statistic.group_by
        found = [self._head(" · ".join(label_of(name) for name in groups), "name", "")]
        found.append(Head("", "table__second"))
        found.append(self._head(_("Value"), "-value", "table__number"))
        return found

    def _head(self, words, first, css) -> Head:
        other = first.removeprefix("-") if first.startswith("-") else f"-{first}"
        asked = other if self.ordering == first else first
        way = "descending" if self.ordering.startswith("-") else "ascending"
        url = self.opened.address(ordering=asked)
        return Head(words, css, f"{url}#table", way if self.ordering in (first, other) else "")

    def pages(self) -> dict:
        """What the component of pages takes."""
        if self.total <= self.limit:
            return {}

        def url(page):
            return f"{self.opened.address(page=page if page > 1 else None)}#table"

        more = self.first + self.limit < self.total
        return {
            "next_url": url(self.page + 1) if more else None,
            "previous_url": url(self.page - 1) if self.page > 1 else None,
            "first_url": url(1) if self.page > 2 else None,
            "span": {
                "first": self.first + 1,
                "last": self.first + len(self.shown),
                "total": self.total,
            },
        }

    # ---- rows --------------------------------------------------------------------------------

    def _row(self, cell, most) -> Row:
        whole = cell.value is not None and cell.value > 0 and most
        return Row(
            groups=[self._group(at, cell) for at in range(len(cell.groups))],
            cell=cell,
            value=None if cell.value is None else value_words(cell.value, cell.unit),
            share=Fraction(cell.value) / most if whole else None,
            verified=cell.kinds and share(cell.kinds["verified"], cell.in_scope),
            women=self.women.get(cell.groups) if self.women else None,
        )

    def _blocks(self) -> list[Block]:
        """Rows shown, under the group of the first grouping they belong to."""
        found = []
        for row in self.shown:
            code = row.cell.groups[0]
            if not found or found[-1].of.cell.groups[0] != code:
                whole = self.subtotals.get(code) or _no_one_number([row.cell])
                found.append(Block(self._row(whole, 0), []))
            found[-1].rows.append(row)
        return found

    def _group(self, at, cell) -> Group:
        name, code = self.told.statistic.group_by[at], cell.groups[at]
        if code is None:
            return Group(not_known(name))
        if isinstance(code, int):
            return Group(isolated(code))
        known = self.names.get(name, {})
        # A network may be nameless, since redacted; what is not known at all is its code.
        told = {"names": known.get(code, {})}
        found = called(told) if name == "network" and code in known else name_of(told)
        if found is None:
            return Group(code)
        if name not in LEVELS or name == "locality":
            return Group(found.text, found)
        url = self.opened.link(reverse("territory", args=[code]))
        return Group(found.text, found, url, self._within(name, code))

    def _within(self, level, code) -> str:
        """The province of what many namesakes have."""
        narrow = self.told.statistic.within.get("province", ())
        if level not in ("commune", "arrondissement") or len(narrow) == 1:
            return ""
        province = self.territories.get(self.territories[code].province)
        return name_of(province).marked() if province else ""


def _no_one_number(cells: list[Cell]) -> Cell:
    """The group of some cells where no number is of all of them."""
    return cells[0]._replace(groups=cells[0].groups[:1], value=None, reporting=None, kinds=None)


def folded(text: str) -> str:
    """For the order of names: without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))
