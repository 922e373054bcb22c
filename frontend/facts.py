"""What the register holds of one actor, as pairs of words with their sources."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from desk.field_words import field_word, registry_word
from directory.selectors import reference
from evidence.wording.dates import day_marked
from evidence.wording.names import name_of
from evidence.wording.numbers import isolated
from evidence.wording.places import type_word
from frontend.cards import village_named
from frontend.templatetags.marks import sector_icon

EVERYTHING = "*"


def facts_of(facts: dict, state, opened, localities) -> list[dict]:
    """Label, value and sources of each known fact; what matters and is unknown, as such."""
    reading = opened.reading
    pairs = [
        ("legal_form", _("Legal form"), _term("legal_form", facts["legal_form"], reading)),
        (
            "kind",
            _("Kind"),
            None if facts["kind"] == "operator" else _term("kind", facts["kind"], reading),
        ),
        (
            "cooperative_type",
            _("Type"),
            _term("cooperative_type", facts["cooperative_type"], reading),
        ),
        ("sectors", _("Sectors"), _sectors(facts["sectors"], opened)),
        (
            "audiences",
            _("Who is behind it, and for whom"),
            _terms("audience", facts["audiences"], reading),
        ),
        ("products", _("Products"), _products(facts["products"])),
        ("founded", _("Founded"), partial(facts["founded"]) or UNKNOWN),
        ("closed", _("Closed"), partial(facts["closed"])),
        *_places(facts["place"], opened, localities),
        ("registry", _("Registry"), _registry(facts["registry"])),
        ("website", _("Website"), _website(facts["website"])),
    ]
    return [
        {
            "label": label,
            "value": None if value is UNKNOWN else value,
            "unknown": value is UNKNOWN,
            "sources": sources(facts["provenance"], field),
        }
        for field, label, value in pairs
        if value
    ]


UNKNOWN = object()


def partial(value):
    return value and day_marked(date.fromisoformat(value["date"]), value["precision"])


def _term(name, code, reading):
    term = reference.terms(reading, name).get(code)
    return term and name_of(term).marked()


def _terms(name, codes, reading):
    """All that was said: led by women is more than members who are women."""
    known = reference.terms(reading, name)
    return joined([name_of(known[code]).marked() for code in codes if code in known])


def _sectors(codes, opened):
    """Each with its mark, leading to those in the same sector; a parent left out likewise."""
    known = reference.terms(opened.reading, "sector")
    found = [known[code] for code in codes if code in known]
    parents = {one.parent for one in found}
    if not found:
        return None
    return format_html_join(
        "",
        '<a class="sector" href="{}">{}<span>{}</span></a>',
        (
            (
                opened.link(reverse("actors"), sector=one.code),
                sector_icon(one.mappings["icon"]),
                name_of(one).marked(),
            )
            for one in found
            if one.code not in parents
        ),
    )


def joined(parts):
    return format_html_join(_(", "), "{}", ((one,) for one in parts)) if parts else None


def _products(products):
    return joined([name_of({"names": one}).marked() for one in products if one])


def _places(place, opened, localities):
    known = reference.territories(opened.reading)
    locality = localities.get(place["locality"])
    if locality is not None:
        yield "place", type_word(locality.kind), name_of(locality).marked()
    elif name := village_named(place):
        yield "place", _("Place"), name.marked()
    for level in ("arrondissement", "commune", "province", "region"):
        one = known.get(place[level])
        if one is None:
            continue
        url = opened.link(reverse("territory", args=[one.code]))
        value = format_html('<a href="{}">{}</a>', url, name_of(one).marked())
        if one.name_zgh and level == "region":
            value = format_html('{} <bdi lang="zgh" class="muted">{}</bdi>', value, one.name_zgh)
        yield "place", type_word(one.kind), value
    if place["commune"] is None:
        yield "place", _("Commune"), UNKNOWN


def _registry(registry):
    return joined(
        [
            format_html("{} {}", registry_word(name), isolated(number))
            for name, number in registry.items()
        ]
    )


def _website(address):
    if not address or not address.startswith(("https://", "http://")):
        return None
    shown = address.split("://", 1)[1].rstrip("/")
    return format_html('<a href="{}" rel="nofollow"><bdi class="mono">{}</bdi></a>', address, shown)


def sources(provenance: dict, field: str) -> list[dict]:
    """Where a field comes from; the demonstration's says so for all fields at once."""
    found = provenance.get(field)
    if not found:
        return []
    return found if isinstance(found, list) else [found]


def sources_of(facts: dict) -> list[dict]:
    """Every source with the fields it gave, in the order of first mention."""
    told: dict[tuple, dict] = {}
    for field, given in facts["provenance"].items():
        for one in given if isinstance(given, list) else [given]:
            mark = (one.get("source"), one.get("address"))
            told.setdefault(mark, {"source": one, "fields": []})["fields"].append(field)
    return [
        {
            "words": source_words(each["source"].get("source", "")),
            "address": each["source"].get("address"),
            "note": each["source"].get("note", ""),
            "fields": []
            if EVERYTHING in each["fields"]
            else [field_word(f) for f in each["fields"]],
        }
        for each in told.values()
    ]


def source_words(source: str) -> str:
    """The sources that are ours have words; any other is quoted as it calls itself."""
    return {
        "demonstration": _("Demonstration: invented"),
        "Statement of the project, unverified": _("Statement of the project, unverified"),
        "Declared by its steward": _("Declared by its steward"),
        "Declared by who registered it": _("Declared by who registered it"),
        "Suggested by a reader, accepted by a moderator": _(
            "Suggested by a reader, accepted by a moderator"
        ),
    }.get(source, source)
