"""The list of actors, and the page of one: what the register holds of it, and since when."""

import re
from urllib.parse import unquote

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import codes
from directory.selection.filterset import ActorFilterSet
from directory.selectors import reference
from directory.selectors.actors import actor_state, belongings, public_contacts
from directory.selectors.observations import figures_of
from directory.selectors.pictures import pictures_of
from evidence.wording.figures import source_kind_word, unit_word
from evidence.wording.names import name_of, other_names
from evidence.wording.places import place_marked
from frontend.cards import about, actor_path, cards, key, where
from frontend.events import history_of
from frontend.facts import facts_of, source_words, sources_of
from frontend.filters import Asked
from frontend.freshness import confirmed_within, freshness
from frontend.linked import block, organisation
from frontend.opening import Opened, register_page
from frontend.pictures import apart
from frontend.pictures import shown as shown_pictures
from frontend.seals import told_seals
from frontend.still import actor_map
from frontend.stories import stories_beside
from frontend.views.home import selection_context

ON_A_PAGE = 50
KEY = re.compile(r"([0-9A-Za-z]{4}-?[0-9A-Za-z]{4})(?:-.*)?")


@register_page
def actors(request, opened):
    asked = Asked.of(opened)
    context = selection_context(asked, limit=ON_A_PAGE) | {
        "section": "actors",
        "on_map_url": opened.address(reverse("home")),
        "data_url": opened.address(reverse("data")),
        "feed_url": opened.address(reverse("actors-feed"), as_of=None),
        "follow_url": opened.address(reverse("following-new"), as_of=None, ordering=None),
    }
    if asked.selection is not None:
        context["fresh"] = confirmed_within(
            asked.selection, lambda since: opened.address(confirmed_since=since)
        )
    return opened.page("pages/actors.html", context)


def read_code(given: str) -> str:
    """The code at the start of an address. Raises Http404 with what is wrong with it."""
    found = KEY.fullmatch(given)
    try:
        return codes.parse(found[1] if found else given)
    except codes.MiskeyedCode as error:
        raise Http404(
            _("This code is mistyped: its last symbol does not fit the others.")
        ) from error
    except codes.MalformedCode as error:
        raise Http404(_("This is no code: it has eight symbols, as in 7KQ2-M9XY.")) from error


def unversioned(key: str) -> str:
    """Contacts and pictures have no revision: what the page shows of them is part of its ETag."""
    found = KEY.fullmatch(key)
    if not found:
        return ""
    code = found[1].replace("-", "").upper()
    people = [f"{one.pk} {one.phone} {one.email}" for one in public_contacts(code)]
    return ";".join([*people, *map(repr, pictures_of(code))])


@register_page(also=unversioned)
def actor(request, opened, key):
    code = read_code(key)
    state = actor_state(code, opened.reading)
    if state is None:
        raise Http404(_("The register knows no organisation of this code, as of this moment."))
    if state.fate == "merged":
        return to_heir(opened, state.heir)
    if state.fate == "withdrawn" or not state.is_current:
        return tombstone(opened, state)
    canonical = actor_path(code, state.facts["names"] if state.facts else {})
    if request.path != unquote(canonical):
        return HttpResponseRedirect(opened.address(canonical))
    if state.facts is None:
        change = reverse("change", args=[codes.show(code)])
        context = {
            "state": state,
            "section": "actors",
            "change_url": change if opened.reading.is_head else "",
        }
        return opened.page("pages/redacted.html", context)
    return opened.page("pages/actor.html", actor_context(opened, state))


def to_heir(opened: Opened, heir: str):
    """307 to the actor that answers for it now; nobody may keep that."""
    response = HttpResponseRedirect(opened.address(reverse("actor", args=[codes.show(heir)])))
    response.status_code = 307
    response["Cache-Control"] = "no-store"
    return response


def tombstone(opened, state):
    context = {"state": state, "section": "actors", **history_of(state.code, opened)}
    return opened.page("pages/tombstone.html", context, status=410)


