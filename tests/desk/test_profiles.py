"""A profile in a moderator’s hands: restored, withdrawn, brought back, merged, split, settled."""

from decimal import Decimal

import pytest
from django.db import connection

from desk import roles, submissions
from desk.models import ProfileDecision, Submission
from desk.moderation import merging, profiles, settling, undoing
from desk.moderation.merging import Choices, beside
from desk.submissions import refusals
from directory.as_of import snapshot
from directory.models import ActorVersion, Contact, Membership, Observation, Revision
from directory.records.facts import Place
from directory.selectors.actors import actor_state
from directory.selectors.observations import figures_of
from tests import people
from tests.submissions import sender

__all__ = ["sender"]

pytestmark = pytest.mark.django_db
JOBS = ("jobs", 2023, "declared")


@pytest.fixture
def hind(in_force):
    return people.moderator("region", "02")


@pytest.fixture
def twin(country):
    """Amal once more, in the same region, with what the first does not say."""
    made = country.register.publish(
        "Coop Amal",
        legal_form="cooperative",
        sectors=("argan", "handicrafts"),
        place=Place("02", "02.113", None, "02.113.01.09", precision="commune"),
        website="https://amal.example.org",
        registry={"rc": "1234"},
        provenance={"*": {"source": "A list of 2020"}},
    )
    country.register.report(country.amal, jobs=9, members=40)
    country.register.report(made, jobs=12, members=40)
    return made


def state(code):
    with snapshot() as reading:
        return actor_state(code, reading)


def seen(code):
    return bytes(ActorVersion.objects.current().get(code=code).digest)


def ended(code):
    return bytes(profiles.ending_of(code).digest)


def reported(code):
    with snapshot() as reading:
        return {
            one["indicator"].code: int(one["reported"][0]["value"])
            for one in figures_of(code, reading)
        }


def first_version(code):
    return ActorVersion.objects.filter(code=code).earliest("opened").opened


def joined(by, goes, stays, **more):
    mark = beside(goes.code, stays.code).mark
    given = {"reason": "duplicate", "seen": mark, "choices": Choices()} | more
    return merging.merge(goes.code, stays.code, by=by, **given)


# ---- restoring -----------------------------------------------------------------------------------


def test_a_restored_version_says_what_the_old_one_said(country, hind):
    code = country.amal.code
    number = first_version(code)
    before = state(code).facts

    revision = profiles.restore(
        code, number, by=hind, reason="mistaken-change", seen=seen(code), note="Called them."
    )

    after = state(code).facts
    assert after | {"salt": ""} == profiles.version_of(code, number).payload() | {
        "record": "actor-version", "schema": 1, "salt": "",
    }  # fmt: skip
    assert after["names"]["fr"] == "Coopérative Al Amal" != before["names"]["fr"]
    assert (revision.kind, revision.role, revision.reason) == (
        "restore", "moderator", "mistaken-change",
    )  # fmt: skip
    told = ProfileDecision.objects.get()
    assert (told.verb, told.by, told.restored, told.revision, told.note) == (
        "restore", hind, number, revision, "Called them.",
    )  # fmt: skip


def test_restoring_is_itself_taken_back(country, hind):
    code = country.amal.code
    changed = ActorVersion.objects.current().get(code=code).opened
    for number in (first_version(code), changed):
        profiles.restore(code, number, by=hind, reason="asked", seen=seen(code))
    assert state(code).facts["names"]["fr"] == "Coopérative Amal d’Aklim"
    assert ActorVersion.objects.filter(code=code).count() == 4


def test_what_somebody_published_meanwhile_is_not_overwritten(country, hind):
    code, looked_at = country.amal.code, seen(country.amal.code)
    country.register.change(country.amal, website="https://amal.example.org")
    head = Revision.objects.head().number
    with pytest.raises(profiles.ChangedMeanwhile):
        profiles.restore(code, first_version(code), by=hind, reason="asked", seen=looked_at)
    with pytest.raises(profiles.ChangedMeanwhile):
        profiles.withdraw(code, by=hind, reason="asked", seen=looked_at)
    assert (Revision.objects.head().number, ProfileDecision.objects.count()) == (head, 0)


