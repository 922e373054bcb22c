"""Claiming a profile: nothing is granted before a moderator decides, once, of all who claim."""

import io
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now

from desk import claims, erasing, proofs, roles, waits
from desk.models import Access, Claim, ClaimDocument, Mail
from desk.pictures import written
from directory import codes
from directory.models import Actor, Contact
from frontend.views.private import claims as pages
from tests import people
from tests.pictures import jpeg

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


# ---- proofs --------------------------------------------------------------------------------------


@pytest.fixture
def somebody(country):
    return people.person(language="en")


@pytest.fixture
def hers(client, somebody):
    people.log_in(client, somebody)
    return client


@pytest.fixture
def path(code):
    return f"/en/desk/claim/{codes.show(code)}/"


def first_errors(answer):
    return re.findall(r'field__error"[^>]*>.*?<span>(.*?)</span>', answer.content.decode())


def test_a_document_is_sent_as_a_picture_and_seen_by_her_and_her_moderators_alone(
    hers, somebody, code, path, moderator
):
    as_document = TOLD | {"proof": "document"}
    refused = hers.post(path, as_document)
    assert refused.status_code == 400
    assert "Send a picture of the document" in first_errors(refused)[0]
    assert hers.post(path, as_document | {"documents": jpeg(size=(2400, 3000))}).status_code == 303
    claim, document = Claim.objects.get(), ClaimDocument.objects.get()
    assert (document.person, document.width) == (somebody, 1600)
    assert f"documents/{document.digest}.webp" in hers.get(path).content.decode()
    there = f"/en/moderation/claims/{claim.pk}/"
    file = f"{there}documents/{document.digest}.webp"
    desk = Client()
    people.log_in(desk, moderator)
    assert file in desk.get(there).content.decode()
    assert 'alt="Document, picture 1"></a>' in desk.get(there).content.decode()
    shown = desk.get(file)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert hers.get(f"{path}documents/{document.digest}.webp").content == shown.content
    assert Access.objects.filter(by=moderator).exists()
    for other in (people.person(), people.moderator("region", "04")):
        people.log_in(desk, other)
        assert desk.get(file).status_code in (403, 404)
        assert desk.get(f"{path}documents/{document.digest}.webp").status_code == 404


def test_a_picture_is_kept_though_something_else_is_wrong_and_can_be_taken_out(hers, path):
    wrong = hers.post(path, {"proof": "document", "words": "Présidente", "documents": jpeg()})
    assert wrong.status_code == 400
    page = wrong.content.decode()
    assert "Présidente" in page
    digest = ClaimDocument.objects.get().digest
    assert f"documents/{digest}.webp" in page
    assert not Claim.objects.exists()
    out = hers.post(path, {"do": f"out-{digest}", "words": "Présidente", "proof": "document"})
    assert out.status_code == 200
    assert "Présidente" in out.content.decode()
    assert not first_errors(out)  # it is not judged yet
    assert not ClaimDocument.objects.exists()


def test_three_pictures_are_kept_the_same_one_once_and_what_is_none_is_refused_in_words(hers, path):
    for seed in (1, 2, 2, 3):
        typed = TOLD | {"do": "keep", "documents": jpeg(seed=seed)}
        sent = hers.post(path, typed)
        assert (sent.status_code, first_errors(sent)) == (200, [])
        assert TOLD["words"] in sent.content.decode()
        assert TOLD["contact"] in sent.content.decode()
    assert ClaimDocument.objects.count() == 3
    full = hers.post(path, {"do": "keep", "documents": jpeg(seed=4)})
    assert "room for three" in first_errors(full)[0]
    text = io.BytesIO(b"MZ not a picture")
    text.name = "statuts.jpg"
    bad = hers.post(path, TOLD | {"documents": text})
    assert (bad.status_code, Claim.objects.count()) == (400, 0)
    assert TOLD["words"] in bad.content.decode()