def actor_context(opened, state) -> dict:
    facts, reading = state.facts, opened.reading
    known = reference.territories(reading)
    place = facts["place"]
    localities = reference.localities([place["locality"]], reading)
    codes_of_place = (place["region"], place["province"], place["commune"], place["arrondissement"])
    trail = [(opened.link(reverse("home")), _("Map"))]
    trail += [
        (opened.link(reverse("territory", args=[one])), place_marked(known[one]))
        for one in dict.fromkeys(codes_of_place)
        if one in known
    ]
    shown = name_of(facts)
    others = [one for one in other_names(facts) if one.text != shown.text]
    told = [belonging(one, opened) for one in belongings(state.code, reading)]
    networks = [one for one in told if one["relation"] == "network" and not one["until"]]
    # Of now only: an older page has neither pictures nor contacts.
    pictures = apart(shown_pictures(pictures_of(state.code)) if reading.is_head else [])
    linked = organisation(facts, networks, opened, opened.request.path, pictures)
    context = {
        "state": state,
        "facts": facts,
        "shown": shown,
        "others": others,
        "untold": "zgh" not in facts["names"],
        "about": about(facts, reading),
        "where": where(place, reading, localities),
        "fresh": freshness(state.confirmed_on, reading.date),
        "linked": linked and block(linked),
        "unlisted": facts["is_demo"],
        "description": name_of({"names": facts["descriptions"]}),
        "trail": trail,
        "pairs": facts_of(facts, state, opened, localities),
        "sources": sources_of(facts),
        "still": actor_map(facts, opened),
        "place_note": place_note(place),
        "belongings": told,
        "seals": told_seals(state.code, opened),
        **stories_beside(opened, actor=state.code),
        "figures": [figure(one) for one in figures_of(state.code, reading)],
        **pictures,
        "contacts": public_contacts(state.code) if opened.reading.is_head else [],
        **history_of(state.code, opened),
        "permanent": reverse("permanent-actor", args=[codes.show(state.code)]),
        "change_url": reverse("change", args=[codes.show(state.code)]),
        "claim_url": reverse("claim", args=[codes.show(state.code)]),
        "report_url": reverse("report", args=[codes.show(state.code)]),
        "feed_url": reverse("actor-feed", args=[codes.show(state.code)]),
        "follow_url": f"{reverse('following-new')}?actor={codes.show(state.code)}",
        "section": "actors",
    }
    if facts["kind"] == "network":
        context["members"] = members(opened, network=state.code)
    return context


def figure(told) -> dict:
    """One indicator of an actor: its last figure, and those of earlier years."""
    indicator, reported = told["indicator"], told["reported"]
    rows = [
        one
        | {
            "kind_word": source_kind_word(one["source_kind"]),
            "unit_word": unit_word(one["unit"]),
            "source_words": source_words(one["source"] or ""),
        }
        for one in reported
    ]
    return {
        "name": name_of(indicator),
        "definition": name_of({"names": indicator.definitions}),
        "last": rows[0],
        "earlier": rows[1:],
    }


def belonging(one, opened) -> dict:
    """A network or programme it belongs to, since when and until when."""
    return {
        "relation": one.relation,
        "code": one.code,
        "name": name_of({"names": one.names}),
        "url": opened.link(belonging_path(one)),
        "since": one.since,
        "since_precision": one.since_precision,
        "until": one.until,
        "until_precision": one.until_precision,
        "is_demo": one.is_demo,
    }


def belonging_path(one) -> str:
    if one.relation == "programme":
        return reverse("programme", args=[key(one.code, one.names)])
    return actor_path(one.code, one.names)


def members(opened, **filters) -> dict:
    """The first members of a network or a programme, and where all of them are."""
    asked = ActorFilterSet(filters, reading=opened.reading)
    asked.is_valid()
    selection = asked.selection()
    page = selection.page(limit=12)
    return {
        "total": selection.total,
        "cards": cards(page.rows, opened),
        "url": opened.link(reverse("actors"), **filters),
        "map_url": opened.link(reverse("home"), **filters),
    }


def place_note(place) -> str:
    return {
        "exact": _("Where its address is"),
        "locality": _("Where its village or neighbourhood is, not its exact address"),
        "commune": _("The middle of its commune: the exact place is not known"),
    }.get(place["precision"], _("Its place is not known"))
