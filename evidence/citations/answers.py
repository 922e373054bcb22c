"""What a citation answered, ready to be shown: its number, and its cells with their names."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directory.as_of import Reading
from evidence.cells import KINDS
from evidence.figures import names_of_cells
from evidence.wording.figures import unit_word
from evidence.wording.filters import label_of, not_known
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, isolated, percent, percentage


@dataclass(frozen=True)
class Number:
    """One value with who is behind it. `reporting` is None where all in scope are what is counted,
    or where the answer has no one number; `verified` are those of the reporting whose figure is.
    """

    value: Decimal | None
    unit: str
    in_scope: int
    reporting: int | None = None
    verified: int = 0

    @property
    def said(self) -> SafeString:
        """The value as it is read: a share as a percentage."""
        return shown(self.value, self.unit)

    @property
    def coverage(self) -> Fraction | None:
        if self.reporting is None or not self.in_scope:
            return None
        return Fraction(self.reporting, self.in_scope)

    @property
    def verified_share(self) -> Fraction | None:
        """The verified among those in scope; None where there are none."""
        return Fraction(self.verified, self.in_scope) if self.verified else None

    @property
    def unit_said(self) -> str:
        return unit_word(self.unit)


def shown(value: Decimal, unit: str = "") -> SafeString:
    if unit == "share":
        return isolated(percent(Fraction(value)))
    if unit == "percent":
        return isolated(percentage(value, 0 if value == value.to_integral_value() else 1))
    return isolated(grouped(value, 0 if value == value.to_integral_value() else 2))


def change_shown(value: Decimal, unit: str = "") -> SafeString:
    """A difference with its sign; of shares in hundredths."""
    if unit == "share":
        points = value * 100
        sign = "+" if points > 0 else ""
        return format_html(_("{n} points"), n=isolated(f"{sign}{grouped(points, 1)}"))
    places = 0 if value == value.to_integral_value() else 2
    return isolated(f"{'+' if value > 0 else ''}{grouped(value, places)}")


def number(answer: dict) -> Number | None:
    """Of an answer its one number; None where it has none: of an actor, a story, several years."""
    if "value" in answer:  # an official figure: somebody else's count
        return Number(Decimal(answer["value"]), answer["unit"], 1)
    if "count" in answer:
        return Number(Decimal(answer["count"]), "actors", answer["count"])
    if "total" not in answer or answer["total"]["reporting"] is None:  # of all years together
        return None
    return of_cell(answer["total"])


def of_cell(cell: dict) -> Number:
    value = None if cell["value"] is None else Decimal(cell["value"])
    if cell["sources"] is None:
        return Number(value, cell["unit"], cell["in_scope"])
    verified = cell["sources"][KINDS.index("verified")]
    return Number(value, cell["unit"], cell["in_scope"], cell["reporting"], verified)


def cells(asked: dict[str, str], answer: dict, reading: Reading) -> tuple[list, list]:
    """Of a figure told apart: what its columns are called, and rows of (names, number)."""
    if "group_by" not in asked:
        return [], []
    by = asked["group_by"].split(",")
    results = answer["results"]
    names = names_of_cells(by, [tuple(one["groups"]) for one in results], reading)
    rows = [
        (
            [
                _group(name, code, names.get(name, {}))
                for name, code in zip(by, one["groups"], strict=True)
            ],
            of_cell(one),
        )
        for one in results
    ]
    return [label_of(name) for name in by], rows


def _group(name, code, names):
    if code is None:
        return not_known(name)
    if isinstance(code, int):
        return isolated(code)
    found = name_of({"names": names.get(code, {})})
    return found.marked() if found else code
