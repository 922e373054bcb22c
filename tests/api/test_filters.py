"""Every filter of the vocabulary answers what Python finds by reading every fact, now and then."""

import math
import unicodedata
from datetime import date

import pytest

from directory.selection.filterset import ActorFilterSet
from directory.vocabulary import folded_words
from tests.api.world import TODAY


def among(name, *wanted):
    """The fact is one of these; None stands for the unknown."""
    return lambda one, state: getattr(one, name) in wanted


def having(name, *wanted):
    """One of these is among the facts; None stands for having none."""

    def holds(one, state):
        held = getattr(one, name)
        return bool(set(held) & set(wanted)) or (None in wanted and not held)

    return holds


def lying(level, *wanted):
    return lambda one, state: getattr(one.place, level) in wanted


def anywhere(*codes):
    def holds(one, state):
        place = one.place
        held = (place.region, place.province, place.commune, place.arrondissement)
        return bool(set(codes) & set(held))

    return holds


def founded(one):
    return one.founded and one.founded.date


def closed(one):
    return one.closed and one.closed.date


def active(one, state, on=None):
    on = on or TODAY
    return closed(one) is None or closed(one) > on


def in_box(west, south, east, north):
    def holds(one, state):
        place = one.place
        return place.lon is not None and west <= place.lon <= east and south <= place.lat <= north

    return holds


def within(lon, lat, metres):
    def holds(one, state):
        place = one.place
        if place.lon is None:
            return False
        dx = (float(place.lon) - lon) * 111_320 * math.cos(math.radians(lat))
        return math.hypot(dx, (float(place.lat) - lat) * 110_900) <= metres

    return holds


def saying(*beginnings):
    def holds(one, state):
        texts = [*one.names.values(), *(text for p in one.products for text in p.values())]
        words = [word for text in texts for word in folded_words(text)]
        return all(any(word.startswith(begin) for word in words) for begin in beginnings)

    return holds


def member(whole):
    def holds(one, state):
        return any(
            code == one.code and of == whole and (since is None or since <= TODAY)
            for code, of, since in state.members
        )

    return holds


def confirmed(one, state):
    return state.confirmed.get(one.code, date.min) >= date(2025, 1, 1)


def reporting(*indicators):
    """One of these is reported; without any, nothing is."""

    def holds(one, state):
        said = {indicator for code, indicator in state.reports if code == one.code}
        return bool(said & set(indicators)) if indicators else not said

    return holds


def sealed(*scopes):
    """One of these was verified; without any, nothing was."""

    def holds(one, state):
        told = {scope for code, scope in state.seals if code == one.code}
        return bool(told & set(scopes)) if scopes else not told

    return holds


