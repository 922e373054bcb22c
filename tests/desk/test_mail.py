"""Mails: both halves from one text, in the person's language; kept until a server took them."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.template import loader
from django.utils.timezone import now
from procrastinate.contrib.django.models import ProcrastinateJob

from desk import mail
from desk.models import Mail
from desk.models.mail import UNHURRIED
from tests import people

pytestmark = pytest.mark.django_db

KINDS = [
    "account_already_exists",
    "account_erased",
    "address_again",
    "claim_accepted",
    "claim_asked_back",
    "claim_new_steward",
    "claim_refused",
    "contribution_accepted",
    "contribution_asked_back",
    "contribution_refused",
    "email_changed",
    "email_confirm",
    "email_confirmation",
    "email_confirmation_signup",
    "email_deleted",
    "following_confirm",
    "login_code",
    "password_changed",
    "password_reset",
    "password_reset_code",
    "password_set",
    "profile_changed",
    "recovery_codes_generated",
    "totp_activated",
    "totp_deactivated",
    "unknown_account",
]
CONTEXT = {
    "code": "K7QP-2M9X",
    "from_email": "old@athar.example",
    "to_email": "new@athar.example",
    "deleted_email": "old@athar.example",
    "name": "Coopérative Al Amal",
    "note": "",
    "reason": "",
    "actor": "7KQ2M9XY",
    "profile": "7KQ2-M9XY",
    "link": "1:x:y",
    "page": "/a/7KQ2-M9XY",
    "objecting": "/fr/desk/change/7KQ2-M9XY/",
    "what": "K7QP-2M9X",
}


@pytest.fixture
def server(settings):
    settings.MAIL_SERVER = settings.MAIL_SERVER | {"host": "mail.athar.example"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["ar", "fr", "es", "en", "zgh"])
def test_every_mail_has_both_halves_in_every_language(kind, language):
    written = mail.post(kind, to="amal@athar.example", language=language, context=CONTEXT)
    assert written.subject
    assert "\n" not in written.subject
    assert len(written.text) > 40
    assert ('dir="rtl"' in written.html) == (language == "ar")
    assert f'<html lang="{language}"' in written.html
    if "{{ code }}" in kind or kind.endswith("code"):
        assert "K7QP-2M9X" in written.text
        assert "K7QP-2M9X</bdi>" in written.html


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_mails_are_worded_in_the_language_and_not_in_english(language):
    said = {
        kind: mail.post(kind, to="amal@athar.example", language=language, context=CONTEXT)
        for kind in KINDS
    }
    english = {
        kind: mail.post(kind, to="amal@athar.example", language="en", context=CONTEXT)
        for kind in KINDS
    }
    for kind in KINDS:
        assert said[kind].subject != english[kind].subject, kind
        for ours, theirs in zip(
            said[kind].text.split("\n\n"), english[kind].text.split("\n\n"), strict=True
        ):
            kept = "K7QP-2M9X" in ours or ours.startswith("http")
            assert kept or ours != theirs, kind


def test_a_person_is_written_to_in_her_language():
    amal = people.person("amal@athar.example", language="ar")
    written = mail.post("login_code", to=amal, context=CONTEXT)
    assert (written.to, written.language) == ("amal@athar.example", "ar")


def test_nothing_typed_by_somebody_becomes_markup():
    context = CONTEXT | {"to_email": "<b>x</b>@athar.example"}
    written = mail.post("email_changed", to="a@athar.example", language="fr", context=context)
    assert "<b>x" in written.text
    assert "<b>x" not in written.html


def test_without_a_server_mails_wait(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail.post("login_code", to="a@athar.example", language="fr", context=CONTEXT)
    assert Mail.objects.count() == 1
    assert django_mail.outbox == []


def test_the_worker_is_woken_after_the_commit_once_for_all_that_waits(
    server, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for to in ("a@athar.example", "b@athar.example"):
            mail.post("login_code", to=to, language="ar", context=CONTEXT)
        assert not ProcrastinateJob.objects.exists()
    [job] = ProcrastinateJob.objects.all()
    assert (job.task_name, job.status, job.lock) == (mail.TASK, "todo", "send-waiting-mail")
    assert django_mail.outbox == []


def test_without_a_server_the_worker_is_left_alone(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail.post("login_code", to="a@athar.example", language="ar", context=CONTEXT)
    assert not ProcrastinateJob.objects.exists()


def test_what_a_server_took_is_forgotten(server):
    mail.post("login_code", to="a@athar.example", language="ar", context=CONTEXT)
    assert mail.send_waiting() == 1
    [sent] = django_mail.outbox
    assert sent.to == ["a@athar.example"]
    assert [kind for _body, kind in sent.alternatives] == ["text/html"]
    assert sent.extra_headers["Content-Language"] == "ar"
    assert not Mail.objects.exists()


def test_what_somebody_waits_for_is_sent_first(server):
    for kind in ("profile_changed", "login_code", "profile_changed"):
        mail.post(kind, to=f"{kind}@athar.example", language="fr", context=CONTEXT)
    mail.send_waiting()
    assert [sent.to for sent in django_mail.outbox] == [
        ["login_code@athar.example"],
        ["profile_changed@athar.example"],
        ["profile_changed@athar.example"],
    ]


def test_the_kinds_that_may_wait_are_kinds_of_mails():
    for kind in UNHURRIED:
        assert loader.get_template(f"mail/{kind}.txt"), kind


def test_a_mail_that_waited_for_weeks_has_all_its_tries(server, monkeypatch):
    """No worker ran, or no server was set: that is no fault of the mail."""
    written = mail.post("login_code", to="a@athar.example", language="fr", context=CONTEXT)
    old = now() - timedelta(days=20)
    Mail.objects.filter(pk=written.pk).update(queued_at=old, due_at=old)

    def refuse(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with time_machine.travel(now(), tick=False):
        for _ in range(3):
            mail.send_waiting()
    assert Mail.objects.get().attempts == 1


def test_a_mail_a_server_refuses_stays_with_the_reason(server, monkeypatch):
    def refuse(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    written = mail.post("login_code", to="a@athar.example", language="fr", context=CONTEXT)
    assert not mail.send(written)
    kept = Mail.objects.get()
    assert (kept.attempts, kept.error) == (1, "SMTPServerDisconnected: gone")


def test_a_mail_that_was_refused_is_tried_again_ever_more_seldom(server, monkeypatch):
    asked = []

    def refuse(self, messages):
        asked.append(len(messages))
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    mail.post("login_code", to="a@athar.example", language="fr", context=CONTEXT)
    for minutes in (0, 2, 3, 5, 6):
        with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
            mail.send_waiting()
    assert len(asked) == 3
    monkeypatch.undo()
    with time_machine.travel(now() + timedelta(minutes=30), tick=False):
        assert mail.send_waiting() == 1
    assert not Mail.objects.exists()