def test_pictures_go_with_the_account_and_a_month_after_the_decision(code, moderator):
    claim = sent(code)
    picture = written(jpeg(), "document")[-1]
    proofs.put_in(claim.person, code, picture)
    late = now() + timedelta(days=1)
    assert proofs.forget(late) == 0  # the claim is open
    claims.refuse(claim, by=moderator, note="aucune preuve")
    assert proofs.forget(now() - timedelta(days=30)) == 0
    assert proofs.forget(late) == 1
    again = sent(code)
    proofs.put_in(again.person, code, picture)
    erasing.erase(again.person)
    assert not ClaimDocument.objects.exists()


def test_nobody_fills_the_register_with_pictures(code, country, monkeypatch):
    monkeypatch.setattr(proofs, "MOST_HELD", 2)
    person = people.person()
    pictures = [written(jpeg(seed=seed), "document")[-1] for seed in (1, 2, 3)]
    proofs.put_in(person, code, pictures[0])
    proofs.put_in(person, country.imane.code, pictures[1])
    with pytest.raises(proofs.TooManyDocuments):
        proofs.put_in(person, country.imane.code, pictures[2])


def test_the_organisations_address_is_confirmed_by_a_link_mailed_to_it(
    hers, somebody, code, path, moderator
):
    as_email = TOLD | {"proof": "email"}
    assert "We know no e-mail address" in first_errors(hers.post(path, as_email))[0]
    Contact.objects.create(actor=Actor.objects.get(code=code), email="amal@coop.example", name="")
    assert hers.post(path, as_email).status_code == 303
    claim = Claim.objects.get()
    (mail,) = Mail.objects.filter(kind="claim_address")
    assert (mail.to, mail.language) == ("amal@coop.example", "en")
    link = re.search(r"/en/desk/claim/address/[^/]+/", mail.text)[0]
    assert hers.post(path, as_email).status_code == 303
    assert Mail.objects.filter(kind="claim_address").count() == 1  # a moment ago
    other = Client()
    people.log_in(other, people.person())
    assert "Another account claims it" in other.get(link).content.decode()
    assert other.post(link).status_code == 403
    assert hers.get(link).status_code == 200
    claim.refresh_from_db()
    assert claim.address_confirmed_at is None  # a scanner that opens links changes nothing
    assert hers.post(link).status_code == 303
    assert hers.post(link).status_code == 303
    assert [one.verb for one in claim.decisions.all()] == ["send", "answer", "confirm"]
    desk = Client()
    people.log_in(desk, moderator)
    page = desk.get(f"/en/moderation/claims/{claim.pk}/").content.decode()
    assert "this person confirmed" in page
    assert roles.role_on(somebody, code) is None  # nothing is granted by it
    claims.refuse(claim, by=moderator, note="non")
    assert hers.get(link).status_code == 410


@pytest.mark.parametrize("token", ["none", "x:y:z", "%00"])
def test_a_link_that_is_none_opens_nothing(hers, token):
    assert hers.get(f"/en/desk/claim/address/{token}/").status_code == 410


def test_a_network_that_vouches_is_told_and_decides(hers, code, country, path):
    as_network = TOLD | {"proof": "network"}
    alone = f"/en/desk/claim/{codes.show(country.union.code)}/"
    assert "member of no network" in first_errors(hers.post(alone, as_network))[0]
    salma = people.moderator("network", country.rif.code)
    assert "Choose one." in first_errors(hers.post(path, as_network))[0]
    assert hers.post(path, as_network | {"network": "AAAAAAAA"}).status_code == 400
    assert hers.post(path, as_network | {"network": country.rif.code}).status_code == 303
    claim = Claim.objects.get()
    (mail,) = Mail.objects.filter(kind="claim_vouching")
    assert mail.to == salma.email
    assert f"/moderation/claims/{claim.pk}/" in mail.text
    desk = Client()
    people.log_in(desk, salma)
    page = desk.get(f"/en/moderation/claims/{claim.pk}/").content.decode()
    assert "Réseau du Rif" in page
    claims.accept(
        claim, by=salma, proof="network", note="connue", role="owner", seen=set(),
        refuse_others=False,
    )  # fmt: skip
    assert roles.may_manage(claim.person, code)


