"""Indicators are a reference set; figures that cannot be true are refused with what would be."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from directory import codes, indicators
from directory.as_of import snapshot
from directory.indicators import BadIndicators
from directory.models import Indicator, Observation, Revision
from directory.publishing import publish
from directory.publishing.reference import publish_reference, stage_indicators
from directory.records.facts import ObservationFacts, decimal_text, prepare
from directory.records.figures import check_figures
from directory.records.validate import InvalidFacts

TODAY = date(2024, 7, 10)
ACTOR = codes.mint()


def said(indicator="members", value=40, year=2023, unit="memberships", **facts):
    return ObservationFacts(ACTOR, indicator, year, Decimal(str(value)), unit, **facts)


def refused(*facts):
    with pytest.raises(InvalidFacts) as refusal:
        check_figures(facts, today=TODAY)
    return [str(problem) for problem in refusal.value.problems]


def test_the_indicators_follow_the_statisticians_and_are_worded_in_four_languages():
    found = {one.code: one for one in indicators.read()}
    wanted = "members jobs worker-members volunteers turnover surplus beneficiaries trainings"
    assert {*wanted.split(), "members-women", "governing-body-women"} <= set(found)
    assert found["members-women"].part_of == "members"
    assert all("ICLS" in found[code].standard for code in ("members", "jobs", "turnover"))
    for one in found.values():
        assert set(one.names) == set(one.definitions) == {"ar", "fr", "en", "es"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"unit": "heads"}, "unit"),
        ({"part_of": "nobody"}, "no total"),
        ({"names": {"fr": "Adhésions"}}, "worded"),
        ({"minimum": 5, "maximum": 5}, "below"),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused(change, why):
    content = indicators._content()
    broken = content | {"indicators": [content["indicators"][0] | change]}
    with pytest.raises(BadIndicators, match=why):
        indicators.parse(broken)


def test_changed_indicators_make_a_second_set_and_the_first_stays(in_force, tmp_path, monkeypatch):
    renamed = [one | {"names": one["names"] | {"fr": "Sociétariat"}} for one in indicators.rows()]
    monkeypatch.setattr(indicators, "rows", lambda: renamed)
    revision = publish_reference([stage_indicators(tmp_path)], reason="taxonomies-loaded")
    assert revision.reference_sets["indicators"]["number"] == 2
    with snapshot(in_force.number) as reading:
        first = Indicator.objects.in_set(reading.set_of("indicators")).get(code="members")
    assert first.names["fr"] == "Adhésions"
    assert Indicator.objects.newest().get(code="members").names["fr"] == "Sociétariat"


@pytest.mark.parametrize("change", [{"part_of": ""}, {"unit": "people"}])
def test_a_code_never_means_something_else(in_force, tmp_path, monkeypatch, change):
    told = [one | (change if one["code"] == "members-women" else {}) for one in indicators.rows()]
    monkeypatch.setattr(indicators, "rows", lambda: told)
    with pytest.raises(BadIndicators, match="members-women: .* another code"):
        stage_indicators(tmp_path)
    with pytest.raises(CommandError, match="Nothing is put in force: members-women"):
        call_command("load_taxonomies")


def test_loading_the_same_indicators_again_changes_nothing(in_force, tmp_path):
    assert publish_reference([stage_indicators(tmp_path)], reason="taxonomies-loaded") is None


def test_what_can_be_true_is_accepted(in_force):
    check_figures(
        [
            said(value=40),
            said("members-women", 25),
            said("surplus", "-1200.50", unit="MAD"),
            said("jobs", 0, unit="jobs"),
        ],
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"indicator": "happiness"}, "indicator in force"),
        ({"value": -1}, "from 0 to 10000000"),
        ({"value": "1.5"}, "no more decimals"),
        ({"value": "NaN"}, "from 0"),
        ({"unit": "people"}, "memberships"),
        ({"year": 2025}, "to the present one"),
        ({"year": 1850}, "1900"),
        ({"source_kind": "rumour"}, "verified, registry"),
        ({"source_url": "javascript:alert(1)"}, "http"),
    ],
)
def test_what_cannot_be_true_is_refused_with_what_could(in_force, facts, told):
    [problem] = refused(said(**facts))
    assert told in problem


def test_women_are_not_more_than_all(in_force):
    assert "at most the total it is a part of: 40" in refused(said(), said("members-women", 41))[0]


def test_parts_are_held_against_a_total_that_stands_and_totals_against_parts(in_force, register):
    amal = register.publish("Amal", code=ACTOR)
    register.report(amal, 2023, members=40, members_women=25)
    assert "40" in refused(said("members-women", 41))[0]
    assert "members-women.2023" in refused(said(value=20))[0]
    check_figures([said(value=20, year=2022)], today=TODAY)
    check_figures([said(value=20, source_kind="estimate")], today=TODAY)


# ---- through the one door -----------------------------------------------------------------------


def published(*facts):
    return publish(kind="import", role="network", reason="yearly-figures", opened=facts)


@pytest.mark.parametrize("made", [lambda facts: facts, prepare])
@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"indicator": "happiness"}, "indicator in force"),
        ({"value": -1}, "from 0 to 10000000"),
        ({"value": "1.5"}, "no more decimals"),
        ({"value": "10000001"}, "from 0 to 10000000"),
        ({"unit": "people"}, "memberships"),
        ({"year": 2150}, "to the present one"),
        ({"source_url": "javascript:alert(1)"}, "http"),
    ],
)
def test_nobody_publishes_what_cannot_be_true(in_force, register, made, facts, told):
    register.publish("Amal", code=ACTOR)
    head = Revision.objects.head()
    with pytest.raises(InvalidFacts, match=told), transaction.atomic():
        published(made(said("jobs", 3, unit="jobs")), made(said(**facts)))
    assert Revision.objects.head() == head
    assert not Observation.objects.exists()


def test_nobody_publishes_more_women_than_all_given_together_before_or_after(in_force, register):
    amal = register.publish("Amal", code=ACTOR)
    for given in (
        [said(value=40), said("members-women", 41)],
        [said("members-women", 41), said(value=40)],
    ):
        with pytest.raises(InvalidFacts, match="at most the total"), transaction.atomic():
            published(*given)
    register.report(amal, 2023, members=40, members_women=25)
    for one in (said("members-women", 41), said(value=20)):
        with pytest.raises(InvalidFacts, match="at most the total"), transaction.atomic():
            published(one)
    published(said(value=20), said("members-women", 15))


def test_what_was_accepted_once_is_joined_and_split_whatever_bounds_came_since(
    in_force, register, tmp_path, monkeypatch
):
    amal, other = register.publish("Amal", code=ACTOR), register.publish("Autre")
    register.report(amal, 2023, members=40)
    lower = [one | {"bounds": one["bounds"] | {"maximum": 30}} for one in indicators.rows()]
    monkeypatch.setattr(indicators, "rows", lambda: lower)
    publish_reference([stage_indicators(tmp_path)], reason="taxonomies-loaded")
    register.merge(amal, other)
    register.split(amal)
    with pytest.raises(InvalidFacts, match="from 0 to 30"), transaction.atomic():
        published(said(value=41))


def test_the_door_asks_one_question_more_and_none_where_no_figure_is_given(in_force, register):
    register.publish("Amal", code=ACTOR)
    figures = [said(value=40), said("members-women", 25), said("jobs", 3, unit="jobs")]
    with CaptureQueriesContext(connection) as asked:
        published(*figures)
    assert sum("%(earliest)s" in one["sql"] or "scale(" in one["sql"] for one in asked) == 1
    with CaptureQueriesContext(connection) as asked:
        register.publish("Autre")
    assert not any("scale(" in one["sql"] for one in asked)


@pytest.mark.parametrize(
    ("value", "text"),
    [("40", "40"), ("40.00", "40"), ("1E+3", "1000"), ("-0.50", "-0.5"), ("0", "0"), ("0.0", "0")],
)
def test_a_number_has_one_text(value, text):
    assert decimal_text(Decimal(value)) == text
