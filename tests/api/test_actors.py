"""One actor: what is said of it, what was said of it, and what its address answers when it left."""

import pytest

from api.paging import token
from directory import codes
from directory.models import Observation
from directory.publishing import publish
from directory.records.facts import Place
from tests.register import day


@pytest.fixture
def amal(register):
    return register.publish(
        {"fr": "Amal", "ar": "أمل"},
        legal_form="cooperative",
        founded="2011-05",
        place=Place("02", "02.113", None, "02.113.01.09", precision="commune"),
        provenance={"founded": {"kind": "statement", "source": "its own"}},
        website="https://amal.example",
    )


def test_an_actor_is_told_with_its_facts_provenance_and_record(told, amal):
    answer = told(f"actors/{amal.code}/")
    actor = answer["actor"]
    assert actor["names"] == {"fr": "Amal", "ar": "أمل"}
    assert actor["province"] == "02.113"
    assert actor["founded"] == {"date": "2011-05-01", "precision": "month"}
    assert actor["provenance"] == {"founded": {"kind": "statement", "source": "its own"}}
    assert "salt" not in actor
    assert answer["url"] == f"http://testserver/a/{codes.show(amal.code)}"
    assert answer["record"]["opened"] == answer["record"]["first"] == 1


def test_detail_and_list_say_the_same(told, amal):
    (listed,) = told("actors/")["results"]
    actor = told(f"actors/{amal.code}/")["actor"]
    assert {name: actor[name] for name in listed if name != "confirmed_on"} == {
        name: value for name, value in listed.items() if name != "confirmed_on"
    }


def test_the_permanent_link_of_an_actor_stands_in_the_headers(get, amal):
    link = get(f"actors/{amal.code}/")["Link"]
    assert link == f'<http://testserver/a/{codes.show(amal.code)}>; rel="cite-as"'


def test_an_actor_as_of_an_earlier_revision_says_what_was_said_then(told, register, amal):
    register.change(amal, names={"fr": "Amal 2"})
    assert told(f"actors/{amal.code}/")["actor"]["names"] == {"fr": "Amal 2"}
    assert told(f"actors/{amal.code}/", as_of=1)["actor"]["names"] == {"fr": "Amal", "ar": "أمل"}


def test_before_it_entered_an_actor_is_unknown(get, register, amal):
    late = register.publish("Late")
    found = get(f"actors/{late.code}/", as_of=1)
    assert (found.status_code, found.json()["type"]) == (404, "code-unknown")


def test_a_merged_actor_leads_to_its_heir_and_nobody_keeps_that(get, register, amal):
    heir = register.publish("Heir")
    register.merge(amal, heir)
    found = get(f"actors/{amal.code}/", format="json")
    assert found.status_code == 307
    assert found["Location"].endswith(f"/api/v1/actors/{codes.show(heir.code)}/?format=json")
    assert found["Cache-Control"] == "no-store"
    assert get(f"actors/{amal.code}/", as_of=2).status_code == 200


def test_a_withdrawn_actor_leaves_a_tombstone(get, register, amal):
    revision = register.withdraw(amal)
    found = get(f"actors/{amal.code}/")
    assert found.status_code == 410
    stone = found.json()
    assert (stone["type"], stone["code"], stone["revision"], stone["reason"]) == (
        "withdrawn", amal.code, revision.number, "asked",
    )  # fmt: skip
    assert get(f"actors/{amal.code}/", as_of=1).status_code == 200


def test_a_split_revives_the_code(get, told, register, amal):
    register.merge(amal, register.publish("Heir"))
    register.split(amal)
    assert told(f"actors/{amal.code}/")["actor"]["names"]["fr"] == "Amal"


def test_history_tells_every_event_and_what_it_changed(told, register, amal):
    heir = register.publish("Heir")
    register.change(amal, names={"fr": "Amal 2", "ar": "أمل"}, legal_form="association")
    register.confirm(amal, on=day("2024-03-01").date)
    network = register.publish("Réseau", kind="publish")
    register.join(amal, network, since=day("2020"))
    register.merge(amal, heir)
    register.split(amal)
    results = told(f"actors/{amal.code}/history/")["results"]
    assert [one["event"] for one in results] == [
        "entered", "changed", "confirmed", "joined", "merged", "left", "returned", "joined",
    ]  # fmt: skip
    assert results[1]["changes"] == [
        {"field": "legal_form", "before": "cooperative", "after": "association"},
        {"field": "names.fr", "before": "Amal", "after": "Amal 2"},
    ]
    assert results[2]["confirmed_on"] == "2024-03-01"
    assert results[3]["network"] == network.code
    assert results[3]["since"] == {"date": "2020-01-01", "precision": "year"}
    assert results[4]["heir"] == heir.code
    assert [one["revision"] for one in results] == sorted(one["revision"] for one in results)


