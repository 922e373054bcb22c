"""Then and now: who entered, left or changed, and how much of a difference is new reporters'."""

from decimal import Decimal

import pytest

from directory.records.facts import Place
from evidence.citations.compare import compare
from evidence.citations.store import cite
from tests.register import day

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
MEMBERS = "/api/v1/statistics/?measure=members&year=2023&sector=argan"


@pytest.fixture
def argan(in_force, register):
    """Six of argan: four report."""
    made = {
        name: register.publish(f"Argan {name}", sectors=["argan"], place=NADOR)
        for name in ("stays", "grows", "closes", "merges", "leaves", "heir")
    }
    for name in ("stays", "grows", "closes", "merges"):
        register.report(made[name], 2023, members=10)
    return made


def happens(argan, register):
    """A year in the life of six cooperatives."""
    register.report(argan["grows"], 2023, members=13)
    register.report(argan["heir"], 2023, members=5)
    register.change(argan["closes"], closed=day("2020"))
    register.withdraw(argan["leaves"])
    new = register.publish("Argan new", sectors=["argan", "honey"], place=NADOR)
    register.report(new, 2023, members=7)
    register.merge(argan["merges"], argan["stays"])


def test_entered_left_by_fate_changed_and_unchanged_are_told_apart(argan, register):
    citation = cite("/api/v1/actors/?sector=argan").citation
    happens(argan, register)
    told = compare(citation).movement
    assert (told.entered, told.changed, told.unchanged) == (1, 0, 3)
    assert told.left == {"closed": 1, "merged": 1, "withdrawn": 1}
    fates = {one.code: one.fate for one in told.moved if one.how == "left"}
    assert fates == {
        argan["closes"].code: "closed",
        argan["merges"].code: "merged",
        argan["leaves"].code: "withdrawn",
    }


def test_leaving_by_a_change_of_what_the_question_reads_is_a_fate_of_its_own(argan, register):
    citation = cite("/api/v1/actors/?sector=argan").citation
    register.change(argan["stays"], sectors=["honey"])
    assert compare(citation).movement.left == {"changed": 1}


def test_a_field_the_question_reads_is_named_and_others_do_not_count(argan, register):
    citation = cite("/api/v1/actors/?sector=argan").citation
    register.change(argan["stays"], sectors=["argan", "honey"])
    register.change(argan["grows"], names={"fr": "Un autre nom"}, legal_form="cooperative")
    told = compare(citation).movement
    assert [(one.code, one.fields) for one in told.moved] == [(argan["stays"].code, ("sector",))]


def test_a_figure_reads_what_is_reported(argan, register):
    citation = cite(MEMBERS).citation
    register.report(argan["grows"], 2023, members=13)
    register.report(argan["grows"], 2022, members=99)
    [one] = compare(citation).movement.moved
    assert (one.how, one.then, one.now) == ("changed", Decimal(10), Decimal(13))


def test_the_difference_is_that_of_new_reporters_of_those_gone_and_of_the_same(argan, register):
    citation = cite(MEMBERS).citation
    happens(argan, register)
    told = compare(citation)
    movement = told.movement
    assert (movement.new_reporters, movement.of_new) == (2, 12)
    assert movement.gone_reporters >= 1
    difference = int(told.answer["total"]["value"]) - int(citation.answer["total"]["value"])
    assert difference == movement.of_new - movement.of_gone + movement.of_same


def test_the_same_answer_today_is_said_to_be_the_same(argan, register):
    citation = cite(MEMBERS).citation
    register.publish("Elsewhere")
    told = compare(citation)
    assert told.same
    assert told.movement.moved == []


def test_a_census_measure_has_no_actors_to_compare(in_force):
    citation = cite("/api/v1/statistics/?measure=census:population").citation
    told = compare(citation)
    assert (told.same, told.movement) == (True, None)


def test_a_selection_with_values_that_look_like_placeholders_is_compared(argan):
    told = compare(cite("/api/v1/actors/?q=100%25").citation)
    assert told.movement.entered == 0


def test_a_figure_by_year_is_compared_too(argan, register):
    citation = cite("/api/v1/statistics/?measure=members&group_by=year&sector=argan").citation
    register.report(argan["stays"], 2022, members=4)
    assert compare(citation).movement.changed == 1


def test_too_many_to_hold_beside_each_other_are_told_by_their_numbers(argan, monkeypatch):
    monkeypatch.setattr("evidence.citations.compare.MOST_HELD", 3)
    told = compare(cite("/api/v1/actors/?sector=argan").citation)
    assert (told.answer["count"], told.too_many, told.movement) == (6, True, None)