@pytest.mark.parametrize(
    ("number", "reason", "refusal"),
    [
        ("now", "asked", profiles.NothingToRestore),
        (0, "asked", profiles.NoSuchVersion),
        ("first", "because", refusals.UnknownReason),
    ],
)
def test_what_cannot_be_restored_is_refused(country, hind, number, reason, refusal):
    code = country.amal.code
    found = {
        "now": ActorVersion.objects.current().get(code=code).opened,
        "first": first_version(code),
    }
    with pytest.raises(refusal):
        profiles.restore(code, found.get(number, number), by=hind, reason=reason, seen=seen(code))


def test_a_version_that_the_register_would_refuse_today_is_not_restored(country, hind):
    code = country.amal.code
    country.register.change(country.amal, legal_form="guild")
    was = ActorVersion.objects.current().get(code=code).opened
    country.register.change(country.amal, legal_form="cooperative")
    with pytest.raises(refusals.NotPublishable):
        profiles.restore(code, was, by=hind, reason="asked", seen=seen(code))


# ---- withdrawing and bringing back ---------------------------------------------------------------


def test_what_is_withdrawn_comes_back_as_it_was(country, hind):
    code = country.amal.code
    before = state(code).facts
    belonged = Membership.objects.current().filter(member__code=code).count()
    profiles.withdraw(code, by=hind, reason="not-found", seen=seen(code))
    assert state(code).fate == "withdrawn"

    profiles.bring_back(code, by=hind, reason="found-after-all", seen=ended(code))

    assert {**state(code).facts, "salt": ""} == {**before, "salt": ""}
    assert Membership.objects.current().filter(member__code=code).count() == belonged == 2
    verbs = ProfileDecision.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["withdraw", "return"]


def test_whoever_moderates_its_network_may_bring_it_back(country):
    moderator = people.moderator("network", country.rif.code)
    code = country.amal.code
    profiles.withdraw(code, by=moderator, reason="asked", seen=seen(code))
    profiles.bring_back(code, by=moderator, reason="asked", seen=ended(code))
    assert state(code).is_current


def test_what_stands_is_not_brought_back(country, hind):
    with pytest.raises(profiles.StandsAlready):
        profiles.bring_back(country.amal.code, by=hind, reason="asked", seen=b"")


# ---- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "code", "may"),
    [
        ("country", "MA", True),
        ("region", "02", True),
        ("region", "04", False),
        ("network", "rif", True),
        ("network", "union", False),
        ("programme", "taghyir", True),
    ],
)
def test_a_moderator_acts_where_her_scope_reaches(country, scope, code, may):
    by = people.moderator(scope, getattr(getattr(country, code, None), "code", code))
    asked = {"by": by, "reason": "asked", "seen": seen(country.amal.code)}
    if may:
        assert profiles.withdraw(country.amal.code, **asked).kind == "withdraw"
    else:
        with pytest.raises(profiles.OutOfScope):
            profiles.withdraw(country.amal.code, **asked)


def test_nobody_acts_on_what_she_keeps_herself_but_an_administrator(country, hind):
    code = country.amal.code
    people.keep(hind, code)
    with pytest.raises(profiles.KeepsIt):
        profiles.withdraw(code, by=hind, reason="asked", seen=seen(code))
    alone = people.administrator()
    people.keep(alone, code)
    profiles.withdraw(code, by=alone, reason="asked", seen=seen(code))


def test_a_merger_needs_both_within_her_scope(country, hind, twin):
    with pytest.raises(profiles.OutOfScope) as refused:
        joined(hind, twin, country.union)
    assert refused.value.code == country.union.code
    for stranger in (people.person(), people.steward(country.amal.code)):
        with pytest.raises(roles.NotAllowed):
            joined(stranger, twin, country.amal)


# ---- merging -------------------------------------------------------------------------------------


