"""Rows of a list as cards: name, form and sector, place in words, tags."""

import orjson
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _

from directory import codes
from directory.selectors import reference
from evidence.wording.names import name_of
from evidence.wording.places import place_marked
from frontend.freshness import freshness
from frontend.opening import Opened

SLUG_FROM = ("fr", "en", "es", "ar", "zgh")
LONGEST_SLUG = 60


def cards(listed, opened: Opened) -> list[dict]:
    """The cards of some rows of a selection; one statement, for their localities."""
    actors = [orjson.loads(one.json) for one in listed]
    localities = reference.localities([one["locality"] for one in actors], opened.reading)
    return [card(actor, opened, localities) for actor in actors]


def card(actor: dict, opened: Opened, localities: dict) -> dict:
    return {
        "url": opened.link(actor_path(actor["code"], actor["names"])),
        "actor": actor,
        "about": about(actor, opened.reading),
        "place": where(actor, opened.reading, localities),
        "is_demo": actor["is_demo"],
        "fresh": freshness(actor.get("confirmed_on"), opened.reading.date),
        "closed": actor["closed"],
    }


def actor_path(code: str, names: dict) -> str:
    """An actor's page: its code as people read it, and a name that may change."""
    return reverse("actor", args=[key(code, names)])


def key(code: str, names: dict) -> str:
    slug = next((slug_of(names[tongue], tongue) for tongue in SLUG_FROM if names.get(tongue)), "")
    return f"{codes.show(code)}-{slug}" if slug else codes.show(code)


def slug_of(name: str, language: str) -> str:
    slug = slugify(name, allow_unicode=language in ("ar", "zgh"))
    return slug[:LONGEST_SLUG].rsplit("-", 1)[0] if len(slug) > LONGEST_SLUG else slug


def about(actor: dict, reading) -> list[str]:
    """Legal form or kind, then the sectors, the narrower before the wider."""
    forms, kinds = reference.terms(reading, "legal_form"), reference.terms(reading, "kind")
    said = []
    if actor["kind"] != "operator" and actor["kind"] in kinds:
        said.append(name_of(kinds[actor["kind"]]).marked())
    if actor["legal_form"] in forms and (not said or actor["legal_form"] != "association"):
        said.insert(0, name_of(forms[actor["legal_form"]]).marked())
    known = reference.terms(reading, "sector")
    sectors = [known[code] for code in actor["sectors"] if code in known]
    wider = {one.parent for one in sectors}
    said += [name_of(one).marked() for one in sectors if one.code not in wider][:2]
    return said


def where(actor: dict, reading, localities: dict):
    """The place from the narrowest known: village, commune, province."""
    known = reference.territories(reading)
    village = localities.get(actor["locality"])
    steps = [village]
    steps.append(known.get(actor["arrondissement"]) or known.get(actor["commune"]))
    steps.append(known.get(actor["province"]) or known.get(actor["region"]))
    found, said = [], set()
    if village is None and (name := village_named(actor)):
        said.add(name.text)
        found.append(name.marked())
    for one in steps:
        name = one and name_of(one)
        if name is None or name.text in said:
            continue
        said.add(name.text)
        found.append(place_marked(one) if not found else name.marked())
    return format_html_join(_(", "), "{}", ((one,) for one in found))


def village_named(place: dict):
    """The name of a village that no reference set knows, as it was proposed."""
    return name_of({"names": place.get("locality_names") or {}})