def test_who_claims_is_told_that_it_came_and_finds_it_on_her_desk(hers, somebody, code, path):
    assert "Claim of a profile" not in hers.get("/en/desk/").content.decode()
    assert hers.post(path, TOLD).status_code == 303
    (mail,) = Mail.objects.filter(kind="claim_sent")
    assert (mail.to, path in mail.text) == (somebody.email, True)
    desk = hers.get("/en/desk/").content.decode()
    assert "Claim of a profile" in desk
    assert path in desk
    claims.withdraw(Claim.objects.get(), by=somebody)
    assert path not in hers.get("/en/desk/").content.decode()


def test_whose_claim_waits_reads_that_first_and_finds_what_she_said_folded(
    hers, code, path, moderator, monkeypatch
):
    folded = '<details class="more"><summary>Change what you said</summary>'
    asking = hers.get(path).content.decode()
    assert "<h1>Claim a profile</h1>" in asking
    assert "<summary>Change what you said" not in asking
    hers.post(path, TOLD)
    waiting = hers.get(path).content.decode()
    assert "<h1>Your claim waits for a moderator</h1>" in waiting
    assert folded in waiting
    assert "was decided within" not in waiting
    monkeypatch.setattr(waits, "FEWEST", 3)
    for days in (1, 5, 40):
        came = now() - timedelta(days=days, hours=-1)
        about = {"actor": Actor.objects.get(code=code), "region": "02"}
        earlier = Claim.objects.create(person=people.person(), sent_at=came, **about, **TOLD)
        claims.refuse(earlier, by=moderator, note="non")
    assert "decided within 5 days" in hers.get(path).content.decode()
    assert folded not in hers.post(path, TOLD | {"words": ""}).content.decode()
    claims.ask_back(Claim.objects.get(state="waiting"), by=moderator, note="Quel PV ?")
    asked = hers.get(path).content.decode()
    assert "<h1>A moderator asks something</h1>" in asked
    assert '<details class="more" open><summary>What you said</summary>' in asked


def test_who_claims_without_an_account_reads_why_one_is_needed_and_goes_on_after_it(
    client, code, path
):
    door = client.get(path)["Location"]
    page = client.get(door).content.decode()
    assert "Your request goes on right after" in page
    signup = re.search(r'href="(/en/account/signup/[^"]*)"', page)[1]
    assert page.index(signup) < page.index("<form")
    assert signup.endswith(f"?next={quote(path, safe='')}")
    assert "Your request for the page goes on right after" in client.get(signup).content.decode()
    for other in (
        "/en/account/login/",
        "/en/account/login/?next=/en/desk/",
        "/en/account/login/?next=//[x",
    ):
        assert "goes on right after" not in client.get(other).content.decode()


def test_who_claims_several_with_one_picture_is_seen_to(code, country, moderator):
    person, picture = people.person(), written(jpeg(), "document")[-1]
    for each in (code, country.imane.code):
        proofs.put_in(person, each, picture)
        claims.send(person, each, **TOLD | {"proof": "document"})
    desk = Client()
    people.log_in(desk, moderator)
    page = desk.get(f"/en/moderation/claims/{Claim.objects.first().pk}/").content.decode()
    assert "The same person also claims" in page
    assert "with the same picture" in page
    proofs.take_out(person, country.imane.code, picture.digest)
    page = desk.get(f"/en/moderation/claims/{Claim.objects.first().pk}/").content.decode()
    assert "with the same picture" not in page


def test_what_she_decided_of_claims_stands_among_what_she_decided(code, moderator):
    claims.refuse(sent(code), by=moderator, note="aucune preuve vue")
    desk = Client()
    people.log_in(desk, moderator)
    assert "aucune preuve vue" in desk.get("/en/moderation/decided/").content.decode()
