"""Figures: one question at an address, answered with its coverage, as a number and as a table."""

from fractions import Fraction

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.selectors.observations import indicators
from evidence.coverage import share
from evidence.figures import Cell, figure, names_of_groups
from evidence.measures import OWN, Statistic, read
from evidence.wording.figures import unit_word
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, isolated
from frontend.filters import label_of, words_of
from frontend.opening import register_page

NONPROFIT = "census:nonprofit_establishments"
# What a form offers; an address may ask for any grouping and pair of them.
OFFERED = (
    "region", "province", "legal_form", "sector", "audience", "cooperative_type", "year",
    "founding_year",
)  # fmt: skip
MOST_ROWS = 2_000


@register_page
def figures(request, opened):
    asked = read(request.GET, opened.reading, allowed=frozenset({"as_of"}))
    for name, messages in asked.refused.items():
        opened.refused.setdefault(name, messages)
    context = {
        "section": "figures",
        "measures": measures(asked, opened.reading),
        "groupings": [(name, grouping_word(name), name in asked.group_by) for name in OFFERED],
        "year": request.GET.get("year", ""),
        "per": request.GET.get("per", ""),
        "kept_by_form": [
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in {"measure", "group_by", "year", "per"}
        ],
        "filters": [],
        "told": None,
    }
    if not opened.refused:
        context |= answered(asked, opened)
    return opened.page("pages/figures.html", context)


def answered(asked: Statistic, opened) -> dict:
    told = figure(asked)
    names = names_of_groups(told)
    query = f"/api/v1/statistics/?{asked}&as_of={opened.reading.revision}"
    most = max((abs(Fraction(cell.value)) for cell in told.results if cell.value), default=0)
    return {
        "told": told,
        "what": what(asked, opened.reading),
        "unit": unit_word(told.total.unit),
        "verified": told.total.kinds and share(told.total.kinds["verified"], told.total.in_scope),
        "heads": [grouping_word(name) for name in asked.group_by],
        "rows": [row(asked, cell, names, most) for cell in told.results[:MOST_ROWS]],
        "filters": [
            *terms(asked, opened.reading),
            *((label_of(name), words_of(name, value, opened)) for name, value in narrowed(asked)),
        ],
        "cite_query": query,
        "table_url": f"{query}&format=csv",
        "json_url": query,
        "list_url": asked.selection and opened.link(reverse("actors"), **dict(narrowed(asked))),
    }


def terms(asked: Statistic, reading) -> list[tuple]:
    """What a number depends on beside whose it is: its year, how it is computed, of what it is."""
    told = []
    if asked.years:
        first, last = isolated(asked.years.first), isolated(asked.years.last)
        latest = _("the latest each reports from {first} to {last}")
        words = format_html(latest, first=first, last=last) if asked.years.latest else first
        told.append((pgettext("grouping", "Year"), words))
    if asked.aggregate != "sum":
        told.append((pgettext("figure", "Computed as"), aggregate_word(asked.aggregate)))
    if asked.of:
        told.append((pgettext("figure", "Of"), name_of(indicators(reading)[asked.of]).marked()))
    if asked.per:
        told.append(
            (pgettext("rate", "Divided by"), _("{n} inhabitants").format(n=grouped(asked.per_n)))
        )
    return told


def aggregate_word(aggregate: str) -> str:
    return {
        "mean": _("the mean of those who report it"),
        "median": _("the median of those who report it"),
        "share": _("a share, of those who report both"),
    }[aggregate]


def narrowed(asked: Statistic) -> list[tuple[str, str]]:
    """The filters of a question that narrow it, in their normal form."""
    said = [part.partition("=")[::2] for part in str(asked).split("&")]
    return [
        (name, value)
        for name, value in said
        if name not in OWN and not (name == "demo" and value == "any")
    ]


def measures(asked: Statistic, reading) -> list[tuple]:
    """What may be measured: code, words, whether it is."""
    found = [("actors", _("Organisations in the register"), asked.measure == "actors")]
    found += [
        (code, name_of(one).text, asked.measure == code)
        for code, one in indicators(reading).items()
    ]
    return [
        *found,
        (
            NONPROFIT,
            _("Associations in premises of their own (census of 2024)"),
            asked.measure == NONPROFIT,
        ),
    ]


def what(asked: Statistic, reading):
    if asked.indicator:
        return name_of(indicators(reading)[asked.indicator]).marked()
    if asked.measure == NONPROFIT:
        return _("Associations in premises of their own (census of 2024)")
    if asked.column:
        return _("Census: {column}").format(column=asked.column)
    return _("Organisations in the register")


def row(asked: Statistic, cell: Cell, names, most) -> dict:
    return {
        "groups": [
            group_words(name, code, names.get(name, {}))
            for name, code in zip(asked.group_by, cell.groups, strict=True)
        ],
        "cell": cell,
        "share": Fraction(cell.value) / most if cell.value and most and cell.value > 0 else None,
    }


def group_words(name, code, names):
    if code is None:
        return _("Not known")
    if isinstance(code, int):
        return isolated(code)
    found = name_of({"names": names.get(code, {})})
    return found.marked() if found else code


def grouping_word(name: str) -> str:
    """What cells are called."""
    return {
        "region": pgettext("grouping", "Region"),
        "province": pgettext("grouping", "Province or prefecture"),
        "legal_form": pgettext("grouping", "Legal form"),
        "sector": pgettext("grouping", "Sector"),
        "audience": pgettext("grouping", "Audience"),
        "cooperative_type": pgettext("grouping", "Type of cooperative"),
        "year": pgettext("grouping", "Year"),
        "founding_year": pgettext("grouping", "Founding year"),
    }.get(name) or label_of(name)