def test_two_are_joined_field_by_field(country, hind, twin):
    amal = country.amal
    told = beside(twin.code, amal.code)
    assert {pair.field: pair.default for pair in told.pairs} == {
        "sectors": "stays",
        "audiences": "stays",
        "founded": "stays",
        "website": "goes",
        "names.ar": "stays",
        "names.fr": "stays",
        "registry.rc": "goes",
    }
    joined(hind, twin, amal, choices=Choices(fields={"sectors": "both", "names.fr": "goes"}))

    facts = state(amal.code).facts
    assert facts["names"] == {"ar": "تعاونية الأمل", "fr": "Coop Amal"}
    assert facts["sectors"] == ["agriculture", "argan", "handicrafts"]
    assert (facts["website"], facts["registry"]) == ("https://amal.example.org", {"rc": "1234"})
    assert facts["audiences"] == ["women-led", "women-only"]
    assert facts["provenance"]["website"] == {"source": "A list of 2020"}
    assert (state(twin.code).fate, state(twin.code).heir) == ("merged", amal.code)
    told = ProfileDecision.objects.get()
    assert (told.actor.code, told.heir.code) == (twin.code, amal.code)
    assert set(told.fields) == {"names.fr", "sectors", "website", "registry.rc"}


def test_the_place_on_the_map_is_chosen(country, hind):
    joined(hind, country.imane, country.amal, choices=Choices(fields={"place": "goes"}))
    assert state(country.amal.code).facts["place"]["commune"] == "02.381.01.05"


@pytest.mark.parametrize(("choice", "jobs"), [("", None), ("stays", 9), ("goes", 12)])
def test_figures_that_differ_report_once_one_of_them_stands(country, hind, twin, choice, jobs):
    codes = {"stays": country.amal.code, "goes": twin.code}
    figures = {JOBS: codes[choice]} if choice else {}
    joined(hind, twin, country.amal, choices=Choices(figures=figures))
    assert reported(country.amal.code) == {"members": 40} | ({"jobs": jobs} if jobs else {})

    profiles.bring_back(twin.code, by=hind, reason="not-a-duplicate", seen=ended(twin.code))
    assert reported(country.amal.code) == {"members": 40, "jobs": 9}
    assert reported(twin.code) == {"members": 40, "jobs": 12}


def test_what_it_belongs_to_is_chosen_and_given_back(country, hind, twin):
    register, amal = country.register, country.amal
    souss = register.actor("Réseau du Souss", kind="network", place=twin.place)
    register.publish_all(souss)
    for network in (souss, country.rif):
        register.join(twin, network)

    told = beside(twin.code, amal.code)
    usual = {(one.of, one.facts.network or one.facts.programme) for one in told.memberships
             if one.digest in told.usual_memberships}  # fmt: skip
    assert usual == {
        ("stays", country.rif.code), ("stays", country.taghyir.code), ("goes", souss.code),
    }  # fmt: skip
    wanted = {one.digest for one in told.memberships if one.facts.network == souss.code}
    joined(hind, twin, amal, choices=Choices(memberships=frozenset(wanted)))
    assert belonging(amal) == {souss.code}

    profiles.bring_back(twin.code, by=hind, reason="not-a-duplicate", seen=ended(twin.code))
    assert belonging(amal) == {country.rif.code, country.taghyir.code}
    assert belonging(twin) == {country.rif.code, souss.code}


def belonging(actor):
    found = Membership.objects.current().filter(member__code=actor.code)
    return {network or programme for network, programme in
            found.values_list("network__code", "programme__code")}  # fmt: skip


def test_members_of_a_network_follow_it(country, hind):
    other = country.register.actor("Le Rif", kind="network", place=country.imane.place)
    country.register.publish_all(other)
    joined(hind, country.rif, other)
    assert country.amal.code in Membership.objects.current().filter(
        network__code=other.code
    ).values_list("member__code", flat=True)


def test_contacts_come_along_once_and_go_back(country, hind, twin):
    for actor, phone in ((country.amal, "1"), (twin, "1"), (twin, "2")):
        contact = {"name": actor.names.get("fr"), "phone": phone}
        ActorVersion.objects.current().get(code=actor.code).actor.contacts.create(**contact)

    def phones(actor):
        found = Contact.objects.filter(actor__code=actor.code).order_by("phone")
        return list(found.values_list("phone", flat=True))

    joined(hind, twin, country.amal)
    assert phones(country.amal) == ["1", "2"]
    profiles.bring_back(twin.code, by=hind, reason="not-a-duplicate", seen=ended(twin.code))
    assert (phones(country.amal), phones(twin)) == (["1"], ["1", "2"])


