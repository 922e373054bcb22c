"""Lists as files: the same actors in each format, texts stay texts, one snapshot to the end."""

import csv
import io
import json
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from api.resources import actors
from directory.publishing import publish
from directory.records.facts import Place

EVIL = '=cmd|"/c calc"!A1'
POINT = Place("02", lon=Decimal("-2.93"), lat=Decimal("35.17"), precision="exact")


@pytest.fixture
def three(register):
    made = [
        register.actor({"fr": EVIL, "ar": "تعاونية"}, legal_form="cooperative", place=POINT),
        register.actor('Quote " comma, \\back\\ "point":[1,2]', sectors=("argan", "honey")),
        register.actor("+212 Association\nsecond line", website="@evil"),
    ]
    register.publish_all(*made)
    return made


@pytest.fixture(params=["whole", "streamed"])
def size(request, monkeypatch):
    """Answers of up to 1,000 actors come whole; longer ones stream. Both must say the same."""
    if request.param == "streamed":
        monkeypatch.setattr(actors, "MOST", 2)


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_csv_begins_with_a_mark_and_runs_no_formula(get, three, size):
    content = body(get("actors/", format="csv"))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    by_code = {row["code"]: row for row in rows}
    assert by_code[three[0].code]["name_fr"] == f"'{EVIL}"
    assert by_code[three[0].code]["name_ar"] == "تعاونية"
    assert by_code[three[0].code]["longitude"] == "-2.93"  # a number is no formula
    assert by_code[three[1].code]["sectors"] == "argan;honey"
    assert by_code[three[2].code]["name_fr"].startswith("'+212")
    assert by_code[three[2].code]["website"] == "'@evil"


def test_xlsx_keeps_texts_as_texts_and_numbers_as_numbers(get, three, size):
    content = body(get("actors/", format="xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    header, *rows = sheet.iter_rows(values_only=True)
    found = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert len(found) == 3
    assert found[three[0].code]["name_fr"] == EVIL
    assert found[three[0].code]["longitude"] == -2.93
    assert found[three[0].code]["is_demo"] is False
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_table_says_which_revision_emptied_a_name(get, told, three, format):
    digest = told(f"actors/{three[0].code}/")["record"]["digest"]
    publish(kind="redact", role="moderator", reason="privacy", redacted=[bytes.fromhex(digest)])
    content = body(get("actors/", format=format, fields="code,names"))
    if format == "csv":
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    else:
        header, *rows = openpyxl.load_workbook(io.BytesIO(content)).active.values
    by_code = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    emptied = by_code[three[0].code]
    assert (emptied["name_fr"] or "", int(emptied["redacted"])) == ("", 2)
    assert not by_code[three[1].code]["redacted"]


def test_geojson_holds_the_list_s_objects_with_their_points(get, told, three, size):
    collection = json.loads(body(get("actors/", format="geojson")))
    listed = {one["code"]: one for one in told("actors/")["results"]}
    assert (collection["count"], collection["revision"], collection["next"]) == (3, 1, None)
    assert len(collection["features"]) == 3
    for feature in collection["features"]:
        one = listed[feature["id"]]
        point = one.pop("point")
        assert feature["properties"] == one
        assert feature["geometry"] == (point and {"type": "Point", "coordinates": point})


def test_geojson_with_fields_says_only_those(get, three, size):
    collection = json.loads(body(get("actors/", format="geojson", fields="code,confirmed_on")))
    assert {tuple(one["properties"]) for one in collection["features"]} == {
        ("code", "confirmed_on")
    }


def test_a_download_is_named_for_its_revision(get, three, size):
    found = get("actors/", format="csv")
    assert found["Content-Disposition"] == 'attachment; filename="athar-actors-r1.csv"'


def test_a_stream_says_what_stood_at_its_revision(get, register, three, monkeypatch):
    monkeypatch.setattr(actors, "MOST", 2)
    found = get("actors/", format="geojson")
    register.publish("Newcomer")
    assert len(json.loads(body(found))["features"]) == 3


def test_tables_in_pages_link_to_the_next(get, three):
    first = get("actors/", format="csv", limit=2)
    assert first["Link"].endswith('rel="next"')
    following = first["Link"].partition(">")[0].lstrip("<").removeprefix("http://testserver")
    rows = body(first).decode("utf-8-sig").count("\n"), body(get(following)).decode("utf-8-sig")
    assert rows[0] >= 3
    assert "Link" not in get(following)
    pages = body(first).decode("utf-8-sig") + rows[1]
    assert all(one.code in pages for one in three)


def test_a_sheet_that_would_not_hold_all_is_refused_with_the_way_out(get, three, monkeypatch):
    monkeypatch.setattr(actors, "MOST_ROWS", 2)
    refused = get("actors/", format="xlsx")
    assert refused.status_code == 400
    assert "csv" in refused.json()["errors"][0]["accepted"]


def test_tables_with_fields_have_only_their_columns(get, three):
    content = body(get("actors/", format="csv", fields="code,point")).decode("utf-8-sig")
    assert content.splitlines()[0] == "code,longitude,latitude"
    assert get("actors/", format="csv", facets="region").status_code == 400


def test_head_asks_for_no_body(client, three, monkeypatch):
    monkeypatch.setattr(actors, "MOST", 2)
    found = client.head("/api/v1/actors/?format=csv")
    assert (found.status_code, found.content) == (200, b"")
    assert found["Content-Disposition"]
