"""What figures count, with the number, as the number bends it: 1 membership, 4,870 memberships."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from directory.as_of import Reading
from directory.selectors.observations import indicators
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, isolated

PLACES = 2


def number(value) -> SafeString:
    """A value as exactly as it is worth reading, marked as what a figure tells."""
    places = 0 if value == int(value) else PLACES
    return format_html("<b>{}</b>", isolated(grouped(value, places)))


def organisations(legal_form: str | None, count: int) -> SafeString:
    """`312 registered cooperatives`."""
    if legal_form == "cooperative":
        said = ngettext("{n} registered cooperative", "{n} registered cooperatives", count)
    elif legal_form == "cooperative-union":
        said = ngettext(
            "{n} registered union of cooperatives", "{n} registered unions of cooperatives", count
        )
    elif legal_form == "association":
        said = ngettext("{n} registered association", "{n} registered associations", count)
    elif legal_form == "mutual":
        said = ngettext("{n} registered mutual society", "{n} registered mutual societies", count)
    else:
        said = ngettext("{n} registered organisation", "{n} registered organisations", count)
    return format_html(said, n=number(count))


def active(count: int) -> str:
    """The status of those counted."""
    return npgettext("those counted", "active", "active", count)


def units(indicator: str, value) -> SafeString | None:
    """A whole value of an indicator with its noun; None where only its name can be said."""
    count = int(value)
    if count != value:
        return None
    n = abs(count)
    said = {
        "members": lambda: ngettext("{n} membership", "{n} memberships", n),
        "members-women": lambda: ngettext("{n} membership of women", "{n} memberships of women", n),
        "members-men": lambda: ngettext("{n} membership of men", "{n} memberships of men", n),
        "members-youth": lambda: ngettext(
            "{n} membership of young people", "{n} memberships of young people", n
        ),
        "governing-body": lambda: ngettext(
            "{n} member of governing bodies", "{n} members of governing bodies", n
        ),
        "jobs": lambda: ngettext("{n} job", "{n} jobs", n),
        "jobs-women": lambda: ngettext("{n} job of women", "{n} jobs of women", n),
        "jobs-youth": lambda: ngettext("{n} job of young people", "{n} jobs of young people", n),
        "volunteers": lambda: ngettext("{n} volunteer", "{n} volunteers", n),
        "worker-members": lambda: ngettext("{n} worker-member", "{n} worker-members", n),
        "beneficiaries": lambda: ngettext("{n} beneficiary", "{n} beneficiaries", n),
    }.get(indicator)
    return format_html(said(), n=number(value)) if said else None


def part_of(indicator: str) -> str | None:
    """Whose part of a whole an indicator is; {some} of {whole}."""
    if indicator in ("members-women", "jobs-women"):
        return _("{some} of {whole} are women's")
    if indicator in ("governing-body-women", "beneficiaries-women"):
        return _("{some} of {whole} are women")
    if indicator == "members-men":
        return _("{some} of {whole} are men's")
    if indicator in ("members-youth", "jobs-youth"):
        return _("{some} of {whole} are young people's")
    if indicator == "jobs-full-time":
        return _("{some} of {whole} are full-time")
    if indicator == "jobs-permanent":
        return _("{some} of {whole} are permanent")
    if indicator == "jobs-seasonal":
        return _("{some} of {whole} are seasonal or temporary")
    return None


def sources(kinds: dict[str, int]) -> SafeString:
    """By which kinds of sources those who report are known: 18 verified, 222 declared."""
    told = [
        format_html(_source(kind, count), n=isolated(grouped(count)))
        for kind, count in kinds.items()
        if count
    ]
    said = told[0] if told else SafeString()
    for more in told[1:]:
        said = format_html(pgettext("kinds of sources", "{some}, {more}"), some=said, more=more)
    return said


def _source(kind, count):
    return {
        "verified": ngettext("{n} verified", "{n} verified", count),
        "registry": ngettext("{n} from a registry", "{n} from a registry", count),
        "survey": ngettext("{n} from a survey", "{n} from a survey", count),
        "declared": ngettext("{n} declared", "{n} declared", count),
        "estimate": ngettext("{n} estimated", "{n} estimated", count),
    }[kind]


def measure_word(kind: str, measure: str, reading: Reading) -> SafeString | str:
    """What a figure measures, as its heading; nothing of what is no question of measures."""
    if kind not in ("actors", "statistics"):
        return ""
    if measure.startswith("census:"):
        return census_column(measure.partition(":")[2])
    if measure in indicators(reading):
        return name_of(indicators(reading)[measure]).marked()
    return _("Organisations in the register")


def census_column(column: str) -> str:
    """What a column of the census counts, as the bureau says it."""
    return {
        "population": pgettext("census", "Inhabitants"),
        "population_urban": pgettext("census", "Urban inhabitants"),
        "population_rural": pgettext("census", "Rural inhabitants"),
        "households": pgettext("census", "Households"),
        "households_urban": pgettext("census", "Urban households"),
        "households_rural": pgettext("census", "Rural households"),
        "establishments": pgettext("census", "Economic establishments"),
        "nonprofit_establishments": _(
            "Associations in premises of their own (economic establishments)"
        ),
        "businesses": pgettext("census", "Businesses"),
        "jobs": pgettext("census", "Jobs in economic establishments"),
    }[column]
