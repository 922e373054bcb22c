"""statistics/: figures over HTTP, strict, tagged, and the same as their table."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.world import PLACES


def test_a_figure_states_its_question_its_revision_and_its_coverage(told, world):
    answer = told("statistics/", measure="members", year="latest:9", status="any", demo="any")
    assert answer["revision"] == world.head
    assert "measure=members" in answer["query"]
    total = answer["total"]
    assert total["reporting"] == 8
    assert total["value"] > 0
    assert 0 < total["coverage"] < 1
    assert sum(total["sources"].values()) == total["reporting"]


def test_groups_part_what_the_list_counts(told, world):
    listed = told("actors/", region="02", demo="any")
    answer = told("statistics/", group_by="province", region="02", demo="any")
    assert answer["total"]["in_scope"] == listed["count"]
    assert sum(one["in_scope"] for one in answer["results"]) == listed["count"]
    [nador] = [one for one in answer["results"] if one["groups"][0]["code"] == "02.381"]
    assert nador["groups"][0]["names"]["fr"] == "Nador"


def test_the_past_is_answered_as_it_stood(told, world):
    first = min(world.states)
    answer = told("statistics/", as_of=first, demo="any", status="any")
    assert answer["total"]["value"] == len(world.states[first].actors)


def test_a_misspelt_parameter_is_refused_and_named(get, world):
    response = get("statistics/", mesure="members")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert "mesure" in response.content.decode()


def test_the_table_holds_what_the_answer_holds(get, told, world):
    asked = {"measure": "members", "year": "latest:9", "group_by": "region", "demo": "any"}
    answer = told("statistics/", **asked)
    text = get("statistics/", format="csv", **asked).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(answer["results"]) + 1
    assert rows[-1]["region"] == "total"
    assert int(rows[-1]["value"]) == answer["total"]["value"]


def test_the_table_of_closings_has_the_row_of_those_it_knows_no_closing_of(get, told, world):
    asked = {"group_by": "closing_year", "status": "any", "demo": "any"}
    facts = world.states[world.head].actors.values()
    closed = sum(one.closed is not None for one in facts)
    text = get("statistics/", format="csv", **asked).content.decode("utf-8-sig")
    rows = {one["closing_year"]: one["value"] for one in csv.DictReader(io.StringIO(text))}
    assert rows == {"2020": str(closed), "": str(len(facts) - closed), "total": str(len(facts))}
    answer = told("statistics/", group_by="closing_year", demo="any")
    assert [(one["groups"][0]["code"], one["value"]) for one in answer["results"]] == [
        (2020, closed)
    ]
    assert "status=closed" in answer["query"]


def tabled(get, **asked):
    text = get("statistics/", format="csv", **asked).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def argan(in_force, register):
    """Two that report their members, of whom one tells how many are women."""
    both, one = register.publish("Amal", place=PLACES[0]), register.publish("Imane")
    register.report(both, 2023, members=40, members_women=30)
    register.report(one, 2023, members=25)


def test_a_share_tells_the_two_numbers_it_is_of(get, told, argan):
    asked = {"measure": "members-women", "aggregate": "share", "of": "members", "year": "2023"}
    answer = told("statistics/", **asked)["total"]
    assert (answer["value"], answer["part"], answer["whole"]) == (0.75, 30, 40)
    [row] = tabled(get, **asked)
    assert (row["value"], row["part"], row["whole"]) == ("0.75", "30", "40")


def test_the_table_of_a_sum_has_women_s_share_beside_it_as_the_page_has(get, argan):
    asked = {"measure": "members", "year": "2023", "group_by": "region"}
    rows = {one["region"]: one for one in tabled(get, **asked)}
    for region in (PLACES[0].region, "total"):
        told = [rows[region][f"women_{name}"] for name in ("share", "part", "whole", "reporting")]
        assert told == ["0.75", "30", "40", "1"]
    assert rows[""]["women_share"] == ""
    assert "women_share" not in tabled(get, measure="turnover")[0]


ASKED = [
    {"measure": "members", "year": "latest:9", "group_by": "region", "demo": "any"},
    {"measure": "members", "group_by": "year,region"},
    {"group_by": "closing_year,region", "status": "any", "demo": "any"},
    {"measure": "census:nonprofit_establishments", "group_by": "province", "per": "inhabitants"},
    {"measure": "members-women", "aggregate": "share", "of": "members", "year": "latest:9"},
]


@pytest.mark.parametrize("asked", ASKED)
def test_the_workbook_holds_what_the_answer_holds(get, told, world, asked):
    answer = told("statistics/", **asked)
    response = get("statistics/", format="xlsx", **asked)
    assert f"athar-statistics-r{answer['revision']}.xlsx" in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    header, *rows = book["figures"].iter_rows(values_only=True)
    for one, row in zip([*answer["results"], answer["total"]], rows, strict=True):
        told_row = dict(zip(header, row, strict=True))
        for name in ("value", "unit", "in_scope", "reporting", "coverage", "verified"):
            assert told_row[name] == one[name], name
        for group in one.get("groups", ()):
            assert (told_row[group["by"]] or None) == group["code"]
            assert (told_row[f"{group['by']}_fr"] or "") == group["names"].get("fr", "")


def test_the_workbook_says_what_was_asked_and_of_whom_to_credit(get, told, world):
    census = {"measure": "census:nonprofit_establishments", "group_by": "region"}
    answer = told("statistics/", **census)
    content = get("statistics/", format="xlsx", **census).content
    read_me = dict(
        openpyxl.load_workbook(io.BytesIO(content))["README"].iter_rows(values_only=True)
    )
    assert read_me["Question"] == answer["query"]
    assert read_me["Revision"] == str(answer["revision"])
    assert "CC BY 4.0" in read_me["Census"]
    assert "Demonstration" not in read_me
    again = get("statistics/" + read_me["Asked again"].partition("statistics/")[2])
    assert again.json()["results"] == answer["results"]


def test_the_workbook_says_how_many_report_and_that_some_are_invented(get, fresh_demonstration):
    content = get("statistics/", format="xlsx", measure="members", year="latest:9").content
    read_me = dict(
        openpyxl.load_workbook(io.BytesIO(content))["README"].iter_rows(values_only=True)
    )
    assert " of " in read_me["Coverage"]
    assert "invented" in read_me["Demonstration"]


def test_the_workbook_runs_no_formula(get, world, register):
    register.publish_all(register.actor({"fr": '=cmd|"/c calc"!A1'}, kind="network"))
    content = get("statistics/", format="xlsx", group_by="network", demo="any").content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]


# ---- who is in scope, whose figures, as of when --------------------------------------------------

NARROWED = [
    {"has": "members"},
    {"has": "members,jobs", "region": "02"},
    {"has": "none", "legal_form": "association"},
    {"active_on": "2015-01-01"},
    {"active_on": "2020-06-30", "has": "members"},
]


@pytest.mark.parametrize("asked", NARROWED)
def test_a_figure_is_of_those_the_list_finds_now_and_as_of_then(told, world, asked):
    for revision in (sorted(world.states)[15], world.head):
        narrowed = asked | {"demo": "any", "status": "any", "as_of": revision}
        listed = told("actors/", **narrowed)["count"]
        figure = told("statistics/", measure="members", year="latest:9", **narrowed)
        assert figure["total"]["in_scope"] == listed
        assert told("statistics/", group_by="region", **narrowed)["total"]["value"] == listed


@pytest.mark.parametrize("year", ["2020", "2021", "latest:9"])
def test_who_reports_and_stood_on_a_day_is_told_with_its_figure_of_the_year(told, world, year):
    asked = {"measure": "members", "year": year, "has": "members", "active_on": "2019-12-31"}
    answer = told("statistics/", demo="any", **asked)
    state = world.states[world.head]
    day = date(2019, 12, 31)
    stood = [
        code
        for code, one in state.actors.items()
        if (code, "members") in state.reports
        and one.founded
        and one.founded.date <= day
        and (one.closed is None or one.closed.date > day)
    ]
    reported = {
        one["actor"]: int(one["value"])
        for one in told("observations/", indicator="members", limit=1000, demo="any", status="any")[
            "results"
        ]
        if one["actor"] in stood and year in (str(one["year"]), "latest:9")
    }
    total = answer["total"]
    assert (total["in_scope"], total["reporting"]) == (len(stood), len(reported))
    assert (total["value"] or 0) == sum(reported.values())
    assert total["coverage"] == pytest.approx(len(reported) / len(stood), abs=0.0001)


def test_the_median_of_those_who_report_is_told_with_how_many_they_are(
    told, get, in_force, register
):
    for members in (4, 9, 10, 100, None):
        one = register.publish("Coopérative", legal_form="cooperative", place=PLACES[0])
        if members:
            register.report(one, 2023, members=members)
    asked = {"measure": "members", "aggregate": "median", "year": "2023", "group_by": "region"}
    answer = told("statistics/", **asked)
    [oriental] = [one for one in answer["results"] if one["groups"][0]["code"] == "02"]
    for cell in (oriental, answer["total"]):
        assert (cell["value"], cell["reporting"], cell["in_scope"]) == (9.5, 4, 5)
        assert cell["coverage"] == 0.8
    assert "aggregate=median" in answer["query"]
    assert tabled(get, **asked)[-1]["value"] == "9.5"


def test_whom_filters_can_count_neither_in_nor_out_is_told_as_lists_tell_it(told, world):
    day = {"active_on": "2015-01-01", "demo": "any"}
    listed = told("actors/", **day)["founding_unknown"]
    assert told("statistics/", **day)["founding_unknown"] == listed > 0
    box = {"bbox": "-180,-90,180,90", "demo": "any"}
    listed = told("actors/", **box)["unplaced"]
    assert told("statistics/", **box)["unplaced"] == listed > 0
    assert not {"founding_unknown", "unplaced"} & told("statistics/", demo="any").keys()


def test_an_answer_known_is_not_sent_again(get, world):
    tag = get("statistics/", group_by="region")["ETag"]
    response = get("statistics/", group_by="region", headers={"If-None-Match": tag})
    assert response.status_code == 304


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ({}, 4),
        ({"group_by": "province"}, 5),
        ({"measure": "members", "group_by": "region,sector"}, 7),  # the instance is not fixed yet
    ],
)
def test_figures_from_the_cubes_cost_few_questions(get, world, query, most):
    get("statistics/", **query)
    get("actors/")
    with CaptureQueriesContext(connection) as asked:
        assert get("statistics/", **query | {"demo": "any"}).status_code == 200
    told = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) <= most, "\n".join(told)
