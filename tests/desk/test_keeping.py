"""What is kept about a person is told to her whole, given as a file, and goes with her account."""

import pytest
from django.apps import apps
from django.urls import reverse

from desk import erasing, keeping, submissions
from desk.models import Person, Submission
from tests import people
from tests.submissions import AMAL, CONSENTS, sender

__all__ = ["sender"]

pytestmark = pytest.mark.django_db

ADDRESSES = {"email", "phone", "to", "address"}
# Of organisations, published by who speaks for them; or nobody's: keyed digests, places, of all.
NOT_HERS = {"directory.Contact", "desk.LoginAttempt", "evidence.CitationUse"}


@pytest.fixture
def amal():
    return people.person("amal@athar.example", name="Amal", language="fr")


@pytest.fixture
def sent(sender, amal):
    """What she typed under her account, and sent."""
    made = sender.begin(**AMAL, contacts={"name_0": "Amal", "phone_0": "0612345678"})
    Submission.objects.filter(pk=made.pk).update(author=amal)
    made.refresh_from_db()
    return submissions.submit(made, consents=CONSENTS, email="amal@athar.example")


def names_somebody(model):
    columns = [field for field in model._meta.get_fields() if getattr(field, "concrete", False)]
    of_people = any(getattr(field, "related_model", None) is Person for field in columns)
    return of_people or bool(ADDRESSES & {field.name for field in columns})


def test_every_model_that_names_a_person_is_told_to_her():
    told = {kind.model for kind in keeping.KINDS} | keeping.ELSEWHERE.keys()
    silent = {
        model._meta.label
        for model in apps.get_models()
        if names_somebody(model) and model not in told and not model._meta.auto_created
    }
    assert silent - NOT_HERS == set()


@pytest.mark.parametrize("kind", keeping.KINDS, ids=lambda kind: kind.key)
def test_each_kind_can_be_read(kind, amal):
    assert list(kind.rows(amal).values(*kind.columns)) is not None


def test_she_reads_what_is_kept_why_and_how_long(client, amal, sent):
    people.log_in(client, amal)
    page = client.get("/fr/account/data/").content.decode()
    for words in ("Contributions", "Ce que vous avez accepté", "tant que vous avez un compte"):
        assert words.casefold() in page.casefold()
    assert "Décisions sur des fiches" not in page  # she made none


def test_all_of_it_is_one_file_without_secrets(client, amal, sent):
    people.log_in(client, amal)
    told = people.taken_away(client)
    assert told["account"][0]["email"] == "amal@athar.example"
    assert told["contributions"][0]["payload"]["name"]["name_fr"] == "Coopérative Al Amal"
    assert told["contacts"][0]["phone"] == "0612345678"
    assert {one["subject"] for one in told["consents"]} == CONSENTS.keys()
    assert sent.link not in str(told)
    assert "password" not in str(told)


def test_another_person_s_are_not_in_it(client, sent):
    other = people.person("hind@athar.example")
    people.log_in(client, other)
    told = people.taken_away(client)
    assert told["contributions"] == told["contacts"] == told["consents"] == []


def test_with_the_account_what_she_typed_is_emptied_and_what_waits_is_taken_back(amal, sent):
    erasing.erase(amal)
    sent.refresh_from_db()
    assert (sent.state, sent.payload, sent.email) == ("withdrawn", {}, "")
    assert not sent.contacts.exists()


def test_what_was_decided_stays_readable_to_moderators(client, amal, sent, in_force):
    people.log_in(client, people.moderator("region", "02"))
    address = reverse("moderation-submission", args=[sent.pk])
    submissions.accept(sent, by=None)
    erasing.erase(amal)
    page = client.get(address)
    assert page.status_code == 200
    assert "0612345678" not in page.content.decode()
