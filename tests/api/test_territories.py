"""Territories and vocabularies, from the sets in force as of the revision."""

import json

import pytest

from directory.records.facts import Place

BERKANE = Place("02", "02.113", None, "02.113.01.09", precision="commune")


@pytest.fixture
def country(in_force, register):
    register.publish("Berkane 1", place=BERKANE, sectors=("agriculture", "argan"))
    register.publish("Berkane 2", place=BERKANE)
    register.publish("Nowhere")


@pytest.mark.parametrize(
    ("level", "count"),
    [("country", 1), ("region", 12), ("province", 75), ("prefecture-arrondissements", 8),
     ("commune", 1503), ("arrondissement", 41)],
)  # fmt: skip
def test_every_level_is_listed_with_its_count(told, country, level, count):
    assert told("territories/", level=level)["count"] == count


def test_pages_of_territories_meet_each_once(told, country):
    codes, page = [], told("territories/", level="province", limit=40)
    while True:
        codes += [one["code"] for one in page["results"]]
        if page["next"] is None:
            break
        page = told(page["next"].removeprefix("http://testserver"))
    assert len(codes) == len(set(codes)) == 75
    assert codes == sorted(codes)


def test_a_territory_counts_the_actors_its_list_would_tell(told, country):
    (oriental,) = [
        one for one in told("territories/", level="region")["results"] if one["code"] == "02"
    ]
    assert oriental["actors"] == 2 == told("actors/", region="02")["count"]
    assert told("territories/MA/")["territory"]["actors"] == 3


def test_census_figures_stand_beside_the_counts(told, country):
    census = told("territories/02.113/")["territory"]["census"]
    assert {"2014", "2024"} <= set(census)
    assert census["2024"]["population"] > 250_000


def test_a_territory_knows_what_it_lies_in_and_what_lies_below_and_beside_it(told, country):
    berkane = told("territories/02.113/")["territory"]
    assert [one["code"] for one in berkane["ancestors"]] == ["02"]
    assert "02.113.01.09" in [one["code"] for one in berkane["children"]]
    assert "02.381" in [one["code"] for one in berkane["neighbours"]]
    below = told("territories/", parent="02.113", limit=1000)
    assert below["count"] == len(berkane["children"])
    within = told("territories/", within="02", level="commune", limit=1000)
    assert {one["region"] for one in within["results"]} == {"02"}


def test_shapes_come_as_geojson_in_three_details(get, told, country):
    low = told("territories/02.113/", format="geojson")
    full = told("territories/02.113/", format="geojson", detail="full")
    assert low["geometry"]["type"] == "MultiPolygon"
    assert len(json.dumps(full)) > len(json.dumps(low))
    found = get("territories/", level="province", format="geojson")
    content = b"".join(found.streaming_content) if found.streaming else found.content
    assert len(json.loads(content)["features"]) == 75


def test_many_shapes_are_streamed(get, country):
    found = get("territories/", level="commune", within="02", format="geojson")
    assert found.streaming
    told = json.loads(b"".join(found.streaming_content))
    assert len(told["features"]) == told["count"]


def test_localities_are_listed_and_told(told, country):
    page = told("territories/", level="locality", within="02.113")
    assert page["count"] > 0
    one = page["results"][0]
    assert one["level"] == "locality"
    assert told(f"territories/{one['code']}/")["territory"]["code"] == one["code"]


def test_territories_as_a_table(get, country):
    content = get("territories/", level="region", format="csv").content.decode("utf-8-sig")
    assert content.splitlines()[0].startswith("code,level,kind,name_ar,name_fr")
    assert len(content.splitlines()) == 13


def test_before_the_territories_were_loaded_there_are_none(told, country):
    assert told("territories/", as_of=0)["count"] == 0


def test_a_vocabulary_tells_names_definitions_mappings_and_counts(told, country):
    sectors = {one["code"]: one for one in told("sectors/")["results"]}
    assert sectors["argan"]["parent"] == "agriculture"
    assert set(sectors["argan"]["names"]) >= {"ar", "fr", "en", "es"}
    assert sectors["argan"]["actors"] == 1
    assert told("sectors/")["unknown"] == 2
    for path in ("legal-forms/", "kinds/", "cooperative-types/", "audiences/"):
        assert told(path)["count"] > 2


def test_suggestions_answer_in_either_script(told, country):
    first = told("suggest/", q="بركان")["results"][0]
    assert (first["type"], first["code"], first["match"]) == ("territory", "02.113", "exact")
    assert len(told("suggest/", q="b", limit=3)["results"]) <= 3
