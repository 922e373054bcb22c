"""A list tells its revision, how many there are and how to go on; its pages never drift."""

import csv
import io

import pytest

from directory.models import Instance
from directory.records.validate import moroccan_today
from tests.register import day


@pytest.fixture
def names(register):
    made = [register.actor(f"Amal {n:02}", legal_form="cooperative") for n in range(7)]
    register.publish_all(*made)
    return register


def test_a_list_states_its_revision_moment_and_exact_count(told, names):
    answer = told("actors/", limit=3)
    assert list(answer) == ["revision", "as_of", "count", "next", "results"]
    assert (answer["revision"], answer["count"], len(answer["results"])) == (1, 7, 3)
    assert answer["as_of"].endswith("Z")


def test_pages_go_on_at_the_revision_they_began_at(told, names):
    first = told("actors/", limit=3)
    names.publish("Amal 00 the newcomer")
    seen, following = [one["code"] for one in first["results"]], first["next"]
    while following:
        page = told(following.removeprefix("http://testserver"))
        assert page["revision"] == 1
        assert "as_of=1" in following
        seen += [one["code"] for one in page["results"]]
        following = page["next"]
    assert len(seen) == len(set(seen)) == 7


def test_a_cursor_fixes_the_revision_and_contradicts_no_other(get, told, names):
    following = told("actors/", limit=3)["next"].partition("?")[2]
    names.publish("Later")
    assert get(f"actors/?{following}").status_code == 200
    refused = get(f"actors/?{following.replace('as_of=1', 'as_of=2')}")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["parameter"] == "as_of"


def test_fields_leave_only_the_members_named(told, names):
    answer = told("actors/", fields="code,legal_form", limit=1)
    assert list(answer["results"][0]) == ["code", "legal_form"]
    features = told("actors/", fields="code,legal_form", limit=1, format="geojson")["features"]
    assert features[0]["properties"] == answer["results"][0]


def test_map_and_unplaced_make_the_count(told, world):
    everybody = told("actors/", status="any", demo="any")["count"]
    answer = told("actors/", status="any", demo="any", bbox="-180,-90,180,90")
    assert answer["unplaced"] > 0
    assert answer["count"] + answer["unplaced"] == everybody


def test_unknown_founding_is_counted_apart(told, register):
    register.publish("Old", founded="1990")
    register.publish("Unknown")
    register.publish("Gone before", closed=day("2001"))
    answer = told("actors/", active_on="2015-01-01")
    assert (answer["count"], answer["founding_unknown"]) == (1, 1)


def test_a_filter_of_closings_finds_the_same_in_every_format(get, told, register):
    gone = register.publish("Gone", closed="2001-05")
    register.publish("Gone later", closed="2020")
    register.publish("Still here")
    asked = {"closed_from": "2001", "closed_to": "2001"}
    assert [one["code"] for one in told("actors/", **asked)["results"]] == [gone.code]
    features = told("actors/", format="geojson", **asked)["features"]
    assert [one["id"] for one in features] == [gone.code]
    table = get("actors/", format="csv", **asked).content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(table))
    assert [(one["code"], one["closed"]) for one in rows] == [(gone.code, "2001-05-01")]


def test_the_nearest_come_first_page_after_page(told, world):
    asked = {"near": "-2.93,35.17", "radius": 500000, "status": "any", "demo": "any"}
    answer = told("actors/", ordering="distance", limit=4, **asked)
    codes = [one["code"] for one in answer["results"]]
    points = [one["point"] for one in answer["results"]]
    while answer["next"]:
        answer = told(answer["next"].removeprefix("http://testserver"))
        codes += [one["code"] for one in answer["results"]]
        points += [one["point"] for one in answer["results"]]
    assert len(codes) == len(set(codes)) == answer["count"]
    far = [abs(x + 2.93) + abs(y - 35.17) for x, y in points]
    assert far == sorted(far)


@pytest.mark.parametrize("moment", ["1", "{date}", "{recorded}"], ids=["number", "date", "instant"])
def test_the_register_is_read_as_of_a_number_a_date_or_an_instant(told, names, moment):
    recorded = told("actors/")["as_of"]
    names.publish("Later")
    asked = moment.format(date=moroccan_today(), recorded=recorded)
    expected = 2 if "date" in moment else 1
    assert told("actors/", as_of=asked)["revision"] == expected


def test_before_the_first_revision_the_register_is_empty(told, names):
    answer = told("actors/", as_of="1999-12-31", legal_form="cooperative")
    assert (answer["revision"], answer["count"], answer["results"]) == (0, 0, [])


def test_networks_are_actors_of_that_kind_with_their_members(told, world):
    listed = told("networks/", status="any", demo="any", limit=1000)
    assert {one["kind"] for one in listed["results"]} == {"network"}
    detail = told(f"networks/{world.network.code}/")
    assert detail["actor"]["code"] == world.network.code
    assert (
        told(detail["members"]["url"].removeprefix("http://testserver"))["count"]
        == (detail["members"]["count"])
    )


def test_a_programme_tells_its_funders_dates_and_members(told, register):
    amal = register.publish("Amal")
    made = register.programme(
        "Taghyir", amal, since=day("2023-02"), until=day("2027-03"),
        funders=({"role": "funder", "names": {"fr": "AECID"}},),
        provenance={"names": {"kind": "statement"}},
    )  # fmt: skip
    (listed,) = told("programmes/")["results"]
    detail = told(f"programmes/{made.code}/")["programme"]
    assert listed == detail
    assert detail["since"] == {"date": "2023-02-01", "precision": "month"}
    assert detail["funders"][0]["names"] == {"fr": "AECID"}
    assert (detail["members"], detail["provenance"]) == (1, {"names": {"kind": "statement"}})


def test_an_answer_that_may_hold_invented_actors_says_so(told, get, register):
    Instance.objects.create(pk=1, demonstration=True)
    register.publish("Exemple", is_demo=True)
    assert told("actors/", fields="code")["demonstration"] is True
    assert told("actors/", format="geojson", demo="true")["demonstration"] is True
    assert "demonstration" not in told("actors/", demo="false")
    assert (
        "athar-demonstration-actors-r1.csv" in get("actors/", format="csv")["Content-Disposition"]
    )


def test_a_real_register_holds_no_demonstration_whatever_is_asked(told, register):
    register.publish("Amal")
    assert "demonstration" not in told("actors/", demo="any")
