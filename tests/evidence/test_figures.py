"""Figures: exact, with how many report them, the same by cube and by scan, now and as of then."""

from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from django.http import QueryDict

from directory.as_of import snapshot
from directory.models import Report
from directory.records.facts import Place
from evidence import figures
from evidence.coverage import rounded, share
from evidence.figures import figure
from evidence.measures import read
from geodata.models import Census
from tests.register import day

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
BERKANE = Place("02", "02.113", None, "02.113.01.09", precision="commune")
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")


def ask(query, as_of=None):
    with snapshot(as_of) as reading:
        statistic = read(QueryDict(query), reading)
        assert not statistic.refused, statistic.refused
        return figure(statistic)


def refused(query):
    with snapshot() as reading:
        return read(QueryDict(query), reading).refused


def values(told):
    return {cell.groups: cell.value for cell in told.results if cell.in_scope or cell.value}


@pytest.fixture
def country(in_force, register):
    """Three cooperatives and an association in three provinces; two of them report."""
    argan = register.publish(
        "Argan", place=NADOR, legal_form="cooperative", sectors=["argan", "cosmetics"],
        founded=day("2012"),
    )  # fmt: skip
    honey = register.publish("Miel", place=BERKANE, legal_form="cooperative", sectors=["honey"])
    register.publish("Rabat", place=RABAT, legal_form="cooperative")
    register.publish("Nulle part", legal_form="association")
    register.report(argan, 2022, members=30, members_women=20)
    register.report(argan, 2023, members=40, members_women=30)
    register.report(honey, 2023, kind="verified", members=11)
    return register


def test_actors_are_counted_with_nothing_unknown(country):
    told = ask("measure=actors")
    assert (told.total.value, told.total.in_scope, told.total.coverage) == (4, 4, 1)


def test_a_sum_says_how_many_report_it_and_how_it_is_known(country):
    told = ask("measure=members&year=2023&legal_form=cooperative").total
    assert (told.value, told.in_scope, told.reporting, told.unit) == (51, 3, 2, "memberships")
    assert told.coverage == Decimal("0.6667")
    assert told.verified == Decimal("0.5")


def test_nobody_reporting_is_not_zero(country):
    told = ask("measure=turnover&year=2023").total
    assert (told.value, told.reporting, told.coverage) == (None, 0, 0)


def test_a_single_valued_grouping_parts_everybody_the_unknown_too(country):
    told = ask("group_by=region")
    assert len(told.results) == 13
    assert sum(cell.in_scope for cell in told.results) == told.total.in_scope
    assert values(told) == {("02",): 2, ("04",): 1, (None,): 1}


def test_sectors_overlap_and_the_total_counts_each_once(country):
    told = ask("group_by=sector")
    assert told.overlapping
    assert values(told) == {("argan",): 1, ("cosmetics",): 1, ("honey",): 1, (None,): 2}
    assert told.total.value == 4


def test_women_are_a_share_among_those_that_report_both(country):
    told = ask("measure=members-women&aggregate=share&of=members&year=2023")
    assert (told.total.value, told.total.reporting) == (Decimal("0.75"), 1)


def test_the_latest_of_some_years_is_each_actors_own(country, register):
    with snapshot() as reading:
        now = reading.date.year
    late = register.publish("Tard", place=NADOR)
    register.report(late, now - 2, members=5)
    register.report(late, now - 1, members=6)
    assert ask("measure=members&year=latest:2&legal_form=association").total.value == 6
    assert ask("measure=members&year=latest:3&legal_form=association").total.value == 6
    assert ask(f"measure=members&year={now - 2}&legal_form=association").total.value == 5


def test_years_are_a_series_of_what_was_reported_for_them(country):
    told = ask("measure=members&group_by=year")
    assert values(told) == {(2022,): 30, (2023,): 51}
    assert (told.total.value, told.total.reporting, told.total.coverage) == (None, None, None)


def test_a_rate_names_the_census_it_divides_by(country):
    told = ask("per=inhabitants&per_n=100000&group_by=province&region=02")
    cell = next(cell for cell in told.results if cell.groups == ("02.381",))
    people = Census.objects.newest().of_year(2024).get(code="02.381").population
    assert told.census_year == 2024
    assert cell.value == rounded(Fraction(100_000, people), 2)


