"""Claiming a profile: nothing is granted before a moderator decides, once, of all who claim."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from desk import claims, erasing, roles
from desk.models import Claim, Mail
from directory import codes
from frontend.views.private import claims as pages
from tests import people

pytestmark = pytest.mark.django_db
TOLD = {"proof": "call-back", "contact": "0612345678", "words": "Je préside la coopérative"}


@pytest.fixture
def code(country):
    return codes.parse(country.amal.code)


@pytest.fixture
def moderator(country):
    return people.moderator("region", "02")


def sent(code, by=None):
    return claims.send(by or people.person(), code, **TOLD)


def accepting(claim, by, *, seen=(), others=False, role="owner"):
    return claims.accept(
        claim,
        by=by,
        proof="document",
        note="procès-verbal vu",
        role=role,
        seen=set(seen),
        refuse_others=others,
    )


def test_a_claim_grants_nothing_until_it_is_accepted(code, moderator):
    claim = sent(code)
    assert roles.role_on(claim.person, code) is None
    accepting(claim, moderator)
    assert roles.role_on(claim.person, code) == "owner"
    last = claim.decisions.last()
    assert (last.verb, last.by, last.proof) == ("accept", moderator, "document")


def test_of_two_who_claim_one_is_accepted_and_the_other_refused(code, moderator):
    one, other = sent(code), sent(code)
    with pytest.raises(claims.OthersCame):
        accepting(one, moderator)
    accepting(one, moderator, seen=[other.pk], others=True)
    other.refresh_from_db()
    assert other.state == "refused"
    assert roles.role_on(other.person, code) is None
    with pytest.raises(claims.NotOpen):
        accepting(other, moderator)


def test_whoever_owns_it_is_told_and_stays(code, moderator):
    owner = people.steward(code)
    accepting(sent(code), moderator)
    assert roles.may_manage(owner, code)
    assert Mail.objects.filter(kind="claim_new_steward", to=owner.email).count() == 1


def test_an_editor_who_is_accepted_becomes_owner(code, moderator):
    editor = people.steward(code, "editor")
    accepting(sent(code, editor), moderator)
    assert roles.role_on(editor, code) == "owner"


def test_neither_a_claimant_nor_a_moderator_elsewhere_decides(code, moderator):
    own, another = sent(code, moderator), sent(code)
    for claim, by in ((own, moderator), (another, moderator)):
        with pytest.raises(roles.NotAllowed):
            claims.refuse(claim, by=by, note="non")
    with pytest.raises(roles.NotAllowed):
        accepting(another, people.moderator("region", "04"), seen=[own.pk])


def test_one_claim_a_person_is_open_and_a_decided_one_stays_so(code, moderator):
    claim = sent(code)
    with pytest.raises(claims.AskedAlready):
        sent(code, claim.person)
    claims.refuse(claim, by=moderator, note="aucune preuve")
    with pytest.raises(IntegrityError, match="claim_is_decided_once"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(state="accepted")
    assert sent(code, claim.person).pk != claim.pk


def test_an_erased_account_leaves_no_words_and_no_open_claim(code):
    claim = sent(code)
    erasing.erase(claim.person)
    claim.refresh_from_db()
    assert (claim.state, claim.contact, claim.words) == ("withdrawn", "", "")


def test_a_claim_goes_by_its_pages_from_sending_to_a_question_and_its_answer(code, moderator):
    somebody, client, desk = people.person(), Client(), Client()
    people.log_in(client, somebody)
    people.log_in(desk, moderator)
    path = f"/fr/desk/claim/{codes.show(code)}/"
    wrong = client.post(path, TOLD | {"proof": ""})
    assert (wrong.status_code, TOLD["words"] in wrong.content.decode()) == (400, True)
    assert client.post(path, TOLD).status_code == 303
    claim = Claim.objects.get()
    there = f"/fr/moderation/claims/{claim.pk}/"
    assert TOLD["words"] in desk.get(there).content.decode()
    assert desk.post(there, {"do": "accept", "note": "vu", "role": "owner"}).status_code == 400
    assert desk.post(there, {"do": "ask-back", "note": "Quel PV ?"}).status_code == 303
    assert "Quel PV ?" in client.get(path).content.decode()
    assert client.post(path, TOLD | {"words": "PV de mai"}).status_code == 303
    given = {"do": "accept", "note": "vu", "role": "owner", "proof": "document", "seen": ""}
    assert desk.post(there, given).status_code == 303
    assert desk.post(there, given).status_code == 409
    assert roles.may_manage(somebody, code)


def test_the_list_goes_on_behind_its_last_row(code, moderator, monkeypatch):
    monkeypatch.setattr(pages, "MOST", 2)
    held = [sent(code) for _n in range(3)]
    desk = Client()
    people.log_in(desk, moderator)
    path = "/fr/moderation/claims/"
    first = desk.get(path).content.decode()
    assert f"{path}?after={held[1].pk}" in first
    assert f"{path}{held[2].pk}/" not in first
    rest = desk.get(f"{path}?after={held[1].pk}").content.decode()
    assert f"{path}{held[2].pk}/" in rest
    assert f"{path}{held[1].pk}/" not in rest
    for wrong in ("after=x", "after=0", "colour=red"):
        assert desk.get(f"{path}?{wrong}").status_code == 400
