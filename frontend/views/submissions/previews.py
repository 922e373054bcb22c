"""A profile as its page will show it, before it is one."""

from directory.as_of import snapshot
from directory.models import Contact
from directory.selectors import reference
from directory.selectors.actors import ActorState, belongings
from directory.selectors.observations import figures_of, indicators
from directory.selectors.pictures import pictures_of
from evidence.wording.names import name_of, other_names
from frontend.cards import about, where
from frontend.facts import facts_of
from frontend.naming import named
from frontend.opening import Opened
from frontend.pictures import apart, shown
from frontend.still import actor_map
from frontend.views.actors import belonging, figure, place_note

DECLARED = "declared"


def preview_context(request, proposal, path) -> dict:
    """What `pages/actor/*.html` show, of what is proposed; `path` leads to its pictures."""
    facts = proposal.facts.payload()
    if not facts["names"]:
        return {"facts": None, "logo": None, "photos": []}
    with snapshot() as reading:
        opened = Opened(request, reading)
        place = facts["place"]
        localities = reference.localities([place["locality"]], reading)
        state = ActorState(code=facts["code"], first=reading.revision, facts=facts)
        shown = name_of(facts)
        return {
            "facts": facts,
            "shown": shown,
            "others": [one for one in other_names(facts) if one.text != shown.text],
            "untold": "zgh" not in facts["names"],
            "about": about(facts, reading),
            "where": where(place, reading, localities),
            "description": name_of({"names": facts["descriptions"]}),
            "pairs": facts_of(facts, state, opened, localities),
            "still": actor_map(facts, opened),
            "place_note": place_note(place),
            "belongings": _belongings(proposal, opened),
            "figures": [figure(one) for one in _figures(proposal, reading)],
            "contacts": _contacts(proposal),
            **_pictures(proposal, path),
        }


def _belongings(proposal, opened) -> list[dict]:
    """What the register has it belong to, with what it would join and leave."""
    standing = belongings(proposal.facts.code, opened.reading) if proposal.facts.code else []
    told = [
        belonging(one, opened)
        for one in standing
        if proposal.belonging.get((one.relation, one.code)) is not False
    ]
    joins = {code: kind for (kind, code), joined in proposal.belonging.items() if joined}
    names = named(joins.keys() - {one["code"] for one in told}, opened)
    return told + [
        dict.fromkeys(("since", "until", "is_demo"))
        | {"relation": joins[code], "code": code, "name": name, "url": url}
        for code, (name, url) in names.items()
    ]


def _figures(proposal, reading) -> list[dict]:
    """What the register has of it, with what is proposed in its place."""
    standing = {
        one["indicator"].code: list(one["reported"])
        for one in (figures_of(proposal.facts.code, reading) if proposal.facts.code else [])
    }
    known = indicators(reading)
    for (code, year), value in proposal.figures.items():
        kept = [one for one in standing.get(code, []) if one["year"] != year]
        if value is not None and code in known:
            kept.append(_said(year, value, known[code].unit))
        standing[code] = sorted(kept, key=lambda one: -one["year"])
    return [
        {"indicator": one, "reported": standing[code]}
        for code, one in known.items()
        if standing.get(code)
    ]


def _said(year, value, unit) -> dict:
    return {
        "year": year,
        "value": value,
        "unit": unit,
        "source_kind": DECLARED,
        "source": "",
        "source_url": None,
        "verified_by": None,
    }


def _contacts(proposal) -> list:
    if proposal.contacts is not None:
        return [one for one in proposal.contacts if one["is_public"]]
    if not proposal.facts.code:
        return []
    return list(Contact.objects.filter(actor__code=proposal.facts.code, is_public=True))


def _pictures(proposal, path) -> dict:
    if proposal.pictures is not None:
        return apart(shown(proposal.pictures, path))
    return apart(shown(pictures_of(proposal.facts.code)) if proposal.facts.code else [])
