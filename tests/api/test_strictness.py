"""What a request says is understood or refused, with what came and what is accepted: never guessed,
never a fault of ours.
"""

import pytest

from directory import codes


def problem(response, status, kind):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert (told["type"], told["status"]) == (kind, status)
    return told


def test_a_misspelt_filter_is_refused_by_name_with_the_nearest_that_exists(get, db):
    told = problem(get("actors/", regoin="02"), 400, "bad-parameters")
    (error,) = told["errors"]
    assert error["parameter"] == "regoin"
    assert error["value"] == "02"
    assert "region" in error["accepted"]
    assert "region" in error["known"]


@pytest.mark.parametrize(
    ("path", "parameters", "parameter"),
    [
        ("actors/", {"limit": "0"}, "limit"),
        ("actors/", {"limit": "1001"}, "limit"),
        ("actors/", {"limit": "٥"}, "limit"),
        ("actors/", {"region": ""}, "region"),
        ("actors/", {"region": " , "}, "region"),
        ("actors/", {"status": "open"}, "status"),
        ("actors/", {"status": ["any", "closed"]}, "status"),
        ("actors/", {"format": "xml"}, "format"),
        ("actors/", {"fields": "code,telephone"}, "fields"),
        ("actors/", {"facets": "colour"}, "facets"),
        ("actors/", {"ordering": "distance"}, "ordering"),
        ("actors/", {"cursor": "bm90aGluZw"}, "cursor"),
        ("actors/", {"near": "-7,33"}, "radius"),
        ("actors/", {"radius": "5"}, "near"),
        ("actors/", {"bbox": "4,3,2,1"}, "bbox"),
        ("actors/", {"founded_from": "2024-02-31"}, "founded_from"),
        ("actors/", {"founded_from": "2020", "founded_to": "2019"}, "founded_to"),
        ("actors/", {"closed_from": "2020", "closed_to": "2019"}, "closed_to"),
        ("actors/", {"closed_from": "2020", "status": "active"}, "status"),
        ("statistics/", {"group_by": "closing_year", "status": "active"}, "status"),
        ("actors/", {"q": "!!!"}, "q"),
        ("actors/", {"network": "7KQ2"}, "network"),
        ("networks/", {"kind": "network"}, "kind"),
        ("territories/", {"level": "kingdom"}, "level"),
        ("territories/", {"parent": "99"}, "parent"),
        ("territories/", {"detail": "low"}, "detail"),
        ("changes/", {"since": "-1"}, "since"),
        ("changes/", {"cursor": "e30"}, "cursor"),
        ("revisions/", {"cursor": "W10"}, "cursor"),
        ("suggest/", {}, "q"),
        ("suggest/", {"q": "a", "limit": "51"}, "limit"),
        ("programmes/", {"demo": "maybe"}, "demo"),
        ("schema/", {"as_of": "1"}, "as_of"),
    ],
)
def test_a_bad_value_is_refused_naming_its_parameter(get, db, path, parameters, parameter):
    told = problem(get(path, **parameters), 400, "bad-parameters")
    assert parameter in [error["parameter"] for error in told["errors"]]
    assert all(error["accepted"] for error in told["errors"])


def test_codes_of_a_vocabulary_are_checked_against_the_sets_in_force(get, in_force):
    for name in ("region", "legal_form", "sector", "audience", "kind", "territory", "locality"):
        told = problem(get("actors/", **{name: "nowhere"}), 400, "bad-parameters")
        assert told["errors"][0]["parameter"] == name
    problem(get("actors/", region="02.113"), 400, "bad-parameters")


@pytest.mark.parametrize("moment", ["1", "2", "2999-01-01", "2999-01-01T00:00:00Z", "yesterday"])
def test_what_lies_beyond_the_head_or_the_clock_is_refused(get, db, moment):
    told = problem(get("actors/", as_of=moment), 400, "bad-parameters")
    assert told["errors"][0]["parameter"] == "as_of"