def test_the_census_counts_territories_and_adds_up_to_what_is_published(in_force):
    told = ask("measure=census:nonprofit_establishments&group_by=region")
    assert (told.total.value, told.total.unit) == (27_481, "establishments")
    assert sum(cell.value for cell in told.results) == 27_481
    within = ask("measure=census:nonprofit_establishments&group_by=province&region=02")
    assert {cell.groups[0][:2] for cell in within.results} == {"02"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("measure=happiness", "measure"),
        ("measure=census:area", "measure"),
        ("aggregate=mean", "aggregate"),
        ("measure=members&aggregate=mode", "aggregate"),
        ("measure=members&aggregate=share", "aggregate"),
        ("measure=members-women&aggregate=share", "of"),
        ("measure=members-women&aggregate=share&of=jobs", "of"),
        ("measure=members&of=jobs", "of"),
        ("year=2023", "year"),
        ("measure=members&year=2999", "year"),
        ("measure=members&year=latest:0", "year"),
        ("measure=members&year=2023&group_by=year", "year"),
        ("group_by=year", "group_by"),
        ("group_by=colour", "group_by"),
        ("group_by=region,region", "group_by"),
        ("group_by=region,sector,kind", "group_by"),
        ("group_by=locality", "group_by"),
        ("per=cow", "per"),
        ("per_n=100", "per_n"),
        ("per=inhabitants&per_n=0", "per_n"),
        ("measure=members&aggregate=mean&per=inhabitants", "per"),
        ("measure=census:jobs&sector=argan", "sector"),
        ("group_by=closing_year&status=active", "status"),
        ("closed_from=2020&status=active", "status"),
        ("closed_from=2020&closed_to=2019", "closed_to"),
        ("region=99", "region"),
        ("colour=blue", "colour"),
    ],
)
def test_what_has_no_answer_is_refused_by_name(in_force, query, name):
    assert name in refused(query)


def test_a_question_has_one_normal_form(country):
    with snapshot() as reading:
        one = read(QueryDict("group_by=region&measure=members&sector=honey,argan"), reading)
        other = read(
            QueryDict("sector=argan&sector=honey&measure=members&group_by=region&year=latest:3"),
            reading,
        )
    assert str(one) == str(other)
    assert "year=latest:3" in str(one)


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 0, None), (0, 9, 0), (9, 9, 1), (1, 10**6, "0.0001"), (10**6 - 1, 10**6, "0.9999")],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(part, whole, told):
    assert share(part, whole) == (None if told is None else Decimal(told))


def test_rounding_is_half_to_even():
    assert [rounded(Fraction(n, 8), 2) for n in (1, 3, 5)] == [
        Decimal("0.12"), Decimal("0.38"), Decimal("0.62"),
    ]  # fmt: skip


# ---- by cube and by scan -------------------------------------------------------------------------


@pytest.fixture
def world(in_force, register):
    """A register with a past: actors of all sorts report, move, close, merge and leave."""
    draw = Random(11)
    standing = [
        register.publish(
            f"N{n}",
            place=draw.choice([NADOR, BERKANE, RABAT, Place()]),
            legal_form=draw.choice(["cooperative", "association", "mutual"]),
            sectors=draw.choice([(), ("argan",), ("argan", "honey")]),
            audiences=draw.choice([(), ("women-led",)]),
            founded=day(str(draw.choice([2001, 2015]))),
        )
        for n in range(14)
    ]
    for turn in range(30):
        one = draw.choice(standing)
        whole = draw.randint(0, 60)
        register.report(
            one, draw.choice([2021, 2022, 2023, 2024]), members=whole,
            members_women=draw.randint(0, whole), kind=draw.choice(["verified", "declared"]),
        )  # fmt: skip
        if turn % 7 == 3:
            register.change(one, place=draw.choice([RABAT, BERKANE]))
        if turn % 11 == 5:
            register.change(one, closed=day("2019"))
        if turn % 13 == 6:
            standing.remove(one)
            register.merge(one, standing[0])
    return register


GROUPS = ["", "region", "province", "legal_form", "sector", "region,sector", "audience",
          "province,legal_form", "founding_year", "closing_year", "closing_year,region",
          "sector,closing_year", "kind", "commune"]  # fmt: skip
MEASURES = ["measure=actors", "measure=members&year=2023", "measure=members&year=latest:4",
            "measure=members-women&aggregate=share&of=members&year=latest:5",
            "measure=members&aggregate=mean&year=2022"]  # fmt: skip
FILTERS = ["", "region=02", "sector=argan", "legal_form=cooperative&status=any"]


def test_cube_and_scan_say_the_same_now_and_as_of_then(world, monkeypatch):
    with snapshot() as reading:
        head = reading.revision
    asked = [
        (f"{measure}&group_by={group}&{narrow}" if group else f"{measure}&{narrow}", revision)
        for measure, group, narrow in product(MEASURES, GROUPS, FILTERS)
        for revision in (None, head - 17)
    ]
    quick = [ask(*one) for one in asked]
    assert Report.objects.exists()
    monkeypatch.setattr(figures, "_cube", lambda *args: None)
    for one, told in zip(asked, quick, strict=True):
        slow = ask(*one)
        assert told.total == slow.total, one
        assert told.results == slow.results, one


def test_sums_are_those_of_reading_every_report(world):
    told = ask("measure=members&year=2023&status=any&group_by=region")
    found = {}
    reports = Report.objects.filter(indicator="members", year=2023, closed=None)
    for one in reports.select_related("actor"):
        version = one.actor.versions.filter(closed=None).first()
        if version:
            found.setdefault((version.region,), []).append(one.value)
    assert {key: value for key, value in values(told).items() if value is not None} == {
        key: sum(said) for key, said in found.items()
    }
