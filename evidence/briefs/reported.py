"""Figures of a brief that actors report: memberships, women among them, jobs, with coverage."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.selection.selection import Selection
from directory.selectors.observations import indicators
from evidence.briefs.figures import Figure
from evidence.cells import Cell
from evidence.figures import figure
from evidence.measures import read
from evidence.wording.measured import sources
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, isolated, percent

YEARS = 3  # the latest figure of an actor counts if it is no older
LEAST_COVERAGE = Fraction(1, 4)  # below, nothing is compared


@dataclass(frozen=True)
class Asked:
    """A measure as an address asks for it."""

    measure: str
    share_of: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        ratio = {"aggregate": "share", "of": self.share_of} if self.share_of else {}
        return {"measure": self.measure, "year": f"latest:{YEARS}"} | ratio


KEY = (Asked("members"), Asked("members-women", "members"), Asked("jobs"))


def reported(here: Selection, country: Selection, *, whole: bool) -> list[Figure]:
    """Those of the key figures that somebody here reports. `whole`: here is the country itself."""
    found = [_figure(asked, here, None if whole else country) for asked in KEY]
    return [one for one in found if one]


def _figure(asked: Asked, here: Selection, country: Selection | None) -> Figure | None:
    if asked.measure not in indicators(here.reading):
        return None
    query, cell = _answer(asked, here)
    if not cell.reporting:
        return None
    beside = [
        format_html(
            _("given by {n} of {all} ({share})"),
            n=isolated(grouped(cell.reporting)),
            all=isolated(grouped(cell.in_scope)),
            share=isolated(percent(_exact(cell.reporting, cell.in_scope))),
        )
    ]
    if cell.kinds["verified"]:
        verified = sources({"verified": cell.kinds["verified"]})
        beside[0] = format_html(
            pgettext("brief", "{told}; {verified}"), told=beside[0], verified=verified
        )
    compared = _compared(asked, cell, country)
    if compared:
        beside.append(compared)
    return Figure(
        value=isolated(_said(asked, cell)),
        what=_what(asked, here),
        address=f"/api/v1/statistics/?{query}&as_of={here.revision}",
        beside=tuple(beside),
        part=_exact(cell.reporting, cell.in_scope),
        verified=_exact(cell.kinds["verified"], cell.in_scope),
        is_coverage=True,
    )


def _answer(asked: Asked, selection: Selection) -> tuple[str, Cell]:
    statistic = read(dict(selection.query.normal) | asked.parameters, selection.reading)
    if statistic.refused:
        raise ValueError(f"{asked}: {statistic.refused}")
    return str(statistic), figure(statistic).total


def _compared(asked: Asked, cell: Cell, country: Selection | None) -> SafeString | None:
    """The country beside, where enough is known of both to compare."""
    if country is None or not asked.share_of:
        return None
    _query, nation = _answer(asked, country)
    known = (_exact(one.reporting, one.in_scope) for one in (cell, nation))
    if any(one < LEAST_COVERAGE for one in known) or nation.value is None:
        return None
    return format_html(_("Morocco {there}"), there=isolated(_said(asked, nation)))


def _said(asked: Asked, cell: Cell) -> str:
    return percent(Fraction(cell.value)) if asked.share_of else grouped(cell.value)


def _what(asked: Asked, here: Selection) -> SafeString:
    known = indicators(here.reading)
    last = here.reading.date.year
    said = {
        "name": name_of({"names": known[asked.measure].names}).text,
        "years": isolated(f"{last - YEARS + 1}–{last}"),
    }
    if asked.share_of:
        whole = name_of({"names": known[asked.share_of].names}).text
        return format_html(_("{name}, in % of “{whole}” ({years})"), whole=whole, **said)
    return format_html(_("{name} ({years})"), **said)


def _exact(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)