def test_a_mistyped_code_is_told_from_an_unknown_one(get, register):
    one = register.publish("Amal")
    swapped = one.code[1] + one.code[0] + one.code[2:]
    if swapped == one.code:
        swapped = one.code[:-1] + ("0" if one.code[-1] != "0" else "1")
    problem(get(f"actors/{swapped}/"), 404, "code-miskeyed")
    problem(get(f"actors/{codes.mint()}/"), 404, "code-unknown")
    problem(get("actors/hello/"), 404, "code-unknown")
    problem(get(f"programmes/{codes.mint()}/"), 404, "code-unknown")
    problem(get(f"networks/{one.code}/"), 404, "code-unknown")
    problem(get("territories/99.999/"), 404, "code-unknown")


def test_a_code_is_forgiven_as_people_write_it(told, register):
    one = register.publish("Amal")
    shown = codes.show(one.code).lower()
    assert told(f"actors/{shown}/")["actor"]["code"] == one.code


def test_an_address_below_the_api_that_is_none_is_a_problem_too(get, db):
    problem(get("nothing/"), 404, "not-found")
    problem(get("/tiles/nothing"), 404, "not-found")
    assert get("actors").status_code == 301


def test_only_reading_is_offered(client, db):
    told = client.post("/api/v1/actors/")
    problem(told, 405, "method-not-allowed")
    assert told["Allow"] == "GET, HEAD, OPTIONS"
    preflight = client.options("/api/v1/actors/")
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Origin"] == "*"


def test_a_format_nobody_offers_is_not_acceptable(get, db):
    told = problem(get("actors/", headers={"accept": "image/png"}), 406, "not-acceptable")
    assert "text/csv" in told["offered"]
    assert get("actors/", headers={"accept": "text/html,*/*;q=0.8"}).status_code == 200
    found = get("actors/", headers={"accept": "text/csv;q=0.9, application/json;q=0.1"})
    assert found["Content-Type"].startswith("text/csv")


HOSTILE = [
    "\x00",
    "a\x00b",
    "%00",
    "9" * 400,
    "-1",
    "1e999",
    "nan,nan,nan,nan",
    "-inf",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "\ufffd\ud7ff",
    "'; drop table directory_actor; --",
    "%(revision)s %s %",
    "{}[]()<>&|!:*\\",
    "مرحبا\u202e",
    ",".join("x" * 9 for _ in range(300)),
    "WzEsIm5hbWUiLCJcdTAwMDAiLCJhIl0",
    "WzAsImRpc3RhbmNlIiwxZTk5OTksImEiXQ",
    "Wzk5OTk5OTk5OTk5OTksIm5hbWUiLCJhIiwiYiJd",
    "WzAsImNoYW5nZXMiLDksOSw5LDkyMjMzNzIwMzY4NTQ3NzU4MDhd",
]
LISTS = [
    "actors/", "territories/", "sectors/", "networks/", "programmes/", "changes/", "revisions/",
    "suggest/", "schema/", "docs/", "/tiles/actors/6/31/26.mvt", "/tiles/territories/6/31/26.mvt",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_is_sent_is_a_fault_of_ours(get, register, hostile):
    from api.vocabulary import PARAMETERS

    register.publish("Amal")
    for path in LISTS:
        for name in [*PARAMETERS, "nothing"]:
            assert get(path, **{name: hostile}).status_code in (200, 400, 404, 406), (path, name)
    from urllib.parse import quote

    for path in ("actors", "networks", "programmes", "territories", "revisions", "records"):
        found = get(f"{path}/{quote(hostile, safe='')}/")
        assert found.status_code in (400, 404), (path, hostile)
    assert get(f"actors/{quote(hostile, safe='')}/history/").status_code in (400, 404)


@pytest.mark.parametrize(
    "raw", ["q=%FF%FE", "q=%ED%A0%80", "%FF=1", "as_of=%C0%80", "q=%", "&&=&="]
)
def test_bytes_that_are_no_text_are_refused_or_read_as_nothing(client, register, raw):
    register.publish("Amal")
    for path in LISTS:
        address = path if path.startswith("/") else f"/api/v1/{path}"
        found = client.get(f"{address}?{raw}")
        assert found.status_code in (200, 400, 404), (path, raw)


@pytest.mark.parametrize("tile", ["/tiles/actors/99/0/0.mvt", "/tiles/actors/2/4/0.mvt",
                                  "/tiles/territories/30/1/1.mvt",
                                  f"/tiles/actors/3/{'9' * 60}/0.mvt"])  # fmt: skip
def test_a_tile_outside_the_pyramid_is_not_found(get, db, tile):
    problem(get(tile), 404, "not-found")
