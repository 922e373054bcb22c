"""Who keeps a profile: owners invite, change, revoke and hand over; one owner always stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from desk import erasing, roles, stewards
from desk.models import Invitation, Mail, StewardAct, Stewardship
from directory import codes
from tests import people
from tests.desk.test_roles import as_web, checked_at_commit

__all__ = ["as_web"]
pytestmark = pytest.mark.django_db
ADDRESS = "yto@athar.example"


@pytest.fixture
def code(country):
    return codes.parse(country.amal.code)


@pytest.fixture
def owner(code):
    return people.steward(code)


def invited(code, owner, role="editor", address=ADDRESS, **more):
    told = {"address": address, "role": role, "language": "ar", **more}
    return stewards.invite(code, by=owner, **told)


def held_by(person):
    return person.stewardships.standing().get().pk


def kinds(person):
    return set(Mail.objects.filter(to=person.email).values_list("kind", flat=True))


def test_an_invitation_grants_nothing_until_its_address_accepts_it(code, owner):
    invitation = invited(code, owner)
    written = Mail.objects.get(kind="steward_invited")
    assert (written.to, written.language) == (ADDRESS, "ar")
    assert "/ar/desk/invitations/" in written.text
    yto = people.person(ADDRESS)
    assert roles.role_on(yto, code) is None
    with pytest.raises(stewards.NotHerAddress):
        stewards.accept(invitation, by=people.person())
    given = stewards.accept(stewards.opened(stewards.link(invitation)), by=yto)
    assert (roles.role_on(yto, code), given.ground) == ("editor", "invitation")
    assert kinds(owner) == {"steward_joined"}
    invitation.refresh_from_db()
    assert (invitation.address, invitation.accepted_by) == ("", yto)
    with pytest.raises(stewards.NotOpen):
        stewards.opened(stewards.link(invitation))
    checked_at_commit()


def test_an_address_that_is_not_confirmed_accepts_nothing(code, owner):
    yto = people.person(ADDRESS)
    yto.emailaddress_set.update(verified=False)
    with pytest.raises(stewards.NotHerAddress):
        stewards.accept(invited(code, owner), by=yto)


def test_whether_an_address_has_an_account_changes_nothing(code, owner):
    yto = people.person(ADDRESS)
    known, unknown = invited(code, owner), invited(code, owner, address="nobody@athar.example")
    assert known.state == unknown.state
    assert kinds(yto) == {"steward_invited"}


@pytest.mark.parametrize("end", ["withdrawn", "declined", "old", "inviter-gone"])
def test_what_was_withdrawn_declined_is_old_or_of_no_owner_opens_nothing(code, owner, end):
    people.steward(code)
    yto = people.person(ADDRESS)
    invitation = invited(code, owner)
    if end == "withdrawn":
        stewards.withdraw(code, invitation.pk, by=owner)
    elif end == "declined":
        stewards.decline(invitation, by=yto)
    elif end == "old":
        Invitation.objects.update(sent_at=Now() - timedelta(days=15))
    else:
        stewards.leave(code, by=owner)
    with pytest.raises(stewards.NotOpen):
        stewards.opened(stewards.link(invitation))
    with pytest.raises(stewards.NotOpen):
        stewards.accept(invitation, by=yto)
    assert stewards.invitations(code) == []


def test_one_address_is_invited_once_at_a_time_and_not_too_often(code, owner):
    invitation = invited(code, owner)
    with pytest.raises(stewards.InvitedAlready):
        invited(code, owner, address=ADDRESS.upper())
    stewards.resend(code, invitation.pk, by=owner)
    stewards.withdraw(code, invitation.pk, by=owner)
    again = invited(code, owner)
    with pytest.raises(stewards.TooManyInvitations):
        stewards.resend(code, again.pk, by=owner)
    for number in range(stewards.OPEN_MOST - 1):
        invited(code, owner, address=f"{number}@athar.example")
    with pytest.raises(stewards.TooManyInvitations):
        invited(code, owner, address="one-more@athar.example")


def test_only_owners_act_on_others(code, owner):
    editor = people.steward(code, "editor")
    invitation = invited(code, owner)
    for act in (
        lambda: invited(code, editor, address="other@athar.example"),
        lambda: stewards.withdraw(code, invitation.pk, by=editor),
        lambda: stewards.revoke(code, held_by(owner), by=editor),
        lambda: stewards.change_role(code, held_by(editor), by=editor, role="owner"),
        lambda: stewards.hand_over(code, held_by(owner), by=editor),
        lambda: stewards.leave(code, by=people.person()),
    ):
        with pytest.raises(roles.NotAllowed):
            act()


def test_a_steward_of_another_profile_is_out_of_reach(code, owner, country):
    other = people.steward(country.imane.code)
    with pytest.raises(stewards.NoSteward):
        stewards.revoke(code, held_by(other), by=owner)


def test_a_role_is_changed_and_taken_away_with_a_mail_and_a_line_in_the_log(code, owner):
    editor = people.steward(code, "editor")
    stewards.change_role(code, held_by(editor), by=owner, role="owner")
    assert roles.may_manage(editor, code)
    stewards.revoke(code, held_by(editor), by=owner)
    assert roles.role_on(editor, code) is None
    assert kinds(editor) == {"steward_role", "steward_revoked"}
    assert [one.verb for one in stewards.acts_on(code, 9)] == ["revoke", "role"]
    checked_at_commit()


def test_the_last_owner_neither_leaves_nor_becomes_editor(code, owner):
    people.steward(code, "editor")
    with pytest.raises(stewards.LastOwner):
        stewards.leave(code, by=owner)
    with pytest.raises(stewards.LastOwner):
        stewards.change_role(code, held_by(owner), by=owner, role="editor")


def test_a_profile_is_handed_over_to_a_steward_in_one_act(code, owner):
    editor = people.steward(code, "editor")
    stewards.hand_over(code, held_by(editor), by=owner)
    assert (roles.role_on(owner, code), roles.role_on(editor, code)) == (None, "owner")
    assert kinds(owner) == {"steward_handed_over"}
    checked_at_commit()


def test_a_profile_is_handed_over_by_an_invitation_as_it_is_accepted(code, owner):
    yto = people.person(ADDRESS)
    invitation = invited(code, owner, "owner", hands_over=True)
    assert roles.may_manage(owner, code)
    stewards.accept(invitation, by=yto)
    assert (roles.role_on(owner, code), roles.role_on(yto, code)) == (None, "owner")
    checked_at_commit()


def test_an_editor_who_is_invited_becomes_owner_and_an_owner_stays_one(code, owner):
    yto = people.steward(code, "editor", email=ADDRESS)
    stewards.accept(invited(code, owner, "owner"), by=yto)
    assert roles.may_manage(yto, code)
    with pytest.raises(stewards.KeptAlready):
        stewards.accept(invited(code, owner, "editor"), by=yto)


def test_a_moderator_of_its_place_takes_even_the_last_owner_away_and_says_why(code, owner):
    with pytest.raises(roles.NotAllowed):
        stewards.moderate(code, held_by(owner), by=people.moderator("region", "04"), note="non")
    stewards.moderate(code, held_by(owner), by=people.moderator("region", "02"), note="faux PV")
    assert stewards.of_profile(code) == []
    assert "faux PV" in Mail.objects.get(to=owner.email).text
    assert StewardAct.objects.get().note == "faux PV"
    checked_at_commit()


def test_an_erased_account_withdraws_what_it_invited_and_its_own_invitation(code, owner):
    second = people.steward(code)
    yto = people.person(ADDRESS)
    invited(code, second)
    invited(code, owner, address="other@athar.example")
    erasing.erase(yto)
    erasing.erase(owner)
    assert not Invitation.objects.filter(state="open").exists()
    assert stewards.of_profile(code) == [second.stewardships.get()]
    checked_at_commit()


@pytest.mark.parametrize("ground", ["", "claim", "invitation", "submission"])
def test_a_stewardship_names_its_ground(code, ground):
    actor = Stewardship.actor.field.related_model.objects.get(code=code)
    with pytest.raises(IntegrityError, match="names_its_ground"), transaction.atomic():
        Stewardship.objects.create(person=people.person(), actor=actor, role="owner", ground=ground)


def test_an_open_invitation_is_no_ground(code, owner):
    invitation = invited(code, owner, "owner")
    told = {"by": owner, "ground": "invitation", "invitation": invitation}

    def given():
        stewards.give(people.person(), invitation.actor, "owner", **told)
        checked_at_commit()

    with pytest.raises(IntegrityError, match="ground_is_hers"), transaction.atomic():
        given()


def test_the_web_grants_only_what_an_administrator_gives(code, as_web):
    actor = Stewardship.actor.field.related_model.objects.get(code=code)
    told = {"actor": actor, "role": "owner", "ground": "grant"}

    def granted(by):
        Stewardship.objects.create(person=people.person(), given_by=by, **told)
        checked_at_commit()

    with pytest.raises(IntegrityError, match="ground_is_hers"):
        as_web(lambda: granted(None))
    administrator = people.administrator()
    as_web(lambda: granted(administrator))
