"""Figures of those who report something, or stood on a day, with the years and the past beside."""

import pytest
from django.http import QueryDict

from directory.as_of import snapshot
from directory.records.facts import Place
from evidence.figures import figure
from evidence.measures import read
from tests.register import day

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")


def ask(query, as_of=None):
    with snapshot(as_of) as reading:
        statistic = read(QueryDict(query), reading)
        assert not statistic.refused, statistic.refused
        return figure(statistic)


def told(query, as_of=None):
    """Value, how many report, how many are in scope."""
    total = ask(query, as_of).total
    return total.value, total.reporting, total.in_scope


def cells(query, as_of=None):
    found = ask(query, as_of).results
    return {cell.groups: (cell.value, cell.reporting, cell.in_scope) for cell in found
            if cell.in_scope}  # fmt: skip


@pytest.fixture
def now(in_force):
    with snapshot() as reading:
        return reading.date.year


@pytest.fixture
def four(in_force, register, now):
    """Argan and Miel report members and jobs, Laine members only, Zellige nothing.

    Argan closed in 2020; of Miel no founding date is known.
    """
    made = {
        name: register.publish(name, legal_form="cooperative", place=place, founded=founded,
                               closed=closed)
        for name, place, founded, closed in (
            ("Argan", NADOR, "2001", "2020"), ("Miel", NADOR, None, None),
            ("Laine", RABAT, "2010", None), ("Zellige", RABAT, "2018-06", None),
        )
    }  # fmt: skip
    register.report(made["Argan"], 2018, members=30)
    register.report(made["Argan"], now - 2, jobs=5)
    register.report(made["Miel"], now - 1, members=11, jobs=2)
    register.report(made["Laine"], now - 2, members=7)
    register.report(made["Laine"], now, members=9)
    return made


# ---- who reports something -----------------------------------------------------------------------


def test_those_who_report_an_indicator_of_any_year_are_in_scope(four):
    assert told("has=jobs&status=any") == (2, 2, 2)
    assert told("has=jobs") == (1, 1, 1)
    assert told("has=members,jobs&status=any") == (3, 3, 3)
    assert told("has=none&status=any") == (1, 1, 1)
    assert told("has=turnover&status=any") == (0, 0, 0)


def test_what_they_report_is_of_the_year_asked_whatever_year_puts_them_in_scope(four, now):
    assert told(f"measure=members&year={now - 2}&has=jobs&status=any") == (None, 0, 2)
    assert told("measure=members&year=2018&has=jobs&status=any") == (30, 1, 2)
    assert told(f"measure=members&year={now - 1}&has=jobs") == (11, 1, 1)
    assert told(f"measure=members&year={now}&has=members") == (9, 1, 2)


def test_with_the_latest_of_three_years_each_gives_its_own(four):
    assert told("measure=members&year=latest:3&has=members&status=any") == (20, 2, 3)
    assert cells("measure=members&year=latest:3&has=members&status=any&group_by=region") == {
        ("02",): (11, 1, 2), ("04",): (9, 1, 1),
    }  # fmt: skip
    latest = "measure=members&aggregate=mean&year=latest:3&has=members&status=any"
    assert told(latest) == (10, 2, 3)


def test_those_who_report_nothing_have_no_figure_and_are_not_zero(four):
    assert told("measure=members&has=none") == (None, 0, 1)


def test_a_report_made_since_puts_nobody_in_scope_before(four, register, now):
    with snapshot() as reading:
        before = reading.revision
    register.report(four["Zellige"], now, members=100)
    asked = "measure=members&year=latest:3&has=members"
    assert told(asked) == (120, 3, 3)
    assert told(asked, before) == (20, 2, 2)
    assert told("has=none", before) == (1, 1, 1)
    assert told("has=none") == (0, 0, 0)


# ---- who stood on a day --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "count"),
    [
        ("2000-12-31", 0),
        ("2001-01-01", 1),
        ("2015", 2),
        ("2018-06-01", 3),
        ("2019-12-31", 3),
        ("2020-01-01", 2),
    ],
)
def test_founded_by_a_day_and_not_closed_by_then(four, date, count):
    assert told(f"active_on={date}") == (count, count, count)


def test_of_unknown_founding_nobody_is_counted_in_or_left_unsaid(four):
    found = ask("active_on=2015-01-01&region=02")
    assert found.total.value == 1
    assert found.statistic.selection.uncounted == {"founding_unknown": 1}


def test_those_of_a_day_are_told_by_place_and_form(four):
    assert cells("active_on=2015-01-01&group_by=region") == {
        ("02",): (1, 1, 1), ("04",): (1, 1, 1),
    }  # fmt: skip
    assert cells("active_on=2015-01-01&group_by=legal_form,region") == {
        ("cooperative", "02"): (1, 1, 1), ("cooperative", "04"): (1, 1, 1),
    }  # fmt: skip


def test_the_year_of_a_figure_and_the_day_of_its_scope_are_two_questions(four, now):
    assert told("measure=members&year=2018&active_on=2018-12-31") == (30, 1, 3)
    assert told("measure=members&year=2018&active_on=2021-01-01") == (None, 0, 2)
    assert told(f"measure=members&year={now}&active_on=2018-12-31") == (9, 1, 3)


def test_a_day_an_indicator_and_the_latest_years_narrow_together(four):
    asked = "year=latest:3&has=jobs&active_on=2018-12-31&group_by=region"
    assert cells(f"measure=jobs&{asked}") == {("02",): (5, 1, 1)}
    assert cells(f"measure=members&{asked}") == {("02",): (None, 0, 1)}


def test_a_status_given_beside_a_day_narrows_too(four):
    assert told("active_on=2015-01-01&status=active") == (1, 1, 1)
    assert told("active_on=2015-01-01&status=closed") == (1, 1, 1)


def test_what_existed_is_told_as_it_was_recorded_then(four, register):
    with snapshot() as reading:
        before = reading.revision
    register.change(four["Miel"], founded=day("1999"))
    register.change(four["Laine"], closed=day("2012"))
    asked = "measure=members&year=latest:3&has=members&active_on=2015-01-01"
    assert told(asked) == (11, 1, 2)
    assert told(asked, before) == (9, 1, 2)
