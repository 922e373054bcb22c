"""Asking to be erased, without an account: confirmed by mail, followed by a link, decided, told."""

import re

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from desk import robots
from desk.models import Erasure, Mail
from desk.privacy import requests
from desk.submissions.sending import FROM_ONE_ADDRESS
from directory import codes
from directory.models import Actor, Contact
from tests import people

pytestmark = pytest.mark.django_db

ADDRESS = "fatima@athar.example"
HERE = "/fr/desk/erasure/"


@pytest.fixture(autouse=True)
def the_list(settings, tmp_path):
    settings.ERASURES = tmp_path / "erasures.jsonl"
    return settings.ERASURES


@pytest.fixture
def human(monkeypatch):
    """A form that was read before it was sent."""
    monkeypatch.setattr(robots, "SOONEST", -1)
    return {"stamp": robots.stamp()}


@pytest.fixture
def ask(client, human, country):
    def ask(status=303, **typed):
        told = {
            "email": ADDRESS,
            "phone": "0661 23 45 67",
            "name": "Fatima Alaoui",
            "profiles": codes.show(country.amal.code),
        }
        answer = client.post(HERE, told | typed | human)
        assert answer.status_code == status, answer.content.decode()
        return answer

    return ask


@pytest.fixture
def nadia():
    return people.moderator(name="Nadia")


def link():
    """The address in the mail that asks whether it is she."""
    [asked] = Mail.objects.filter(kind="erasure_confirm")
    return re.search(r"https?://[^/\s]+(/fr/desk/erasure/\S+/)", asked.text)[1]


@pytest.fixture
def waiting(ask, client):
    ask()
    client.post(link(), {"confirm": "1"})
    return Erasure.objects.get()


def decide(client, by, held, **given):
    people.log_in(client, by)
    return client.post(f"/fr/moderation/erasures/{held.pk}/", given)


def test_nobody_looks_at_a_request_before_its_mail_was_answered(ask, client, country):
    assert ask().headers["Location"] == f"{HERE}sent/"
    held = Erasure.objects.get()
    assert (held.state, held.profiles) == ("sent", [country.amal.code])
    assert not Erasure.objects.waiting().exists()
    page = client.get(link())  # as a scanner of mail does
    assert "Fatima Alaoui" in page.content.decode()
    assert Erasure.objects.get().state == "sent"
    client.post(link(), {"confirm": "1"})
    assert [one.pk for one in Erasure.objects.waiting()] == [held.pk]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": ""}, "où nous répondons"),
        ({"phone": "12"}, "0612345678"),
        ({"name": "Fatima"}, "un seul mot"),
        ({"profiles": ""}, "portent le même nom"),
        ({"profiles": "7KQ2-M9XX"}, "7KQ2-M9XX"),
        ({"profiles": "https://example.org/"}, "example.org"),
        ({"profiles": "\x00"}, "portent le même nom"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(ask, typed, words):
    page = ask(status=422, **typed).content.decode()
    assert words in page
    assert "0661 23 45 67" in page or "phone" in typed
    assert not Erasure.objects.exists()
    assert not Mail.objects.exists()


def test_pages_are_told_by_their_addresses_too(ask, country):
    shown = codes.show(country.amal.code)
    ask(profiles=f"https://athar.example/ar/actors/{shown}-nom/\nhttps://athar.example/a/{shown}")
    assert Erasure.objects.get().profiles == [country.amal.code]


def test_robots_are_refused_and_one_network_or_address_asks_only_so_often(ask, client, human):
    told = {"email": ADDRESS, robots.FIELD: "x"}
    assert client.post(HERE, told | human).status_code == 422
    for _each in range(requests.MAILED_MOST + 2):
        ask()
    assert Mail.objects.count() == Erasure.objects.count() == requests.MAILED_MOST
    for each in range(FROM_ONE_ADDRESS - requests.MAILED_MOST):
        ask(email=f"other{each}@athar.example")
    assert "une heure" in ask(status=422).content.decode()


def test_an_address_that_is_none_opens_nothing(client):
    for secret in ("none", "a" * 32, "%00"):
        assert client.get(f"{HERE}{secret}/").status_code == 404


def test_what_a_moderator_accepts_is_erased_by_the_server_and_she_is_told(
    waiting, client, nadia, country
):
    actor = Actor.objects.get(code=country.amal.code)
    Contact.objects.create(actor=actor, name="Fatima Alaoui", phone="+212661234567")
    page = decide(client, nadia, waiting, do="accept")
    assert page.status_code == 303
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("accepted", nadia)
    call_command("erase_personal_data")
    assert not Contact.objects.exists()
    assert "erasure_done" in Mail.objects.values_list("kind", flat=True)
    shown = client.get(f"/fr/moderation/erasures/{waiting.pk}/").content.decode()
    assert "endroits ont été vidés." in shown  # the contact, and the mail that told her
    assert ADDRESS not in shown
    assert ADDRESS not in client.get("/fr/moderation/erasures/").content.decode()


def test_an_acceptance_is_taken_back_while_nothing_was_erased(waiting, client, nadia):
    decide(client, nadia, waiting, do="accept")
    client.post(f"/fr/moderation/erasures/{waiting.pk}/", {"reopen": "1"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("waiting", None)


def test_who_is_refused_is_told_why_and_nothing_else_is_kept(waiting, client, nadia):
    where = link()
    refused = decide(client, nadia, waiting, do="refuse")
    assert "elle a le droit de le savoir" in refused.content.decode()
    decide(client, nadia, waiting, do="refuse", answer="Ce numéro est celui de la coopérative.")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.email, waiting.name, waiting.naming) == ("refused", "", "", {})
    [told] = Mail.objects.filter(kind="erasure_refused")
    assert told.to == ADDRESS
    assert "Ce numéro est celui de la coopérative." in told.text
    assert "Ce numéro est celui" in client.get(where).content.decode()


@pytest.mark.parametrize("state", ["sent", "waiting", "accepted"])
def test_she_takes_it_back_at_any_time_before_it_is_carried_out(ask, client, nadia, state):
    ask()
    where, held = link(), Erasure.objects.get()
    if state != "sent":
        client.post(where, {"confirm": "1"})
    if state == "accepted":
        requests.accept(held, by=nadia)
    client.post(where, {"withdraw": "1"})
    held.refresh_from_db()
    assert (held.state, held.email, held.phone) == ("withdrawn", "", "")
    call_command("erase_personal_data")
    assert Erasure.objects.get().state == "withdrawn"


def test_of_two_who_decide_the_second_is_told(waiting, client, nadia):
    requests.take_back(waiting)
    late = decide(client, nadia, waiting, do="accept")
    assert late.status_code == 409
    assert "entre-temps" in late.content.decode()


def test_a_moderator_of_a_region_neither_sees_nor_decides(waiting, client):
    hind = people.moderator("region", "02")
    assert decide(client, hind, waiting, do="accept").status_code == 403
    assert "erasures" not in client.get("/fr/moderation/").content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_what_nobody_confirmed_is_forgotten(ask):
    ask()
    held = Erasure.objects.get()
    assert requests.forget_unconfirmed(held.begun_at) == 0
    assert requests.forget_unconfirmed(now()) == 1
    held.refresh_from_db()
    assert (held.state, held.email) == ("withdrawn", "")
    assert not Mail.objects.exists()


def test_the_account_pages_lead_there(client):
    people.log_in(client, people.person())
    assert HERE in client.get("/fr/account/data/").content.decode()
    assert HERE in client.get("/fr/about/").content.decode()
