"""A question and its answers in words: what is measured, how, of which year, per how many."""

from decimal import Decimal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from directory.selectors.observations import indicators
from evidence.measures import Statistic
from evidence.wording.figures import unit_word
from evidence.wording.filters import label_of
from evidence.wording.measured import measure_word
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, isolated, percent
from evidence.wording.places import place_marked
from evidence.wording.plain import plain

NONPROFIT = "census:nonprofit_establishments"


CENSUS_OFFERED = ("nonprofit_establishments", "businesses", "jobs", "population", "households")


def what(asked: Statistic) -> SafeString | str:
    """What is measured, alone."""
    return measure_word("statistics", asked.measure, asked.reading)


def headline(asked: Statistic) -> SafeString:
    """The page's title: the question itself."""
    if asked.measure == NONPROFIT:
        if asked.per:
            shape = _("How many associations in premises of their own for {n} inhabitants?")
            return format_html(shape, n=isolated(grouped(asked.per_n)))
        return escape(_("How many associations have premises of their own?"))
    if asked.measure == "actors":
        return format_html(_actors_question(asked), n=isolated(grouped(asked.per_n)))
    shapes = {
        "mean": _("{what}: how many on average?"),
        "median": _("{what}: how many at the median?"),
        "share": _("{what}: which share?"),
    }
    shape = shapes.get(asked.aggregate, _("{what}: how many?"))
    if asked.per:
        shape = _("{what}: how many for {n} inhabitants?")
    return format_html(shape, what=what(asked), n=isolated(grouped(asked.per_n)))


def _actors_question(asked) -> str:
    if asked.per:
        return _("How many organisations for {n} inhabitants?")
    forms = asked.selection.query.values.get("legal_form", ()) if asked.selection else ()
    return {
        ("cooperative",): _("How many cooperatives?"),
        ("association",): _("How many associations?"),
        ("mutual",): _("How many mutual societies?"),
    }.get(tuple(forms), _("How many organisations?"))


def where(asked: Statistic, known) -> SafeString | str:
    """The one territory a question is narrowed to, or the country."""
    codes = [code for found in asked.within.values() for code in found]
    if not codes:
        return _("all Morocco")
    return place_marked(known[codes[0]]) if len(codes) == 1 and codes[0] in known else ""


def terms(asked: Statistic) -> list[tuple]:
    """What a number depends on beside whose it is: its year, how it is computed, of what it is."""
    told = []
    if asked.years:
        first, last = isolated(asked.years.first), isolated(asked.years.last)
        latest = _("the latest each reports from {first} to {last}")
        words = format_html(latest, first=first, last=last) if asked.years.latest else first
        told.append((label_of("year"), words))
    if asked.aggregate != "sum":
        told.append((pgettext("figure", "Computed as"), aggregate_word(asked.aggregate)))
    if asked.of:
        whole = indicators(asked.reading)[asked.of]
        told.append((pgettext("figure", "Of"), name_of(whole).marked()))
    if asked.per:
        told.append(
            (pgettext("rate", "Divided by"), _("{n} inhabitants").format(n=grouped(asked.per_n)))
        )
    return told


def aggregate_word(aggregate: str) -> str:
    return {
        "sum": _("the sum of those who report it"),
        "mean": _("the mean of those who report it"),
        "median": _("the median of those who report it"),
        "share": _("a share, of those who report both"),
    }[aggregate]


def value_words(value: Decimal | int, unit: str) -> SafeString:
    """A value as exactly as it is worth reading."""
    if unit == "share":
        return isolated(percent(value))
    number = isolated(grouped(value, 0 if value == int(value) else 2))
    word = unit_word(unit)
    return format_html("{} {}", number, word) if word else number


def value_text(value: Decimal | int, unit: str) -> str:
    """The same in plain text."""
    return plain(value_words(value, unit), get_language())


def by_words(name: str) -> str:
    """In which groups a figure is told."""
    return {
        "region": _("By region"),
        "province": _("By province and prefecture"),
        "prefecture-arrondissements": _("By prefecture of arrondissements"),
        "commune": _("By commune"),
        "arrondissement": _("By arrondissement"),
        "locality": _("By neighbourhood or village"),
        "legal_form": _("By legal form"),
        "kind": _("By kind"),
        "cooperative_type": _("By type of cooperative"),
        "sector": _("By sector"),
        "network": _("By network"),
        "programme": _("By programme"),
        "audience": _("By audience"),
        "year": _("By year"),
        "founding_year": _("By founding year"),
        "closing_year": _("By closing year"),
    }[name]
