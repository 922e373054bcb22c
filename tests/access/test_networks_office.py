"""Programmes and memberships in the back office: seen, then published, each by one revision."""

import pytest
from django.contrib.admin.models import LogEntry

from directory import codes
from directory.models import Membership, Programme, ProgrammeVersion
from tests import people
from tests.access.test_office import head, typed

pytestmark = pytest.mark.ignore_template_errors

PROGRAMMES = "/admin/directory/programmeversion/"
MEMBERSHIPS = "/admin/directory/membership/"
MADE = {"names_fr": "Ensemble", "names_ar": "معا", "since": "2024", "source": "Son site"}


@pytest.fixture
def network(register):
    made = register.actor("Réseau du Rif", kind="network")
    register.publish_all(made)
    return made


@pytest.fixture
def members(register):
    return [register.publish("Amal"), register.publish("Nour")]


def joined(network, *members, **more):
    lines = "\n".join(codes.show(each.code) for each in members)
    given = {"target": codes.show(network.code), "members": lines, "source": "Sa liste"}
    return given | {"since": "03/2024", "until": ""} | more


def test_a_programme_is_seen_before_it_is_published(desk, in_force, client):
    given = typed(desk, PROGRAMMES + "new/", **MADE)
    before = head().number
    shown = desk.post(PROGRAMMES + "new/", given).content.decode()
    assert 'name="publish"' in shown
    assert "معا" in shown
    assert head().number == before
    assert desk.post(PROGRAMMES + "new/", given | {"publish": "1"}).status_code == 302
    assert (head().number, head().reason) == (before + 1, "new-programme")
    assert client.get(f"/api/v1/programmes/{given['code']}/").status_code == 200
    again = desk.post(PROGRAMMES + "new/", given | {"publish": "1"})
    assert again.status_code == 200
    assert Programme.objects.count() == 1


def test_a_programme_ended_keeps_what_its_form_does_not_ask(desk, register):
    made = register.programme("Mourafaka", funders=({"acronym": "AECID", "role": "funder"},))
    address = f"{PROGRAMMES}{made.code}/correct/"
    given = typed(desk, address, until="31/12/2025", source="Son site", reason="ended-programme")
    assert desk.post(address, given | {"publish": "1"}).status_code == 302
    one = ProgrammeVersion.objects.current().get()
    assert (one.until.isoformat(), one.funders[0]["acronym"]) == ("2025-12-31", "AECID")


def test_a_programme_withdrawn_takes_its_memberships_with_it(desk, register, members):
    made = register.programme("Mourafaka", *members)
    address = f"{PROGRAMMES}{made.code}/withdraw/"
    before = head().number
    answer = desk.post(address, typed(desk, address, reason="mistaken-record"))
    assert answer.status_code == 302
    assert head().number == before + 1
    assert not ProgrammeVersion.objects.current().exists()
    assert not Membership.objects.current().exists()


def test_many_join_by_one_revision_each_named_before(desk, network, members):
    before = head().number
    shown = desk.post(MEMBERSHIPS + "new/", joined(network, *members)).content.decode()
    assert all(name in shown for name in ("Réseau du Rif", "Amal", "Nour"))
    assert head().number == before
    given = joined(network, *members, publish="1")
    assert desk.post(MEMBERSHIPS + "new/", given).status_code == 302
    assert (head().number, head().reason) == (before + 1, "new-member")
    assert Membership.objects.current().count() == 2
    assert desk.post(MEMBERSHIPS + "new/", given).status_code == 200
    assert head().number == before + 1
    assert LogEntry.objects.count() == 1


def test_lines_that_may_not_join_are_told_one_by_one_and_nobody_joins(desk, network, members):
    lines = "\n".join(
        [
            codes.show(members[0].code),
            codes.show(members[0].code),
            "2222-2223",
            codes.show(codes.mint()),
            codes.show(network.code),
        ]
    )
    before = head().number
    given = joined(network, members=lines, publish="1")
    answer = desk.post(MEMBERSHIPS + "new/", given)
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["members"]) == 4
    assert head().number == before


@pytest.mark.parametrize(
    ("field", "value"),
    [("target", "2222-2223"), ("target", "0000-0000"), ("since", "2123"), ("source", "")],
)
def test_what_cannot_be_true_is_refused_beside_its_field(desk, network, members, field, value):
    given = joined(network, *members, publish="1") | {field: value}
    before = head().number
    answer = desk.post(MEMBERSHIPS + "new/", given)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert head().number == before


def test_an_organisation_that_is_no_network_has_no_members(desk, members):
    answer = desk.post(MEMBERSHIPS + "new/", joined(*members, publish="1"))
    assert "target" in answer.context["form"].errors


def test_a_membership_ends_and_the_end_of_another_is_not_overwritten(
    desk, register, network, members
):
    register.join(members[0], network)
    address = f"{MEMBERSHIPS}{Membership.objects.current().get().pk}/correct/"
    given = typed(desk, address, until="2025-06-30", source="Sa liste", reason="member-left")
    assert "2025-06-30" in desk.post(address, given).content.decode()
    assert desk.post(address, given | {"publish": "1"}).status_code == 302
    one = Membership.objects.current().get()
    assert one.until.isoformat() == "2025-06-30"
    later = f"{MEMBERSHIPS}{one.pk}/correct/"
    stale = typed(
        desk, later, until="2025-07-01", seen=given["seen"], publish="1", reason="member-left"
    )
    assert desk.post(later, stale).status_code == 200
    assert Membership.objects.current().get().until.isoformat() == "2025-06-30"


def test_a_membership_that_never_was_is_withdrawn_by_its_own_address(
    desk, register, network, members
):
    for each in members:
        register.join(each, network)
    first, second = Membership.objects.current().order_by("pk")
    address = f"{MEMBERSHIPS}{first.pk}/withdraw/"
    given = typed(desk, address, reason="mistaken-record")
    other = given | {"seen": bytes(second.digest).hex()}
    assert desk.post(address, other).status_code == 200
    assert Membership.objects.current().count() == 2
    assert desk.post(address, given).status_code == 302
    assert Membership.objects.current().get() == second


@pytest.mark.parametrize("person", ["moderator", "nobody"])
@pytest.mark.parametrize("verb", ["", "new/", "{}/correct/", "{}/withdraw/"])
def test_only_administrators_change_who_belongs_to_what(
    client, register, network, members, person, verb
):
    made = register.programme("Mourafaka", members[0])
    row = Membership.objects.current().get()
    if person == "moderator":
        people.log_in(client, people.moderator("network", network.code))
    before = head().number
    for base, key in ((PROGRAMMES, made.code), (MEMBERSHIPS, row.pk)):
        address = base + verb.format(key)
        assert client.get(address).status_code == 302
        assert client.post(address, {"publish": "1"}).status_code == 302
    assert head().number == before


def test_the_list_asks_no_more_for_more_memberships(
    desk, register, network, django_assert_max_num_queries
):
    for at in range(12):
        register.join(register.publish(f"Amal {at}"), network)
    with django_assert_max_num_queries(14):
        answer = desk.get(MEMBERSHIPS)
    assert "Amal 11" in answer.content.decode()
