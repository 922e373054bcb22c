"""The pages of who keeps a profile: by forms without a script, from inviting to stepping down."""

import re

import pytest
from django.test import Client

from desk import roles, stewards
from desk.models import Invitation, Mail
from directory import codes
from tests import people

pytestmark = pytest.mark.django_db
ADDRESS = "yto@athar.example"
INVITING = {"do": "invite", "address": ADDRESS, "role": "owner", "language": "ar"}


@pytest.fixture
def code(country):
    return codes.parse(country.amal.code)


def logged_in(person):
    return people.log_in(Client(), person)


def page_of(code, language="fr"):
    return f"/{language}/desk/profiles/{codes.show(code)}/stewards/"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_who_is_invited_is_led_to_the_door_and_back_and_accepts(code, language):
    owner = logged_in(people.steward(code))
    assert owner.post(page_of(code, language), INVITING).status_code == 303
    assert ADDRESS in owner.get(page_of(code, language)).content.decode()
    path = re.search(r"/ar/desk/invitations/\S+/", Mail.objects.get().text)[0]
    door = Client().get(path)
    assert door.status_code == 302
    assert path.replace("ar/", "", 1).split("/")[2] in door["Location"]
    yto = people.person(ADDRESS)
    client = logged_in(yto)
    assert client.get(path).status_code == 200
    assert roles.role_on(yto, code) is None
    assert client.post(path, {"do": "accept"}).status_code == 303
    assert roles.may_manage(yto, code)
    assert client.get(path).status_code == 410


def test_another_account_is_told_why_and_accepts_nothing(code):
    owner = people.steward(code)
    told = {"address": ADDRESS, "role": "editor", "language": "fr"}
    link = stewards.link(stewards.invite(code, by=owner, **told))
    client = logged_in(people.person())
    answer = client.get(f"/fr/desk/invitations/{link}/")
    assert (answer.status_code, ADDRESS in answer.content.decode()) == (200, False)
    assert client.post(f"/fr/desk/invitations/{link}/", {"do": "accept"}).status_code == 409


@pytest.mark.parametrize("wrong", [{"address": "yto"}, {"role": "queen"}, {"language": "tlh"}])
def test_what_was_typed_wrong_stays_and_invites_nobody(code, wrong):
    owner = logged_in(people.steward(code))
    answer = owner.post(page_of(code), INVITING | wrong)
    assert answer.status_code == 400
    assert (wrong.get("address") or ADDRESS) in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("given", [{}, {"do": "?"}, {"do": "revoke", "which": "x" * 30}])
def test_what_cannot_be_done_is_said_and_nothing_fails(code, given):
    owner = people.steward(code)
    assert logged_in(owner).post(page_of(code), given).status_code == 409
    assert roles.may_manage(owner, code)


@pytest.mark.parametrize("do", ["invite", "owner", "revoke", "hand-over", "resend", "withdraw"])
def test_an_editor_reads_and_leaves_and_does_nothing_else(code, do):
    owner = people.steward(code)
    editor = people.steward(code, "editor")
    client = logged_in(editor)
    which = owner.stewardships.get().pk
    assert client.post(page_of(code), INVITING | {"do": do, "which": which}).status_code == 403
    assert client.post(page_of(code), {"do": "leave"}).status_code == 303
    assert roles.role_on(editor, code) is None
    assert roles.may_manage(owner, code)


def test_an_owner_hands_over_and_is_led_to_her_desk(code):
    owner, editor = people.steward(code), people.steward(code, "editor")
    which = editor.stewardships.get().pk
    answer = logged_in(owner).post(page_of(code), {"do": "hand-over", "which": which})
    assert (answer.status_code, answer["Location"]) == (303, "/fr/desk/")
    assert roles.may_manage(editor, code)


def test_a_moderator_says_why_she_takes_a_role_away(code):
    owner = people.steward(code)
    client = logged_in(people.moderator("region", "02"))
    path = f"/fr/moderation/actors/{codes.show(code)}/stewards/"
    given = {"steward": owner.stewardships.get().pk, "note": ""}
    assert client.post(path, given).status_code == 400
    assert client.post(path, given | {"note": "faux PV"}).status_code == 303
    assert roles.role_on(owner, code) is None
    assert client.post(path, given | {"note": "encore"}).status_code == 409
    assert client.post(path, {"steward": "x", "note": "?"}).status_code == 404