# By filter: queries (of the world), each with what it means. `status=any` and `demo=any` are added
# unless the case is about them.
CASES = {
    "q": [
        ("q=argan", saying("argan")),
        ("q=coop arg", saying("coop", "arg")),
        ("q=تعاونية", saying("تعاونيه")),
    ],
    "territory": [
        ("territory=02", anywhere("02")),
        ("territory=02.113,01.511.01.05", anywhere("02.113", "01.511.01.05")),
        ("territory=MA", lambda one, state: True),
        ("territory=none", lambda one, state: one.place.region is None),
    ],
    "region": [("region=01", lying("region", "01")), ("region=none", lying("region", None))],
    "province": [("province=02.113&province=01.511", lying("province", "02.113", "01.511"))],
    "commune": [("commune=02.113.01.09", lying("commune", "02.113.01.09"))],
    "arrondissement": [("arrondissement=01.511.01.05", lying("arrondissement", "01.511.01.05"))],
    "locality": [("locality=none", lying("locality", None))],
    "legal_form": [
        ("legal_form=cooperative,mutual", among("legal_form", "cooperative", "mutual")),
        ("legal_form=foundation", among("legal_form", "foundation")),
    ],
    "kind": [("kind=network", among("kind", "network"))],
    "cooperative_type": [
        ("cooperative_type=producer", among("cooperative_type", "producer")),
        ("cooperative_type=none", among("cooperative_type", None)),
        ("cooperative_type=none,producer", lambda one, state: True),
    ],
    "sector": [
        ("sector=argan", having("sectors", "argan")),
        ("sector=handicrafts,argan", having("sectors", "handicrafts", "argan")),
        ("sector=none", having("sectors", None)),
    ],
    "audience": [
        ("audience=women-led", having("audiences", "women-led")),
        ("audience=youth-led,none", having("audiences", "youth-led", None)),
    ],
    "network": [("network={network}", "network")],
    "programme": [("programme={programme}", "programme")],
    "founded_from": [
        ("founded_from=2011", lambda o, s: founded(o) and founded(o) >= date(2011, 1, 1)),
        ("founded_from=2011-06", lambda o, s: founded(o) and founded(o) >= date(2011, 6, 1)),
    ],
    "founded_to": [
        ("founded_to=2011-05", lambda o, s: founded(o) and founded(o) <= date(2011, 5, 31)),
        ("founded_to=2011", lambda o, s: founded(o) and founded(o) <= date(2011, 12, 31)),
    ],
    "closed_from": [
        ("closed_from=2020", lambda o, s: closed(o) and closed(o) >= date(2020, 1, 1)),
        ("closed_from=2020-07", lambda o, s: closed(o) and closed(o) >= date(2020, 7, 1)),
    ],
    "closed_to": [
        ("closed_to=2020-06", lambda o, s: closed(o) and closed(o) <= date(2020, 6, 30)),
        ("closed_to=2020-06-29", lambda o, s: closed(o) and closed(o) <= date(2020, 6, 29)),
    ],
    "status": [
        ("status=active", active),
        ("status=closed", lambda o, s: not active(o, s)),
        ("status=any", lambda o, s: True),
    ],
    "active_on": [
        (
            "active_on=2015-01-01",
            lambda o, s: (
                founded(o) and founded(o) <= date(2015, 1, 1) and active(o, s, date(2015, 1, 1))
            ),
        ),
    ],
    "confirmed_since": [("confirmed_since=2025", confirmed)],
    "has": [
        ("has=members", reporting("members")),
        ("has=members,jobs", reporting("members", "jobs")),
        ("has=turnover", reporting("turnover")),
        ("has=none", reporting()),
    ],
    "seal": [
        ("seal=identity", sealed("identity")),
        ("seal=figures,activity", sealed("figures", "activity")),
        ("seal=none", sealed()),
    ],
    "bbox": [("bbox=-3,34,-2,36", in_box(-3, 34, -2, 36))],
    "near": [("near=-2.93,35.17&radius=40000", within(-2.93, 35.17, 40_000))],
    "radius": [("near=-2.93,35.17&radius=1", within(-2.93, 35.17, 1))],
    "demo": [
        ("demo=true", lambda o, s: o.is_demo),
        ("demo=false", lambda o, s: not o.is_demo),
        ("demo=any", lambda o, s: True),
    ],
}


def test_every_filter_has_a_case():
    assert set(CASES) == set(ActorFilterSet.names())


def found(client, query, name, as_of):
    if name not in ("status", "active_on"):
        query += "&status=any"
    if name != "demo":
        query += "&demo=any"
    response = client.get(f"/api/v1/actors/?{query}&limit=1000&as_of={as_of}")
    assert response.status_code == 200, response.content
    told = response.json()
    assert told["count"] == len(told["results"])
    return {one["code"] for one in told["results"]}


@pytest.mark.parametrize("name", list(CASES))
def test_a_filter_selects_what_its_words_mean_now_and_as_of_every_revision(client, world, name):
    for query, meaning in CASES[name]:
        if isinstance(meaning, str):
            whole = getattr(world, meaning).code
            query, meaning = query.format(**{meaning: whole}), member(whole)
        for revision in [*sorted(world.states)[::4], world.head]:
            state = world.states[revision]
            expected = {one.code for one in state.actors.values() if meaning(one, state)}
            assert found(client, query, name, revision) == expected, (query, revision)


