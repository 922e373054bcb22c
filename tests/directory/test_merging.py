"""Two actors joined, and parted again: what goes with the one that leaves, and what comes back."""

from datetime import date, timedelta

import pytest

from directory.as_of import snapshot
from directory.models import Membership, Observation, Seal
from directory.publishing import NothingToSettle, endings, publish, settle, settle_all
from directory.records.facts import MembershipFacts, ObservationFacts, SealFacts
from directory.records.stored import facts_behind
from directory.records.validate import moroccan_today
from directory.selectors.observations import figures_of
from tests.register import compare_as_commit

HOW = {"role": "moderator", "reason": "duplicate"}
JOBS = ("jobs", 2023, "declared")


@pytest.fixture
def twins(in_force, register):
    """One cooperative twice: both said how many work there, each something else."""
    amal, double = register.publish("Coopérative Amal"), register.publish("Coop. Amal")
    register.report(amal, members=40, jobs=9)
    register.report(double, members=40, jobs=12)
    return amal, double


def network(register, name):
    made = register.actor(name, kind="network")
    register.publish_all(made)
    return made


def reported(actor):
    with snapshot() as reading:
        return {
            one["indicator"].code: one["reported"][0]["value"]
            for one in figures_of(actor.code, reading)
        }


def current(actor, model=Observation):
    return model.objects.current().filter(actor__code=actor.code)


def belonging(actor):
    found = Membership.objects.current().filter(member__code=actor.code)
    return sorted(found.values_list("network__code", flat=True))


def test_values_that_differ_do_not_report_until_one_is_let_stand(register, twins):
    amal, double = twins
    register.merge(double, amal)
    assert reported(amal) == {"members": 40}
    settle_all(amal.code, {JOBS: double.code}, role="moderator")
    assert reported(amal) == {"members": 40, "jobs": 12}


def test_a_merger_may_leave_figures_behind(register, twins):
    amal, double = twins
    left = current(double).get(indicator="jobs").digest
    endings.merge(double.code, amal.code, **HOW, without=[left])
    assert reported(amal) == {"members": 40, "jobs": 9}
    register.split(double)
    assert (reported(amal), reported(double)) == (
        {"members": 40, "jobs": 9},
        {"members": 40, "jobs": 12},
    )


@pytest.mark.parametrize("when", ["by the merger", "afterwards"])
def test_what_made_way_for_a_figure_stands_again_once_that_is_given_back(register, twins, when):
    amal, double = twins
    own = current(amal).get(indicator="jobs").digest
    closed = [own] if when == "by the merger" else []
    endings.merge(double.code, amal.code, **HOW, closed=closed)
    if not closed:
        settle(amal.code, *JOBS, origin=double.code, role="moderator", reason="figures-settled")
    assert reported(amal)["jobs"] == 12
    register.split(double)
    assert (reported(amal)["jobs"], reported(double)["jobs"]) == (9, 12)
    compare_as_commit()


def test_a_figure_that_made_way_for_another_s_does_not_return_with_a_third(register, twins):
    amal, double = twins
    third = register.publish("Amal encore")
    register.report(third, jobs=15)
    register.merge(double, amal)
    register.merge(third, amal)
    settle_all(amal.code, {JOBS: double.code}, role="moderator")
    register.split(third)
    assert (reported(amal)["jobs"], reported(third)["jobs"]) == (12, 15)


def test_nobody_settles_on_what_was_not_said(register, twins):
    amal, double = twins
    with pytest.raises(NothingToSettle):
        settle_all(amal.code, {JOBS: double.code}, role="moderator")


@pytest.mark.parametrize("leave", ["withdraw", "merge"])
def test_whoever_comes_back_belongs_again_and_has_its_seals(register, twins, leave):
    amal, double = twins
    rif = network(register, "Réseau du Rif")
    register.join(double, rif)
    today = moroccan_today()
    register.seal(double, "identity", on=date(2025, 1, 1))
    register.seal(double, "activity", on=date(2024, 1, 1), until=today - timedelta(days=1))
    if leave == "merge":
        register.merge(double, amal)
    else:
        register.withdraw(double)
    assert (belonging(double), current(double, Seal).count()) == ([], 0)

    register.split(double)

    assert belonging(double) == [rif.code]
    assert current(double, Seal).get().scope == "identity"  # the other has run out
    compare_as_commit()


def test_what_the_heir_joined_by_the_merger_it_leaves_by_the_split(register, twins):
    amal, double = twins
    rif = network(register, "Réseau du Rif")
    souss = network(register, "Réseau du Souss")
    register.join(double, rif)
    register.join(amal, souss)
    left = Membership.objects.current().get(member__code=amal.code).digest
    taken = MembershipFacts(amal.code, network=rif.code)
    endings.merge(double.code, amal.code, **HOW, opened=[taken], closed=[left])
    assert belonging(amal) == [rif.code]

    register.split(double)

    assert (belonging(amal), belonging(double)) == ([souss.code], [rif.code])


def test_members_of_a_network_that_was_merged_come_back_to_it(register, twins):
    amal, double = twins
    rif, other = network(register, "Rif"), network(register, "Le Rif")
    for member in twins:
        register.join(member, other)
    moved = Membership.objects.current().filter(network__code=other.code)
    opened = [MembershipFacts(member.code, network=rif.code) for member in twins]
    closed = list(moved.values_list("digest", flat=True))
    endings.merge(other.code, rif.code, **HOW, opened=opened, closed=closed)
    register.withdraw(double)
    assert belonging(amal) == [rif.code]

    register.split(other)

    assert belonging(amal) == [other.code]
    assert belonging(double) == []  # it has left the register meanwhile
    compare_as_commit()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (MembershipFacts, MembershipFacts("A", network="B", provenance={"*": {"source": "x"}})),
        (SealFacts, SealFacts("A", "identity", date(2025, 1, 1), role="moderator")),
        (SealFacts, SealFacts("A", "figures", date(2025, 1, 1), "B", until=date(2026, 1, 1))),
    ],
)
def test_facts_are_read_back_as_they_were_told(kind, facts):
    assert kind.read({"record": "", "schema": 1, "salt": ""} | facts.payload()) == facts


def test_a_figure_the_heir_mended_is_what_comes_back(register, twins):
    amal, double = twins
    register.merge(double, amal)
    mended = facts_behind(
        ObservationFacts, [current(amal).get(indicator="jobs", origin=double.code).digest]
    )
    [facts] = mended.values()
    publish(kind="publish", role="steward", reason="corrected", opened=[facts.but(value=13)])
    register.split(double)
    assert reported(double)["jobs"] == 13