def test_history_tells_each_figure_with_its_value_before_and_after(told, register, amal):
    register.report(amal, 2025, members=10)
    register.report(amal, 2025, members=25)
    found = Observation.objects.current().get(actor__code=amal.code)
    publish(kind="publish", role="moderator", reason="correction", closed=[found.digest])
    results = told(f"actors/{amal.code}/history/")["results"]
    assert [one["event"] for one in results] == ["entered", "reported", "reported", "reported"]
    assert [(one["before"], one["after"]) for one in results[1:]] == [
        (None, "10"), ("10", "25"), ("25", None),
    ]  # fmt: skip
    assert results[2]["digest"] == results[3]["digest"] == bytes(found.digest).hex()
    figure = {"indicator": "members", "year": 2025, "source_kind": "declared"}
    assert (figure | {"unit": "memberships"}).items() <= results[2].items()
    assert "origin" not in results[2]


def test_the_heir_of_a_merger_tells_whose_figures_it_has(told, register, amal):
    heir = register.publish("Heir")
    register.report(amal, 2025, members=10)
    register.merge(amal, heir)
    results = told(f"actors/{heir.code}/history/")["results"]
    assert [one["event"] for one in results] == ["entered", "absorbed", "reported"]
    assert [one["origin"] for one in results[1:]] == [amal.code, amal.code]


def test_a_history_comes_in_pages_that_never_drift(told, register, amal):
    for n in range(6):
        register.change(amal, names={"fr": f"Amal {n}"})
    page = told(f"actors/{amal.code}/history/", limit=3)
    register.change(amal, names={"fr": "Later"})
    seen = page["results"]
    while page["next"]:
        page = told(page["next"].removeprefix("http://testserver"))
        assert (page["revision"], page["count"]) == (7, 7)
        seen += page["results"]
    assert [one["revision"] for one in seen] == [*range(1, 8)]
    assert seen[3]["changes"] == [{"field": "names.fr", "before": "Amal 1", "after": "Amal 2"}]


def test_each_page_of_a_history_has_a_tag_of_its_own(get, register, amal):
    register.change(amal, names={"fr": "Amal 2"})
    following = get(f"actors/{amal.code}/history/", limit=1).json()["next"].partition("?")[2]
    asked = ("limit=1", "limit=2", following)
    tags = {get(f"actors/{amal.code}/history/?{query}")["ETag"] for query in asked}
    assert len(tags) == len(asked)


def test_a_history_of_more_events_than_a_page_is_told_to_fifty(told, register, amal):
    for year in range(1960, 2020):
        register.report(amal, year, members=year)
    page = told(f"actors/{amal.code}/history/")
    assert (len(page["results"]), page["count"]) == (50, 61)
    assert len(told(page["next"].removeprefix("http://testserver"))["results"]) == 11


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "1001"}, "limit"),
        ({"page": "2"}, "page"),
        ({"cursor": "bm90aGluZw"}, "cursor"),
        ({"cursor": token(1, "changes", 1, 1, "")}, "cursor"),
        ({"cursor": token(1, "history", 1, 1, 1)}, "cursor"),
        ({"cursor": token(1, "history", 1, 1, ""), "as_of": "0"}, "as_of"),
    ],
)
def test_a_history_is_asked_strictly(get, amal, asked, parameter):
    found = get(f"actors/{amal.code}/history/", **asked)
    assert found.status_code == 400
    assert [one["parameter"] for one in found.json()["errors"]] == [parameter]


def test_behind_its_end_a_history_tells_no_more(told, amal):
    cursor = token(1, "history", 2**62, 2**62, "f")
    page = told(f"actors/{amal.code}/history/", cursor=cursor)
    assert (page["results"], page["next"], page["count"]) == ([], None, 1)


def test_history_ends_at_the_revision_asked_for(told, register, amal):
    register.change(amal, legal_form="association")
    assert len(told(f"actors/{amal.code}/history/", as_of=1)["results"]) == 1


def test_a_redacted_version_keeps_codes_and_dates_and_loses_its_texts(get, told, register, amal):
    digest = told(f"actors/{amal.code}/")["record"]["digest"]
    register.change(amal, names={"fr": "Another"})
    publish(kind="redact", role="moderator", reason="privacy", redacted=[bytes.fromhex(digest)])
    answer = told(f"actors/{amal.code}/", as_of=1)
    assert answer["record"]["redacted"] == 3
    assert answer["actor"]["names"] == {}
    assert answer["actor"]["website"] is None
    assert answer["actor"]["province"] == "02.113"
    history = told(f"actors/{amal.code}/history/")["results"]
    assert (history[0]["redacted"], history[1]["changes"]) == (3, None)
    gone = get(f"records/{digest}/")
    assert gone.status_code == 410
    assert (gone.json()["digest"], gone.json()["revision"]) == (digest, 3)
    assert told("actors/", as_of=1, format="geojson")["features"][0]["properties"]["names"] == {}


def test_an_actor_is_a_feature_too(told, register):
    from decimal import Decimal

    one = register.publish(
        "Amal", place=Place(lon=Decimal("-2.93"), lat=Decimal("35.17"), precision="exact")
    )
    feature = told(f"actors/{one.code}/", format="geojson")
    assert feature["geometry"] == {"type": "Point", "coordinates": [-2.93, 35.17]}
    assert feature["properties"]["names"] == {"fr": "Amal"}
