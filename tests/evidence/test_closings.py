"""Exits by year, as entries are told: of those that closed, and the rest is never passed over."""

import pytest
from django.http import QueryDict

from directory.as_of import snapshot
from directory.records.facts import Place
from evidence.citations.compare import compare
from evidence.citations.store import cite
from evidence.figures import figure
from evidence.measures import read
from tests.register import day

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")
AHEAD = "2040-06-30"


def ask(query, as_of=None):
    with snapshot(as_of) as reading:
        statistic = read(QueryDict(query), reading)
        assert not statistic.refused, statistic.refused
        return figure(statistic)


def values(told):
    return {cell.groups: cell.value for cell in told.results if cell.in_scope}


@pytest.fixture
def six(in_force, register):
    """Two closed in 2018 and one in 2020, one will in 2040, of two no closing date is known."""
    made = [
        register.publish(
            f"Coopérative {n}", legal_form="cooperative", place=place, closed=closed,
            sectors=sectors, founded="2001",
        )
        for n, (closed, place, sectors) in enumerate(
            [("2018", NADOR, ["argan", "honey"]), ("2018-05", RABAT, ["argan"]),
             ("2020-01-31", NADOR, []), (AHEAD, NADOR, ["honey"]), (None, RABAT, ["argan"]),
             (None, NADOR, [])]
        )
    ]  # fmt: skip
    for actor, members in zip(made[:4], (10, 7, 5, 40), strict=True):
        register.report(actor, 2015, members=members)
    return made


def test_closings_by_year_are_of_those_that_closed(six):
    told = ask("group_by=closing_year")
    assert values(told) == {(2018,): 2, (2020,): 1}
    assert told.total.value == 3
    assert "status=closed" in str(told.statistic)


def test_of_all_the_unknown_is_a_cell_and_a_closing_ahead_stands_in_its_year(six):
    told = ask("group_by=closing_year&status=any")
    assert [(cell.groups, cell.value) for cell in told.results] == [
        ((2018,), 2), ((2020,), 1), ((2040,), 1), ((None,), 2),
    ]  # fmt: skip
    assert told.total.value == 6


@pytest.mark.parametrize(
    ("query", "cells"),
    [
        ("closing_year,region", {(2018, "02"): 1, (2018, "04"): 1, (2020, "02"): 1,
                                 (2040, "02"): 1, (None, "02"): 1, (None, "04"): 1}),
        ("sector,closing_year", {("argan", 2018): 2, ("honey", 2018): 1, ("honey", 2040): 1,
                                 ("argan", None): 1, (None, 2020): 1, (None, None): 1}),
        ("founding_year,closing_year", {(2001, 2018): 2, (2001, 2020): 1, (2001, 2040): 1,
                                        (2001, None): 2}),
        ("closing_year&sector=argan", {(2018,): 2, (None,): 1}),
        ("closing_year&q=cooperative&region=02", {(2018,): 1, (2020,): 1, (2040,): 1, (None,): 1}),
    ],
)  # fmt: skip
def test_the_rest_is_told_apart_too(six, query, cells):
    assert values(ask(f"group_by={query}&status=any")) == cells


def test_what_they_reported_is_told_by_the_year_they_closed(six):
    told = ask("measure=members&year=2015&group_by=closing_year&status=any")
    assert {cell.groups: (cell.value, cell.reporting, cell.in_scope) for cell in told.results} == {
        (2018,): (17, 2, 2), (2020,): (5, 1, 1), (2040,): (40, 1, 1), (None,): (None, 0, 2),
    }  # fmt: skip
    assert (told.total.value, told.total.in_scope) == (62, 6)


def test_the_past_knows_the_closings_of_its_day_only(six, register):
    with snapshot() as reading:
        before = reading.revision
    register.change(six[4], closed=day("2018-11"))
    assert values(ask("group_by=closing_year"))[(2018,)] == 3
    assert values(ask("group_by=closing_year", before)) == {(2018,): 2, (2020,): 1}
    assert values(ask("group_by=closing_year&status=any", before))[(None,)] == 2


def test_of_those_active_on_a_day_the_survivors_are_told_beside_the_closings(six):
    told = ask("active_on=2019-01-01&group_by=closing_year")
    assert values(told) == {(2020,): 1, (2040,): 1, (None,): 2}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("closed_from=2019", 1),
        ("closed_to=2018", 2),
        ("closed_to=2018-04", 1),
        ("closed_to=2040", 3),
        ("closed_to=2040&status=any", 4),
        ("closed_from=2018&closed_to=2020&region=02", 2),
        ("closed_from=2019&active_on=2015-01-01", 2),
    ],
)
def test_a_filter_of_closings_is_of_those_that_closed_unless_all_are_asked_for(six, query, count):
    assert ask(query).total.value == count


def test_exits_are_cited_and_later_ones_have_entered_since(six, register):
    citation = cite("/api/v1/statistics/?group_by=closing_year&closed_from=2018").citation
    assert "closed_from=2018-01-01" in citation.normal
    assert "status=closed" in citation.normal

    register.change(six[5], closed=day("2020"))
    register.change(six[2], closed=day("2019"))
    told = compare(citation)

    assert not told.same
    assert (told.movement.entered, told.movement.changed, told.movement.unchanged) == (1, 1, 2)
    [changed] = [one for one in told.movement.moved if one.how == "changed"]
    assert {"closed_from", "closing_year"} <= set(changed.fields)
