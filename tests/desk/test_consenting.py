"""What somebody agreed to is told in its words, and withdrawn at once where it may be."""

import io
import json
import zipfile

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from desk import consenting, submissions
from desk.consenting import PUBLIC
from desk.models import Consent, ProposedContact, Submission
from directory.models import Contact, Picture
from tests import people
from tests.access.test_administration import as_web
from tests.pictures import jpeg
from tests.submissions import AMAL, CONSENTS

__all__ = ["as_web"]

pytestmark = pytest.mark.django_db

TOLD = {
    "name_0": "Amal",
    "phone_0": "0612345678",
    "public_phone_0": "on",
    "public_email_0": "on",
    "email_1": "bureau@amal.example",
}


@pytest.fixture
def amal():
    return people.person("amal@athar.example", name="Amal")


@pytest.fixture
def sent(sender, amal):
    made = sender.send(**AMAL, contacts=TOLD, photo=jpeg())
    Submission.objects.filter(pk=made.pk).update(author=amal)
    Consent.objects.filter(submission=made).update(person=amal)
    return made


@pytest.fixture
def shown(sent):
    return submissions.accept(sent, by=None)


def consent(held, subject):
    return Consent.objects.get(submission=held, subject=subject)


def address(held, subject):
    return f"/fr/account/data/consents/{consent(held, subject).pk}/withdraw/"


def test_she_reads_each_in_the_words_she_agreed_to(client, amal, sent):
    people.log_in(client, amal)
    page = client.get("/fr/account/data/").content.decode()
    for words in CONSENTS.values():
        assert words in page
    assert address(sent, "contacts") in page
    assert address(sent, "licence") not in page  # a licence is for ever


def test_contacts_are_public_no_more_and_the_proof_stays(client, amal, shown):
    assert Contact.objects.filter(is_public=True).count() == 1
    people.log_in(client, amal)
    assert client.post(address(shown, "contacts")).status_code == 303
    assert not Contact.objects.filter(is_public=True).exists()
    assert Contact.objects.count() == 2
    given = consent(shown, "contacts")
    assert (given.words, given.withdrawn_at is None) == (CONSENTS["contacts"], False)
    assert address(shown, "contacts") not in client.get("/fr/account/data/").content.decode()


def test_what_waits_is_not_published_with_them(amal, sent):
    consenting.withdraw(consent(sent, "contacts"))
    assert not ProposedContact.objects.filter(PUBLIC).exists()
    submissions.accept(sent, by=None)
    assert not Contact.objects.filter(is_public=True).exists()


def test_pictures_go_from_both_sides(client, amal, shown):
    assert Picture.objects.count() == 1
    people.log_in(client, amal)
    client.post(address(shown, "pictures"))
    assert not Picture.objects.exists()
    assert not shown.pictures.exists()


def test_contacts_that_others_told_stay(amal, shown, sender):
    other = sender.send(
        actor=shown.actor_id,
        contacts={"phone_0": "0522000000", "public_phone_0": "on", "public_email_0": "on"},
    )
    submissions.accept(other, by=None)
    consenting.withdraw(consent(shown, "contacts"))
    assert Contact.objects.filter(is_public=True).count() == 1


def test_the_licence_is_for_ever_and_a_consent_is_withdrawn_once(amal, shown):
    with pytest.raises(consenting.ForEver):
        consenting.withdraw(consent(shown, "licence"))
    consenting.withdraw(consent(shown, "contacts"))
    with pytest.raises(consenting.WithdrawnAlready):
        consenting.withdraw(consent(shown, "contacts"))
    with pytest.raises(DatabaseError, match="once"), transaction.atomic():
        Consent.objects.filter(submission=shown).update(withdrawn_at=None)


def test_without_an_account_the_link_withdraws_it(client, sender):
    held = submissions.accept(sender.send(**AMAL, contacts=TOLD), by=None)
    address = f"/fr/desk/follow/{sender.secret}/"
    assert CONSENTS["contacts"] in client.get(address).content.decode()
    licence, contacts = consent(held, "licence"), consent(held, "contacts")
    for given in (licence.pk, "x", 0):
        client.post(address, {"withdraw_consent": given})
    assert Contact.objects.filter(is_public=True).exists()
    told = client.post(address, {"withdraw_consent": contacts.pk}, follow=True).content.decode()
    assert not Contact.objects.filter(is_public=True).exists()
    assert f'value="{contacts.pk}"' not in told


def test_it_is_nobody_else_s_to_withdraw(amal, shown):
    her = people.log_in(Client(enforce_csrf_checks=True), amal)
    assert her.post(address(shown, "contacts")).status_code == 403
    other = people.log_in(Client(), people.moderator())
    assert other.post(address(shown, "contacts")).status_code == 404
    assert Contact.objects.filter(is_public=True).exists()


@pytest.mark.parametrize(
    "statement", ["update desk_consent set words = 'x'", "delete from desk_consent"]
)
def test_the_web_cannot_rewrite_the_proof(as_web, shown, statement):
    with pytest.raises(DatabaseError, match="permission denied"):
        as_web(statement)


# ---- taken away ----------------------------------------------------------------------------------


def test_her_pictures_are_in_the_file_proposed_and_public(client, amal, shown):
    people.log_in(client, amal)
    answer = client.get("/fr/account/data/file/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        assert file.testzip() is None
        names = file.namelist()
        told = json.loads(file.read("athar.json"))
        (picture,) = told["pictures"]
        for folder in ("contribution-", "public-"):
            (name,) = [one for one in names if one.startswith(f"pictures/{folder}")]
            assert name.endswith(f"{picture['key']}.webp")
            assert file.read(name).startswith(b"RIFF")
    assert {one["words"] for one in told["consents"]} == set(CONSENTS.values())


def test_only_one_picture_is_in_memory_at_a_time(client, amal, sender):
    made = sender.begin(**AMAL)
    for seed in range(4):
        sender.put_in(made, "photo", jpeg(seed=seed))
    Submission.objects.filter(pk=made.pk).update(author=amal)
    people.log_in(client, amal)
    parts = list(client.get("/fr/account/data/file/").streaming_content)
    with connection.cursor() as cursor:
        cursor.execute("select max(length(content)) from desk_proposedpicturefile")
        (largest,) = cursor.fetchone()
    assert max(map(len, parts)) < largest + 4096
