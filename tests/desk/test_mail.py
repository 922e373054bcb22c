"""Mails: both halves from one text, in the person's language; kept until a server took them."""

import re
import smtplib
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.template import loader
from django.urls import resolve
from django.utils.html import escape
from django.utils.timezone import now
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from desk import mail
from desk.models import Mail, PersonVerb
from desk.models.mail import UNHURRIED
from tests import people

pytestmark = pytest.mark.django_db

KINDS = [
    "account_already_exists",
    "account_erased",
    "address_again",
    "claim_accepted",
    "claim_address",
    "claim_asked_back",
    "claim_new_steward",
    "claim_refused",
    "claim_sent",
    "claim_vouching",
    "contribution_accepted",
    "contribution_asked_back",
    "contribution_refused",
    "digest",
    "draft_link",
    "email_changed",
    "email_confirm",
    "email_confirmation",
    "email_confirmation_signup",
    "email_deleted",
    "erasure_accepted",
    "erasure_confirm",
    "erasure_done",
    "erasure_refused",
    "following_confirm",
    "login_code",
    "password_changed",
    "password_reset",
    "password_reset_code",
    "password_set",
    "person_act",
    "profile_changed",
    "recovery_codes_generated",
    "steward_handed_over",
    "steward_invited",
    "steward_joined",
    "steward_left",
    "steward_revoked",
    "steward_role",
    "still_correct_network",
    "still_correct_steward",
    "submission_sent",
    "totp_activated",
    "totp_deactivated",
    "unknown_account",
    "writing_accepted",
    "writing_asked_back",
    "writing_refused",
]
TYPED = "Mot de qui écrit"
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
    "claim": 7,
    "link": "1:x:y",
    "page": "/a/7KQ2-M9XY",
    "objecting": "/fr/desk/change/7KQ2-M9XY/",
    "what": "K7QP-2M9X",
    "path": "/fr/desk/stories/1/",
    "answer": TYPED,
    "by": "Hind",
    "who": "Yto",
    "role": "Propriétaire",
    "scope": "Rabat-Salé-Kénitra",
    "days": 14,
    "since": date(2025, 10, 4),
    "verb": "dismiss",
    "sections": [
        {"title": TYPED, "lines": [TYPED], "onward": TYPED, "path": "/fr/actors/7KQ2-M9XY/"}
    ],
}
DIGEST = {"link": "/fr/desk/following/1:x:y/"}
# What else a mail may say, by its kind.
OTHERWISE = [
    *(("person_act", {"verb": verb}) for verb in PersonVerb.values),
    ("steward_revoked", {"note": TYPED}),
    ("still_correct_network", {"unreached": True}),
    ("digest", DIGEST | {"demonstration": True}),
]
MAILS = [*((kind, DIGEST if kind == "digest" else {}) for kind in KINDS), *OTHERWISE]


@pytest.fixture
def server(settings):
    settings.MAIL_SERVER = settings.MAIL_SERVER | {"host": "mail.athar.example"}


def test_every_mail_has_a_row():
    folder = Path(mail.__file__).parent / "templates" / "mail"
    assert sorted(one.stem for one in folder.glob("*.txt")) == KINDS


@pytest.mark.parametrize(("kind", "otherwise"), MAILS)
@pytest.mark.parametrize("language", ["ar", "fr", "es", "en", "zgh"])
def test_every_mail_has_both_halves_in_every_language(kind, otherwise, language):
    written = wrote(kind, language, otherwise)
    assert written.subject
    assert "\n" not in written.subject
    assert len(written.text) > 40
    assert ('dir="rtl"' in written.html) == (language == "ar")
    assert f'<html lang="{language}"' in written.html
    if kind.endswith("code"):
        assert "K7QP-2M9X" in written.text
        assert "K7QP-2M9X</bdi>" in written.html


def wrote(kind, language, otherwise):
    context = CONTEXT | otherwise
    return mail.post(kind, to="amal@athar.example", language=language, context=context)


@pytest.mark.parametrize(("kind", "otherwise"), MAILS)
@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_every_mail_is_worded_in_its_language_and_not_in_english(kind, otherwise, language):
    said, english = (wrote(kind, one, otherwise) for one in (language, "en"))
    assert said.subject != english.subject
    pairs = zip(said.text.split("\n\n"), english.text.split("\n\n"), strict=True)
    same = {ours.strip() for ours, theirs in pairs if ours == theirs}
    assert {one for one in same if not given(one)} == set()


def given(paragraph):
    """Whether it is what somebody typed, a code, or an address."""
    return TYPED in paragraph or "K7QP-2M9X" in paragraph or paragraph.startswith("http")


@pytest.mark.parametrize(("kind", "otherwise"), MAILS)
def test_every_link_of_a_mail_leads_to_a_page_from_both_halves(kind, otherwise, settings):
    written = wrote(kind, "fr", otherwise)
    for path in re.findall(rf"{re.escape(settings.SITE_ADDRESS)}(\S*)", written.text):
        with override("fr"):
            assert resolve(path)
        assert f'href="{escape(settings.SITE_ADDRESS + path)}"' in written.html
    assert "http" not in re.sub(rf"{re.escape(settings.SITE_ADDRESS)}\S*", "", written.text)


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
