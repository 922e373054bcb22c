"""What actors report, derived from what was said of them, and summed exactly at every revision."""

from decimal import Decimal
from random import Random

import pytest
from django.db import connection

from directory import codes
from directory.models import Observation, Report, ReportRollup
from directory.publishing import publish, settle
from directory.publishing.figures import NothingToSettle
from directory.publishing.verify import verify
from directory.records.facts import Place
from tests.register import day

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
BERKANE = Place("02", "02.113", None, "02.113.01.09", precision="commune")
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")


def reported(actor, indicator="members"):
    """Year to value of what an actor reports now."""
    found = Report.objects.filter(actor__code=actor.code, indicator=indicator, closed=None)
    return {one.year: one.value for one in found.order_by("year")}


def total(indicator="members", year=2023, territory="02", axis="all", face="", **narrowed):
    """The cube's sum and how many report it."""
    cells = ReportRollup.objects.filter(
        indicator=indicator, year=year, territory=territory, axis=axis, value_of_axis=face,
        **{"paired": False} | narrowed,
    )  # fmt: skip
    n = sum(c.verified + c.registry + c.survey + c.declared + c.estimate for c in cells)
    return sum((c.total for c in cells), Decimal()), n


@pytest.fixture
def amal(in_force, register):
    return register.publish("Amal", place=NADOR, sectors=["argan"], legal_form="cooperative")


def test_an_actor_reports_what_was_said_of_it(register, amal):
    register.report(amal, 2022, members=30)
    register.report(amal, 2023, members=40, members_women=25)
    assert reported(amal) == {2022: 30, 2023: 40}
    assert total() == (40, 1)
    assert total(territory="02.381", axis="all") == (40, 1)
    assert total(territory="02", axis="sector", face="argan") == (40, 1)


def test_the_best_kind_of_source_is_taken(register, amal):
    register.report(amal, 2023, kind="estimate", members=100)
    register.report(amal, 2023, kind="declared", members=40)
    assert reported(amal) == {2023: 40}
    register.report(amal, 2023, kind="verified", members=38)
    assert reported(amal) == {2023: 38}
    assert total() == (38, 1)


def test_a_figure_said_again_replaces_the_one_before(register, amal):
    register.report(amal, 2023, members=40)
    register.report(amal, 2023, members=41)
    assert Observation.objects.current().count() == 1
    assert total() == (41, 1)


def test_each_report_knows_the_next_year_reported(register, amal):
    for year in (2019, 2023, 2021):
        register.report(amal, year, members=year)
    found = Report.objects.filter(closed=None).order_by("year")
    assert [(one.year, one.next_year) for one in found] == [(2019, 2021), (2021, 2023), (2023, 0)]


def test_a_part_is_told_beside_its_whole_where_both_are_reported(register, amal):
    register.report(amal, 2022, members_women=10)
    register.report(amal, 2023, members=40, members_women=25)
    women = Report.objects.filter(indicator="members-women", closed=None).order_by("year")
    assert [(one.year, one.whole) for one in women] == [(2022, None), (2023, 40)]
    cell = ReportRollup.objects.get(
        indicator="members-women", paired=True, axis="all", territory="02"
    )
    assert (cell.total, cell.whole, cell.declared) == (25, 40, 1)


def wholes(actor):
    """Year to the whole beside what an actor reports of its women, and the next year of both."""
    found = Report.objects.filter(actor__code=actor.code, indicator="members-women", closed=None)
    return {one.year: (one.whole, one.pair_next_year) for one in found}


def test_a_part_above_the_total_of_a_better_source_stands_alone(register, amal):
    register.report(amal, 2022, members=50, members_women=40)
    register.report(amal, 2023, members=50, members_women=40)
    assert wholes(amal) == {2022: (50, 2023), 2023: (50, 0)}
    register.report(amal, 2023, kind="verified", members=30)
    assert wholes(amal) == {2022: (50, 0), 2023: (None, None)}
    assert total("members-women") == (40, 1)
    assert total("members-women", paired=True) == (0, 0)
    register.report(amal, 2023, kind="verified", members_women=30)
    assert wholes(amal) == {2022: (50, 2023), 2023: (30, 0)}
    assert list(verify()) == []


def test_a_part_of_one_actor_is_not_above_the_total_of_another_after_a_merger(register, amal):
    nour = register.publish("Nour", place=BERKANE)
    register.report(amal, 2023, members=30)
    register.report(nour, 2023, members_women=40)
    register.merge(nour, amal)
    assert (reported(amal), reported(amal, "members-women")) == ({2023: 30}, {2023: 40})
    assert total("members-women", paired=True) == (0, 0)


def test_figures_follow_their_actor_to_another_province(register, amal):
    register.report(amal, 2023, members=40)
    register.change(amal, place=RABAT)
    assert total(territory="02.381") == (0, 0)
    assert total(territory="04.421") == (40, 1)


def test_an_actor_that_left_reports_nothing_and_comes_back_with_its_figures(register, amal):
    register.report(amal, 2023, members=40)
    register.withdraw(amal)
    assert total() == (0, 0)
    assert not Observation.objects.current().exists()
    register.split(amal)
    assert total() == (40, 1)


