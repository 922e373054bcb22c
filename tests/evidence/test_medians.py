"""The median of those who report: the one in the middle, or half way between the two that are."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from directory.as_of import snapshot
from directory.records.facts import Place
from evidence.figures import figure
from evidence.measures import read

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")
OF_MEMBERS = "measure=members&aggregate=median&year=2023"


def ask(query, as_of=None):
    with snapshot(as_of) as reading:
        statistic = read(QueryDict(query), reading)
        assert not statistic.refused, statistic.refused
        return figure(statistic)


def told(cell):
    return cell.value, cell.reporting, cell.in_scope


def report(register, place, *members, sectors=(), form="cooperative"):
    """An actor for each number of members; one that reports nothing for None."""
    made = []
    for count in members:
        actor = register.publish(f"N{count}", place=place, sectors=sectors, legal_form=form)
        if count is not None:
            register.report(actor, 2023, members=count)
        made.append(actor)
    return made


@pytest.fixture
def seven(in_force, register):
    """Of seven that report, three stand in Nador, four in Rabat; two more report nothing."""
    return [
        *report(register, NADOR, 9, 300, 12, None, sectors=["argan"]),
        *report(register, RABAT, 40, 7, 8, 1000, sectors=["argan", "honey"]),
        *report(register, RABAT, None, form="association"),
    ]


def test_of_an_odd_number_it_is_the_one_in_the_middle(seven):
    assert told(ask(f"{OF_MEMBERS}&region=02").total) == (12, 3, 4)
    assert told(ask(OF_MEMBERS).total) == (12, 7, 9)  # 7 8 9 12 40 300 1000


def test_of_an_even_number_it_is_half_way_between_the_two_in_the_middle(seven):
    assert told(ask(f"{OF_MEMBERS}&region=04&legal_form=cooperative").total) == (24, 4, 4)


def test_it_is_of_those_who_report_and_says_how_many_they_are(seven):
    total = ask(f"{OF_MEMBERS}&region=02").total
    assert (total.coverage, total.unit) == (Decimal("0.75"), "memberships")
    nobody = ask(f"{OF_MEMBERS}&legal_form=association").total
    assert (told(nobody), nobody.coverage) == ((None, 0, 1), 0)


def test_each_group_has_its_own_and_all_together_theirs_not_one_of_the_groups(seven):
    figures = ask(f"{OF_MEMBERS}&group_by=region")
    found = {cell.groups: told(cell) for cell in figures.results if cell.in_scope}
    assert found == {("02",): (12, 3, 4), ("04",): (24, 4, 5)}
    assert told(figures.total) == (12, 7, 9)


def test_who_stands_in_two_groups_counts_in_each_and_once_in_all(seven):
    figures = ask(f"{OF_MEMBERS}&group_by=sector&legal_form=cooperative")
    found = {cell.groups: told(cell) for cell in figures.results if cell.in_scope}
    assert found == {("argan",): (12, 7, 8), ("honey",): (24, 4, 4)}
    assert told(figures.total) == (12, 7, 8)


def test_two_groupings_tell_it_apart_twice(seven):
    figures = ask(f"{OF_MEMBERS}&group_by=region,legal_form")
    assert {cell.groups: told(cell) for cell in figures.results} == {
        ("02", "cooperative"): (12, 3, 4),
        ("04", "cooperative"): (24, 4, 4),
        ("04", "association"): (None, 0, 1),
    }


def test_of_some_years_each_actors_latest_counts_once(seven, register):
    register.report(seven[0], 2024, members=400)
    with snapshot() as reading:
        years = reading.date.year - 2022
    assert ask(f"{OF_MEMBERS}&region=02").total.value == 12
    latest = f"measure=members&aggregate=median&year=latest:{years}&region=02"
    assert told(ask(latest).total) == (300, 3, 4)  # 12 300 400


def test_each_year_has_its_own_and_no_one_is_of_all_of_them(seven, register):
    register.report(seven[0], 2022, members=5)
    register.report(seven[1], 2022, members=10)
    figures = ask("measure=members&aggregate=median&group_by=year&region=02")
    found = {cell.groups: told(cell)[:2] for cell in figures.results}
    assert found == {(2022,): (Decimal("7.5"), 2), (2023,): (12, 3)}
    assert figures.total.value is None


def test_the_past_has_the_median_of_its_day(seven, register):
    with snapshot() as reading:
        before = reading.revision
    register.report(seven[3], 2023, members=1)
    assert told(ask(f"{OF_MEMBERS}&region=02").total) == (Decimal("10.5"), 4, 4)
    assert told(ask(f"{OF_MEMBERS}&region=02", before).total) == (12, 3, 4)


@pytest.mark.parametrize(
    ("one", "other", "middle"),
    [
        ("1.00", "1.39", "1.20"),  # 1.195
        ("1.02", "1.41", "1.22"),  # 1.215
        ("1.00", "1.37", "1.18"),  # 1.185
        ("999999999999.02", "999999999999.01", "999999999999.02"),
    ],
)
def test_it_is_exact_to_the_centime_and_rounded_half_to_even(
    in_force, register, one, other, middle
):
    for value in (one, other):
        register.report(register.publish("N", place=NADOR), 2023, turnover=value)
    total = ask("measure=turnover&aggregate=median&year=2023").total
    assert total.value == Decimal(middle)
