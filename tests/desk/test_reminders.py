"""Kept true: asked once a year, answered by one tap, published together."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.timezone import now

from desk import reminders
from desk.models import AskedAs, Mail, Reminder, Stewardship
from directory.models import Confirmation, Revision
from tests import people

TODAY = now().date()


@pytest.fixture
def argan(in_force, register):
    made = register.publish("Argan Nador")
    register.confirm(made, on=date(2024, 3, 1))
    return made


@pytest.fixture
def amal(argan):
    return people.steward(argan.code, language="ar")


def ask(limit=10):
    return [reminder for one in reminders.due(limit=limit) for reminder in reminders.send(one)]


def age(**more):
    """Reminders of a while ago."""
    for one in Reminder.objects.all():
        Reminder.objects.filter(pk=one.pk).update(sent_at=one.sent_at - timedelta(**more))


@pytest.fixture
def old(argan, amal, monkeypatch):
    """Every profile was last known correct longer ago than a reminder waits."""
    monkeypatch.setattr(reminders, "YEAR", timedelta(days=0))


def test_who_keeps_a_profile_is_asked_after_a_year_and_not_before(argan, amal):
    assert ask() == []


def test_she_is_asked_once_then_after_a_month_in_her_language(old, argan, amal):
    [first] = ask()
    assert (first.person, first.turn, first.asked_as) == (amal, 1, AskedAs.STEWARD)
    [mail] = Mail.objects.all()
    assert (mail.to, mail.language) == (amal.email, "ar")
    assert 'dir="rtl"' in mail.html
    assert "Argan Nador" in mail.subject
    assert ask() == []
    age(days=31)
    assert [one.turn for one in ask()] == [2]


def test_then_the_network_it_belongs_to_is_asked(old, argan, amal, register):
    network = register.publish("Réseau")
    register.join(argan, network)
    hind = people.moderator("network", network.code)
    people.moderator("region", "02")
    for _turn in range(2):
        ask()
        age(days=31)
    [asked] = ask()
    assert (asked.person, asked.asked_as) == (hind, AskedAs.NETWORK)
    age(days=31)
    assert ask() == []


def test_a_network_is_asked_once_though_two_who_keep_a_profile_were_asked_twice(
    old, argan, amal, register
):
    network = register.publish("Réseau")
    register.join(argan, network)
    hind = people.moderator("network", network.code)
    people.steward(argan.code)
    for _turn in range(2):
        assert len(ask()) == 2
        age(days=31)
    [asked] = ask()
    assert (asked.person, asked.asked_as) == (hind, AskedAs.NETWORK)
    age(days=31)
    assert ask() == []  # both rounds are over: none is tried again every day


def test_who_keeps_a_profile_and_moderates_its_network_is_asked_once_more_in_one_role(
    old, argan, amal, register
):
    network = register.publish("Réseau")
    register.join(argan, network)
    both = people.moderator("network", network.code)
    people.keep(both, argan.code)
    for _turn in range(2):
        ask()
        age(days=31)
    assert [(one.person, one.asked_as) for one in ask()] == [(both, AskedAs.NETWORK)]
    age(days=31)
    assert ask() == []


def test_an_answer_is_published_with_others_as_a_narrow_record(old, argan, amal, register):
    [reminder] = ask()
    head = Revision.objects.head().number
    assert reminders.answer(reminder)
    assert not reminders.answer(reminder)
    assert Revision.objects.head().number == head
    assert reminders.publish_answers() == 1
    revision = Revision.objects.head()
    assert (revision.kind, revision.role) == ("confirm", "steward")
    assert Confirmation.objects.filter(actor__code=argan.code, opened=revision.number).exists()
    assert reminders.publish_answers() == 0


def test_an_answer_about_a_profile_that_left_is_settled_and_publishes_nothing(
    old, argan, amal, register
):
    [reminder] = ask()
    reminders.answer(reminder)
    register.withdraw(argan)
    assert reminders.publish_answers() == 0
    reminder.refresh_from_db()
    assert reminder.settled_at
    assert reminder.revision is None


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_opening_the_link_changes_nothing_and_one_tap_answers(old, amal, argan, client, language):
    [reminder] = ask()
    address = f"/{language}/desk/still-correct/{reminders.token(reminder)}/"
    for _scanner in range(3):
        assert client.get(address).status_code == 200
    reminder.refresh_from_db()
    assert reminder.answered_at is None
    assert client.post(address).status_code == 200
    reminder.refresh_from_db()
    assert reminder.answered_at
    answered = reminder.answered_at
    client.post(address)
    reminder.refresh_from_db()
    assert reminder.answered_at == answered


def test_a_link_that_is_miskeyed_old_or_of_who_left_opens_nothing(old, argan, amal, client):
    [reminder] = ask()
    token = reminders.token(reminder)
    assert client.get(f"/fr/desk/still-correct/{token[:-1]}x/").status_code == 410
    with time_machine.travel(TODAY + timedelta(days=120), tick=True):
        assert client.post(f"/fr/desk/still-correct/{token}/").status_code == 410
    other = people.steward(argan.code)
    Stewardship.objects.filter(person=amal).delete()
    assert other
    assert client.post(f"/fr/desk/still-correct/{token}/").status_code == 410
    reminder.refresh_from_db()
    assert reminder.answered_at is None