def test_filters_together_narrow_each_other(client, world):
    state = world.states[world.head]
    query = "region=02&legal_form=cooperative,association&sector=agriculture"
    expected = {
        one.code
        for one in state.actors.values()
        if one.place.region == "02"
        and one.legal_form in ("cooperative", "association")
        and "agriculture" in one.sectors
        and active(one, state)
    }
    assert expected
    assert found(client, query, "status", world.head) == expected


def test_results_come_in_the_order_of_folded_names_then_codes(client, world):
    told = client.get("/api/v1/actors/?status=any&demo=any&limit=1000").json()
    keys = [
        (" ".join(folded(one["names"].get("fr") or one["names"]["ar"])), one["code"])
        for one in told["results"]
    ]
    assert keys == sorted(keys, key=lambda key: (key[0].encode(), key[1]))


def test_groups_without_a_legal_form_are_selected_by_the_code_they_are_counted_under(
    client, in_force, register
):
    register.publish("Groupement d’Aklim", legal_form="none")
    register.publish("Association")
    [cell] = [
        one
        for one in client.get("/api/v1/statistics/?group_by=legal_form").json()["results"]
        if one["groups"][0]["code"] == "none"
    ]
    listed = client.get("/api/v1/actors/?legal_form=none").json()
    assert (cell["value"], listed["count"]) == (1, 1)
    assert client.get("/api/v1/actors/?legal_form=none,association").json()["count"] == 2


def folded(text):
    from directory.database import row

    return row("select fold_text(%s)", [unicodedata.normalize("NFC", text)])[0].split(" ")


FACETS = {
    "legal_form": lambda one: [one.legal_form],
    "kind": lambda one: [one.kind],
    "cooperative_type": lambda one: [one.cooperative_type],
    "sector": lambda one: one.sectors or [None],
    "audience": lambda one: one.audiences or [None],
    "region": lambda one: [one.place.region],
    "province": lambda one: [one.place.province],
    "commune": lambda one: [one.place.commune],
    "founding_year": lambda one: [founded(one) and founded(one).year],
}


def test_every_facet_has_a_case():
    from directory.selection.facets import COLUMNS

    assert set(FACETS) == set(COLUMNS)


QUERIES = [
    "",
    "&region=02",
    "&legal_form=cooperative&sector=agriculture",
    "&q=argan&audience=women-led",
    "&founded_from=2000&kind=operator",
    "&bbox=-3,34,-2,36",
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_facet_counts_by_its_dimension_with_its_own_filter_left_out(client, world, query):
    meanings = {
        "region=02": ("region", lying("region", "02")),
        "legal_form=cooperative": ("legal_form", among("legal_form", "cooperative")),
        "sector=agriculture": ("sector", having("sectors", "agriculture")),
        "q=argan": ("q", saying("argan")),
        "audience=women-led": ("audience", having("audiences", "women-led")),
        "founded_from=2000": (
            "founding_year",
            lambda o, s: founded(o) and founded(o) >= date(2000, 1, 1),
        ),
        "kind=operator": ("kind", among("kind", "operator")),
        "bbox=-3,34,-2,36": ("bbox", in_box(-3, 34, -2, 36)),
    }
    asked = [meanings[part] for part in query.split("&") if part]
    for revision in (min(world.states), world.head):
        told = client.get(
            f"/api/v1/actors/?demo=any&limit=1&facets={','.join(FACETS)}&as_of={revision}{query}"
        ).json()
        for facet, values in FACETS.items():
            expected = {}
            for one in world.states[revision].actors.values():
                if active(one, None) and all(
                    meaning(one, None) for name, meaning in asked if name != facet
                ):
                    for value in values(one):
                        expected[value] = expected.get(value, 0) + 1
            counted = {one["value"]: one["count"] for one in told["facets"][facet]}
            assert counted == expected, (facet, revision)
