"""The history of an actor: one event for each thing that happened, its figures included."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.as_of import snapshot
from directory.models import Membership, Observation, Seal
from directory.publishing import publish, redact_actor
from directory.records.facts import MembershipFacts, ObservationFacts, PartialDate, SealFacts
from directory.selectors.history import actor_history, history_page, last_of_history
from tests.register import day

GIVEN, AGAIN = date(2024, 5, 2), date(2025, 5, 2)
HOW = {"kind": "publish", "role": "moderator", "reason": "correction"}


@pytest.fixture
def amal(in_force, register):
    return register.publish("Amal")


@pytest.fixture
def network(register):
    return register.publish("Réseau")


def history(actor, as_of=None):
    with snapshot(as_of) as reading:
        return actor_history(code=actor.code, reading=reading)


def events(actor, as_of=None):
    return [one.event for one in history(actor, as_of)]


def figures(actor, as_of=None):
    """Of each figure that an event tells: indicator, year, before and after."""
    names = ("indicator", "year", "before", "after")
    told = [one for one in history(actor, as_of) if one.event == "reported"]
    return [tuple(one.detail[name] for name in names) for one in told]


def current(actor, model=Observation, **narrowed):
    whose = "member__code" if model is Membership else "actor__code"
    return bytes(model.objects.current().get(**{whose: actor.code}, **narrowed).digest)


# ---- figures -------------------------------------------------------------------------------------


def test_a_figure_is_told_as_it_comes_changes_and_is_taken_away(register, amal):
    register.report(amal, 2025, members=10)
    register.report(amal, 2025, members=25)
    publish(**HOW, closed=[current(amal)])
    assert figures(amal) == [
        ("members", 2025, None, "10"), ("members", 2025, "10", "25"), ("members", 2025, "25", None),
    ]  # fmt: skip
    assert history(amal)[2].detail == {
        "indicator": "members", "year": 2025, "source_kind": "declared",
        "unit": "memberships", "before": "10", "after": "25",
    }  # fmt: skip


def test_figures_of_another_year_or_kind_of_source_are_others(register, amal):
    register.report(amal, 2024, members=10)
    register.report(amal, 2025, members=11)
    register.report(amal, 2025, kind="verified", members=12)
    assert figures(amal) == [
        ("members", 2024, None, "10"), ("members", 2025, None, "11"), ("members", 2025, None, "12"),
    ]  # fmt: skip


def test_of_several_figures_each_is_told_with_its_own_value_before(register, amal):
    told = {
        (indicator, year, kind, origin): n
        for n, (indicator, year, kind, origin) in enumerate(
            product(
                ("members-women", "members"),
                (2024, 2025),
                ("declared", "survey"),
                (None, register.publish("Double").code),
            )
        )
    }
    for more in (1, 101):
        said = [
            ObservationFacts(
                amal.code, indicator, year, Decimal(n + more), "memberships", kind, origin=origin
            )
            for (indicator, year, kind, origin), n in told.items()
        ]
        publish(**HOW, opened=said)
    changed = [one.detail for one in history(amal)[1 + len(told) :]]
    assert len(changed) == len(told)
    assert all(int(one["after"]) - int(one["before"]) == 100 for one in changed)


def test_a_figure_in_another_unit_is_no_change_of_its_value(register):
    amal = register.publish("Amal")  # no indicators are in force: any unit is taken
    for unit in ("jobs", "hours"):
        said = ObservationFacts(amal.code, "jobs", 2025, Decimal(10), unit)
        publish(**HOW, opened=[said])
    assert sorted(figures(amal)[1:], key=str) == [
        ("jobs", 2025, "10", None), ("jobs", 2025, None, "10"),
    ]  # fmt: skip


def test_a_figure_told_beside_a_change_is_an_event_beside_it(register, amal):
    said = ObservationFacts(amal.code, "turnover", 2025, Decimal("1200.50"), "MAD")
    publish(**HOW, opened=[amal.but(names={"fr": "Amal 2"}), said])
    assert events(amal) == ["entered", "changed", "reported"]
    assert figures(amal) == [("turnover", 2025, None, "1200.5")]


def test_nothing_later_is_told_of_figures_and_what_was_told_stays(register, amal):
    revisions = [register.report(amal, 2025, members=n).number for n in (10, 25, 30)]
    revisions.append(publish(**HOW, closed=[current(amal)]).number)
    whole = history(amal)
    for told, number in enumerate(revisions, 2):
        assert history(amal, number) == whole[:told]


def test_figures_that_a_merger_brought_say_of_whom_they_were_said(register, amal):
    double = register.publish("Double")
    register.report(double, 2025, members=40)
    register.merge(double, amal)
    assert figures(double) == [("members", 2025, None, "40"), ("members", 2025, "40", None)]
    [brought] = [one for one in history(amal) if one.event == "reported"]
    assert (brought.kind, brought.detail["origin"]) == ("merge", double.code)
    register.split(double)
    assert figures(amal)[-1] == figures(double)[1] == ("members", 2025, "40", None)
    assert figures(double)[-1] == ("members", 2025, None, "40")


def test_a_redacted_actor_keeps_its_figures_which_say_that_their_words_went(register, amal):
    register.report(amal, 2025, members=10)
    gone = redact_actor(amal.code, role="moderator", reason="asked")
    assert figures(amal) == [("members", 2025, None, "10")]
    assert history(amal)[-1].redacted == gone.number


def test_hundreds_of_figures_are_read_in_one_statement(register, amal):
    said = [
        ObservationFacts(amal.code, "members", year, Decimal(n), "memberships", kind)
        for n in (1, 2)
        for year in range(1900, 2000)
        for kind in ("declared", "verified")
    ]
    for each in (said[:200], said[200:]):
        publish(**HOW, opened=each)
    with snapshot() as reading, CaptureQueriesContext(connection) as asked:
        told = actor_history(code=amal.code, reading=reading)
    assert [len(asked), len(told)] == [1, 401]
    assert {(one.detail["before"], one.detail["after"]) for one in told[1:]} == {
        (None, "1"), ("1", "2"),
    }  # fmt: skip


# ---- seals and memberships -----------------------------------------------------------------------


def test_a_seal_given_anew_is_renewed_and_not_taken_back(register, amal, network):
    register.seal(amal, by=network, on=GIVEN)
    register.seal(amal, by=network, on=AGAIN)
    assert events(amal) == ["entered", "sealed", "renewed"]
    assert history(amal)[-1].detail["given_on"] == "2025-05-02"


def test_a_seal_of_another_scope_or_by_another_renews_nothing(register, amal, network):
    register.seal(amal, by=network, on=GIVEN)
    seals = [
        SealFacts(amal.code, "activity", AGAIN, verifier=network.code),
        SealFacts(amal.code, "identity", AGAIN, role="moderator"),
    ]
    publish(**HOW, opened=seals, closed=[current(amal, Seal)])
    assert events(amal) == ["entered", "sealed", "unsealed", "sealed", "sealed"]


def test_a_seal_taken_back_is_told_so_and_given_later_is_given(register, amal):
    register.seal(amal, on=GIVEN)
    publish(**HOW, closed=[current(amal, Seal)])
    register.seal(amal, on=AGAIN)
    assert events(amal) == ["entered", "sealed", "unsealed", "sealed"]


def test_what_took_the_place_of_another_is_taken_back_as_any(register, amal, network):
    register.seal(amal, on=GIVEN)
    register.seal(amal, on=AGAIN)
    publish(**HOW, closed=[current(amal, Seal)])
    register.join(amal, network, since=day("2020"))
    again = MembershipFacts(amal.code, network=network.code, since=day("2019"))
    publish(**HOW, opened=[again], closed=[current(amal, Membership)])
    publish(**HOW, closed=[current(amal, Membership)])
    assert events(amal) == [
        "entered", "sealed", "renewed", "unsealed", "joined", "corrected", "left",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dates", "event"),
    [
        ({"since": day("2019")}, "corrected"),
        ({"since": day("2020"), "until": day("2024-05-02")}, "left"),
        ({"since": day("2019"), "until": day("2024-05-02")}, "left"),
    ],
)
def test_a_membership_in_the_place_of_another_is_corrected_or_has_ended(
    register, amal, network, dates, event
):
    register.join(amal, network, since=day("2020"))
    again = MembershipFacts(amal.code, network=network.code, **dates)
    publish(**HOW, opened=[again], closed=[current(amal, Membership)])
    assert events(amal) == ["entered", "joined", event]
    told = history(amal)[-1].detail
    assert told["network"] == network.code
    assert {name: PartialDate.read(told[name]) for name in dates} == dates


def test_an_end_that_was_told_already_is_corrected(register, amal, network):
    register.join(amal, network, until=day("2023"))
    again = MembershipFacts(amal.code, network=network.code, until=day("2024"))
    publish(**HOW, opened=[again], closed=[current(amal, Membership)])
    assert events(amal) == ["entered", "joined", "corrected"]


def test_of_several_memberships_of_one_network_each_takes_its_own_place(register, amal, network):
    ended = {year: PartialDate(date(year, 12, 31)) for year in range(2010, 2020) if year % 2}
    for year in range(2010, 2020):
        register.join(amal, network, since=day(str(year)), until=ended.get(year))
    stood = Membership.objects.current().filter(member__code=amal.code)
    again = [
        MembershipFacts(amal.code, network=network.code, since=day(str(year)), until=day("2024"))
        for year in range(2010, 2019)
    ]
    publish(**HOW, opened=again, closed=stood.values_list("digest", flat=True))
    told = {one.detail["since"]["date"][:4]: one for one in history(amal)[11:]}
    assert len(history(amal)) == 11 + len(told) == 21
    for year, one in told.items():
        assert one.event == ("corrected" if int(year) in ended and year != "2019" else "left")
        assert one.detail["until"]["date"][:4] == ("2019" if year == "2019" else "2024")


def test_one_network_left_and_another_joined_are_two_events(register, amal, network):
    other = register.publish("Autre réseau")
    register.join(amal, network)
    joined = MembershipFacts(amal.code, network=other.code)
    publish(**HOW, opened=[joined], closed=[current(amal, Membership)])
    assert events(amal) == ["entered", "joined", "left", "joined"]


# ---- mergers -------------------------------------------------------------------------------------


def test_the_one_that_stays_tells_who_was_merged_into_it_and_parted_again(register, amal):
    double = register.publish("Double")
    merged = register.merge(double, amal)
    assert events(amal) == ["entered", "absorbed"]
    parted = register.split(double)
    told = [(one.event, one.revision, one.detail["origin"]) for one in history(amal)[1:]]
    assert told == [
        ("absorbed", merged.number, double.code), ("parted", parted.number, double.code),
    ]  # fmt: skip
    assert events(amal, merged.number) == ["entered", "absorbed"]
    assert events(double) == ["entered", "merged", "returned"]


# ---- pages ---------------------------------------------------------------------------------------


@pytest.fixture
def eventful(register, amal, network):
    """What took another's place and left, revisions of many figures, and, while it had left itself,
    others that parted from it.
    """
    register.seal(amal, by=network, on=GIVEN)
    register.seal(amal, by=network, on=AGAIN)
    register.join(amal, network, since=day("2020"))
    register.change(amal, names={"fr": "Amal 2"})
    for more in (1, 2):
        said = [
            ObservationFacts(amal.code, "members", year, Decimal(year + more), "memberships")
            for year in range(2000, 2012)
        ]
        publish(**HOW, opened=said)
    doubles = [register.publish(f"Double {n}") for n in range(2)]
    for double in doubles:
        register.merge(double, amal)
    register.withdraw(amal)
    for double in doubles:
        register.split(double)
    register.split(amal)
    register.change(amal, names={"fr": "Amal 3"})
    return amal


@pytest.mark.parametrize("limit", [1, 2, 7, 40, 1000])
def test_pages_one_after_the_other_tell_the_whole_history(eventful, limit):
    whole, told, after = history(eventful), [], None
    with snapshot() as reading:
        while True:
            page = history_page(code=eventful.code, reading=reading, after=after, limit=limit)
            assert page.count == len(whole)
            assert len(page.events) == min(limit, len(whole) - len(told))
            told += page.events
            if not page.more:
                break
            after = told[-1].place
    assert told == whole
    assert [one.changes for one in told] == [one.changes for one in whole]


@pytest.mark.parametrize("revisions", [1, 2, 3, 100])
def test_the_last_revisions_and_those_before_them_tell_the_whole_history(eventful, revisions):
    whole, told, before = history(eventful), [], None
    with snapshot() as reading:
        while True:
            page = last_of_history(
                code=eventful.code, reading=reading, before=before, revisions=revisions
            )
            told = page.events + told
            if not page.more:
                break
            assert len({one.revision for one in page.events}) == revisions
            before = page.events[0].revision
    assert told == whole
    assert [one.changes for one in told] == [one.changes for one in whole]


def test_a_page_ends_at_the_revision_it_is_read_at(register, amal):
    for name in ("Two", "Three"):
        register.change(amal, names={"fr": name})
    with snapshot(history(amal)[1].revision) as reading:
        page = history_page(code=amal.code, reading=reading, limit=10)
        last = last_of_history(code=amal.code, reading=reading, revisions=10)
    assert page == last
    assert (len(page.events), page.count, page.more) == (2, 2, False)


def test_a_page_is_one_statement_whose_first_version_tells_what_it_changed(register, amal):
    for n in range(30):
        register.change(amal, names={"fr": f"Amal {n}"})
    with snapshot() as reading, CaptureQueriesContext(connection) as asked:
        page = history_page(code=amal.code, reading=reading, limit=2)
        last = last_of_history(code=amal.code, reading=reading, revisions=2)
    assert len(asked) == 2
    assert [one.after["names"]["fr"] for one in page.events] == ["Amal", "Amal 0"]
    assert [one.before["names"]["fr"] for one in last.events] == ["Amal 27", "Amal 28"]


def test_of_an_unknown_actor_there_is_no_history(register, amal):
    with snapshot() as reading:
        page = history_page(code="00000000", reading=reading, limit=2)
        last = last_of_history(code="00000000", reading=reading, revisions=2)
    assert page == last
    assert (page.events, page.count, page.more) == ([], 0, False)