def test_figures_that_differ_after_a_merger_do_not_report_until_settled(register, amal):
    nour = register.publish("Nour", place=BERKANE)
    register.report(amal, 2023, members=40)
    register.report(nour, 2023, members=25)
    register.report(nour, 2022, members=20)
    register.merge(nour, amal)
    assert reported(amal) == {2022: 20}
    assert total() == (0, 0)
    settle(
        amal.code, "members", 2023, "declared",
        origin=nour.code, role="moderator", reason="settled",
    )  # fmt: skip
    assert reported(amal) == {2022: 20, 2023: 25}


def test_a_worse_kind_does_not_speak_where_the_best_one_differs(register, amal):
    nour = register.publish("Nour", place=BERKANE)
    register.report(amal, 2023, kind="verified", members=40)
    register.report(amal, 2023, kind="estimate", members=50)
    register.report(nour, 2023, kind="verified", members=25)
    register.merge(nour, amal)
    assert reported(amal) == {}


def test_a_split_gives_figures_back(register, amal):
    nour = register.publish("Nour", place=BERKANE)
    register.report(nour, 2023, members=25)
    register.merge(nour, amal)
    assert reported(amal) == {2023: 25}
    register.split(nour)
    assert (reported(amal), reported(nour)) == ({}, {2023: 25})


def test_what_was_never_said_cannot_be_settled(register, amal):
    register.report(amal, 2023, members=40)
    with pytest.raises(NothingToSettle):
        settle(
            amal.code, "members", 2023, "declared",
            origin=codes.mint(), role="moderator", reason="settled",
        )  # fmt: skip


def test_redacting_a_figure_takes_its_source_and_leaves_its_value(register, amal):
    revision = register.report(amal, 2023, members=40)
    [one] = Observation.objects.filter(opened=revision.number)
    publish(
        kind="redact", role="administrator", reason="personal-data", redacted=[bytes(one.digest)]
    )
    assert reported(amal) == {2023: 40}
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update directory_observation set value = value + 1", "value"),
        ("update directory_report set value = value + 1 where closed is null", "said"),
        ("update directory_report set next_year = 2024 where closed is null", "said"),
        ("update directory_report set closed = 3 where closed is null", "said"),
        (
            "update directory_report set observation_id = (select min(id)"
            " from directory_observation) where closed is null",
            "(observation)",
        ),
        ("update directory_report set whole = 50 where closed is null", "(whole)"),
        ("update directory_reportrollup set total = total + 1 where territory = '02'", "sum"),
        ("update directory_reportrollupdelta set total = total + 1 where territory = '02'", "sum"),
    ],
)
def test_what_is_tampered_with_is_named(register, amal, statement, named):
    register.report(amal, 2023, members=40)
    register.report(amal, 2023, members=41)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in ("observation", "reportrollupdelta"):
            cursor.execute(f"alter table directory_{table} disable trigger user")
        cursor.execute(statement)
    assert any(named in str(one) for one in verify())


def test_the_web_role_publishes_figures_and_writes_no_report(register, amal, settings):
    with connection.cursor() as cursor:
        cursor.execute(f'set role "{settings.WEB_ROLE}"')
        register.report(amal, 2023, members=40)
        cursor.execute(
            "select has_table_privilege('directory_report', 'insert, update, delete'),"
            " has_table_privilege('directory_reportrollup', 'insert, update, delete')"
        )
        assert cursor.fetchone() == (False, False)
        cursor.execute("reset role")
    assert total() == (40, 1)


def test_a_figure_that_no_revision_opened_is_named_with_its_actor(register, amal):
    register.report(amal, 2023, members=40)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table directory_observation disable trigger user")
        cursor.execute("update directory_observation set opened = opened - 1")
    [moved, *_] = [one for one in verify() if one.record == "observation"]
    assert moved.code == amal.code


YEARS = (2021, 2022, 2023)
KINDS = ("verified", "declared", "estimate")


def test_random_histories_sum_to_what_is_recounted_at_every_revision(in_force, register):
    draw = Random(4)
    standing = [
        register.publish(
            f"N{n}", place=draw.choice([NADOR, BERKANE, RABAT]), sectors=["argan"] * (n % 2),
            legal_form=draw.choice(["cooperative", "association"]),
        )
        for n in range(6)
    ]  # fmt: skip
    gone = []
    for _ in range(40):
        act = draw.choice(["report", "report", "report", "move", "close", "merge", "leave", "back"])
        one = draw.choice(standing)
        if act == "report":
            whole = draw.randint(0, 50)
            register.report(
                one, draw.choice(YEARS), kind=draw.choice(KINDS), members=whole,
                members_women=draw.randint(0, whole),
            )  # fmt: skip
        elif act == "move":
            register.change(one, place=draw.choice([NADOR, BERKANE, RABAT]))
        elif act == "close":
            register.change(one, founded=day("2001"), closed=day(draw.choice(["2019", "2099"])))
        elif act in ("merge", "leave") and len(standing) > 3:
            standing.remove(one)
            gone.append(one)
            if act == "merge":
                register.merge(one, draw.choice(standing))
            else:
                register.withdraw(one)
        elif act == "back" and gone:
            one = gone.pop()
            register.split(one)
            standing.append(one)
    assert [str(one) for one in verify()] == []
    assert ReportRollup.objects.exclude(total=0).exists()