@pytest.mark.parametrize("change", ["version", "figure", "contact", "membership"])
def test_whatever_changed_of_either_meanwhile_is_looked_at_again(country, hind, twin, change):
    mark = beside(twin.code, country.amal.code).mark
    {
        "version": lambda: country.register.change(twin, website=None),
        "figure": lambda: country.register.report(country.amal, turnover=9),
        "contact": lambda: (
            ActorVersion.objects.current().get(code=twin.code).actor.contacts.create(phone="3")
        ),
        "membership": lambda: country.register.join(twin, country.rif),
    }[change]()
    with pytest.raises(profiles.ChangedMeanwhile):
        joined(hind, twin, country.amal, seen=mark)


def test_what_cannot_be_one_is_refused(country, hind, twin):
    with pytest.raises(merging.SameProfile):
        joined(hind, twin, twin)
    country.register.withdraw(twin)
    with pytest.raises(refusals.ActorGone):
        joined(hind, twin, country.amal)


def test_an_example_is_not_joined_with_what_is_real(country, hind):
    invented = country.register.publish("Exemple", is_demo=True)
    with pytest.raises(merging.ExampleAndReal):
        beside(invented.code, country.amal.code)


def test_a_report_that_two_are_one_is_closed_by_their_merger_and_opened_by_undoing(
    country, hind, twin, sender
):
    held = sender.report(twin.code, "duplicate", twin=country.amal.code)
    joined(hind, twin, country.amal, report=held)
    held.refresh_from_db()
    assert (held.state, held.revision.kind) == ("accepted", "merge")

    undoing.undo(held, by=hind, reason="mistaken")

    held.refresh_from_db()
    assert held.state == "waiting"
    assert state(twin.code).is_current
    assert reported(country.amal.code)["jobs"] == 9


def test_a_report_somebody_else_decided_stops_the_merger(country, hind, twin, sender):
    held = sender.report(twin.code, "duplicate", twin=country.amal.code)
    submissions.refuse(held, by=None, reason="not-so")
    with pytest.raises(refusals.WrongState):
        joined(hind, twin, country.amal, report=Submission.objects.get(pk=held.pk))
    assert state(twin.code).is_current


# ---- settling ------------------------------------------------------------------------------------


def test_figures_are_settled_afterwards_and_open_again(country, hind, twin):
    code = country.amal.code
    joined(hind, twin, country.amal)
    [differing] = settling.differing(settling.standing(code))
    assert (differing.place, {one.value for one in differing.said}) == (
        JOBS, {Decimal(9), Decimal(12)},
    )  # fmt: skip

    done = settling.settle(code, {JOBS: twin.code}, by=hind, seen=settling.mark_of(code))
    assert reported(code)["jobs"] == 12

    settling.open_again(done, by=hind)
    assert "jobs" not in reported(code)
    with pytest.raises(profiles.ChangedMeanwhile):
        settling.open_again(done, by=hind)


def test_figures_said_anew_meanwhile_are_looked_at_again(country, hind, twin):
    code = country.amal.code
    joined(hind, twin, country.amal)
    mark = settling.mark_of(code)
    country.register.report(country.amal, jobs=10)
    with pytest.raises(profiles.ChangedMeanwhile):
        settling.settle(code, {JOBS: twin.code}, by=hind, seen=mark)


# ---- the log -------------------------------------------------------------------------------------


def test_the_web_only_ever_adds_to_the_log(country, hind):
    code = country.amal.code
    profiles.withdraw(code, by=hind, reason="asked", seen=seen(code))
    with connection.cursor() as cursor:
        cursor.execute(
            "select privilege_type from information_schema.role_table_grants"
            " where table_name = 'desk_profiledecision' and grantee like '%_web%'"
        )
        assert {right for (right,) in cursor.fetchall()} == {"SELECT", "INSERT"}


def test_every_observation_of_both_is_kept_through_all_of_it(country, hind, twin):
    before = Observation.objects.count()
    joined(hind, twin, country.amal)
    assert Observation.objects.count() == before + 2
