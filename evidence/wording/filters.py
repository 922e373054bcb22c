"""Filters in words: what each is called, what its values say, what they leave to be counted."""

from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from directory.as_of import Reading
from directory.selection.fields import NONE
from directory.selectors import reference
from directory.selectors.actors import names_of_actors
from directory.selectors.observations import indicators
from directory.selectors.programmes import names_of_programmes
from evidence.wording.dates import day_marked
from evidence.wording.names import called, name_of
from evidence.wording.numbers import isolated
from evidence.wording.places import place_marked

DATES = ("founded_from", "founded_to", "closed_from", "closed_to", "active_on", "confirmed_since")
TERMS = ("legal_form", "sector", "audience", "kind", "cooperative_type")


def label_of(name: str) -> str:
    """What a filter, or a part of a question about figures, is called."""
    return {
        "q": pgettext("filter", "Words"),
        "territory": pgettext("filter", "Territory"),
        "region": pgettext("filter", "Region"),
        "province": pgettext("filter", "Province or prefecture"),
        "prefecture-arrondissements": pgettext("territory", "Prefecture of arrondissements"),
        "commune": pgettext("filter", "Commune"),
        "arrondissement": pgettext("filter", "Arrondissement"),
        "locality": pgettext("filter", "Neighbourhood or village"),
        "legal_form": pgettext("filter", "Legal form"),
        "kind": pgettext("filter", "Kind"),
        "cooperative_type": pgettext("filter", "Type of cooperative"),
        "sector": pgettext("filter", "Sector"),
        "audience": pgettext("filter", "Audience"),
        "network": pgettext("filter", "Network"),
        "programme": pgettext("filter", "Programme"),
        "founded_from": pgettext("filter", "Founded from"),
        "founded_to": pgettext("filter", "Founded until"),
        "closed_from": pgettext("filter", "Closed from"),
        "closed_to": pgettext("filter", "Closed until"),
        "status": pgettext("filter", "Status"),
        "active_on": pgettext("filter", "Active on"),
        "confirmed_since": pgettext("filter", "Confirmed since"),
        "has": pgettext("filter", "Reports"),
        "seal": pgettext("filter", "Verified"),
        "bbox": pgettext("filter", "Within a box"),
        "near": pgettext("filter", "Near a point"),
        "radius": pgettext("filter", "Radius in metres"),
        "demo": pgettext("filter", "Examples"),
        "as_of": pgettext("filter", "Moment of the register"),
        "cursor": pgettext("filter", "Page of the list"),
        "ordering": pgettext("filter", "Order"),
        "year": pgettext("filter", "Year"),
        "founding_year": pgettext("filter", "Founding year"),
        "closing_year": pgettext("filter", "Closing year"),
        "aggregate": pgettext("filter", "Measured as"),
        "of": pgettext("filter", "Out of"),
        "per": pgettext("filter", "Per"),
        "per_n": pgettext("filter", "How many inhabitants"),
        "measure": pgettext("filter", "What is measured"),
        "group_by": pgettext("filter", "In groups by"),
        "page": pgettext("filter", "Page of the list"),
    }.get(name, name)


def value_words(name: str, value: str) -> str | None:
    """The words of a value of ours that no taxonomy names."""
    return {
        ("status", "active"): pgettext("status", "Active"),
        ("status", "closed"): pgettext("status", "Closed"),
        ("status", "any"): pgettext("status", "Active or closed"),
        ("demo", "true"): _("Examples only"),
        ("demo", "false"): _("Without examples"),
        ("demo", "any"): _("With examples"),
        ("seal", "identity"): pgettext("seal", "identity"),
        ("seal", "activity"): pgettext("seal", "activity"),
        ("seal", "figures"): pgettext("seal", "figures"),
        ("bbox", ""): _("What the map shows"),
        ("aggregate", "mean"): pgettext("aggregate", "mean"),
        ("aggregate", "median"): pgettext("aggregate", "median"),
        ("aggregate", "share"): pgettext("aggregate", "share"),
        ("per", "inhabitants"): _("inhabitants"),
    }.get((name, value))


def said(name: str, value: str, reading: Reading) -> SafeString | str | None:
    """One value as its taxonomy, the territories, the register or we ourselves name it.

    None where nobody does: a date, numbers, a code the reading does not know.
    """
    if name in TERMS and value in reference.terms(reading, name):
        return name_of(reference.terms(reading, name)[value]).marked()
    if name in ("has", "of") and value in indicators(reading):
        return name_of(indicators(reading)[value]).marked()
    if value in reference.territories(reading):
        return place_marked(reference.territories(reading)[value])
    if name in ("locality", "territory"):
        found = reference.localities([value], reading).get(value)
        return place_marked(found) if found else None
    if name in ("network", "programme"):
        code = value.replace("-", "").upper()
        known = names_of_actors if name == "network" else names_of_programmes
        names = known([code], reading).get(code)
        return None if names is None else called({"names": names}).marked()
    if name == "q":
        return format_html("<bdi>{}</bdi>", value)
    return value_words(name, value)


def is_unknown(name: str, value: str) -> bool:
    """Whether a value selects those of whom it is not known; of legal forms `none` is one."""
    return value == NONE and name != "legal_form"


def not_known(name: str) -> str:
    """What the cell of those is called of whom a grouping is not known."""
    return _("No closing date known") if name == "closing_year" else _("Not known")


def words(name: str, value: str, reading: Reading) -> SafeString | str:
    """One value of a filter, with the filter's name where the value alone would not tell it."""
    if name == "bbox":
        return value_words("bbox", "")
    if is_unknown(name, value):
        return format_html("{} · {}", label_of(name), _("not known"))
    told = said(name, value, reading)
    if told is None:
        if name in ("locality", "territory", "network", "programme"):
            return value
        return format_html("{} {}", label_of(name), isolated(value))
    return format_html("{} {}", label_of(name), told) if name in ("has", "seal") else told


def words_of(name: str, values: str, reading: Reading) -> SafeString:
    """The values of one filter of a normal form, to stand beside the filter's name."""
    each = [values] if name in ("q", "bbox", "near") else values.split(",")
    return format_html_join(_(", "), "{}", ((_alone(name, one, reading),) for one in each))


def _alone(name, value, reading):
    if is_unknown(name, value):
        return _("not known")
    if name in DATES:
        return day_marked(date.fromisoformat(value))
    return said(name, "" if name == "bbox" else value, reading) or isolated(value)


def nouns(legal_form: str | None, count: int) -> str:
    """What is counted, without the number, as the number bends it."""
    if legal_form == "cooperative":
        return ngettext("registered cooperative", "registered cooperatives", count)
    if legal_form == "association":
        return ngettext("registered association", "registered associations", count)
    if legal_form == "mutual":
        return ngettext("registered mutual society", "registered mutual societies", count)
    return ngettext("registered organisation", "registered organisations", count)


def active_on(moment, count: int) -> SafeString:
    """What is counted is active on a day: as the number bends it."""
    shape = ngettext("active on {day}", "active on {day}", count)
    return format_html(shape, day=day_marked(moment))


def closed_by(moment, count: int) -> SafeString:
    shape = ngettext("closed by {day}", "closed by {day}", count)
    return format_html(shape, day=day_marked(moment))


def active_or_closed(count: int) -> str:
    return ngettext("active or closed", "active or closed", count)
