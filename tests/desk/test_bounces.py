"""Bounced mail noticed: at once, or by a report; and then who is asked, and who is told."""

import io
import mailbox
import smtplib
import sys
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from types import SimpleNamespace

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from desk import bounces, mail, reaching, reminders
from desk.models import AskedAs, Bouncing, Mail
from tests import people
from tests.desk.test_mail import CONTEXT, server
from tests.register import day

__all__ = ["server"]

pytestmark = pytest.mark.django_db
AMAL = "amal@athar.example"


@pytest.fixture
def sent(server):
    """A mail as a server took it."""

    def post(to=AMAL):
        mail.send(mail.post("login_code", to=to, language="fr", context=CONTEXT))
        return django_mail.outbox[-1].message()

    return post


def report(original, *, to=AMAL, action="failed", status="5.1.1", whole=False) -> bytes:
    """What a mail server writes back (RFC 3464)."""
    made = MIMEMultipart("report", report_type="delivery-status")
    made.attach(MIMEText("Your mail could not be delivered."))
    told = MIMEBase("message", "delivery-status")
    of_mail, of_address = Message(), Message()
    of_mail["Reporting-MTA"] = "dns; mail.example"
    of_address["Final-Recipient"] = f"rfc822; {to}"
    of_address["Action"] = action
    of_address["Status"] = status
    told.set_payload([of_mail, of_address])
    made.attach(told)
    if whole:
        back = MIMEBase("message", "rfc822")
        back.set_payload([message_from_bytes(original.as_bytes())])
        made.attach(back)
    else:
        headers = "".join(f"{name}: {value}\n" for name, value in original.items())
        part = MIMEBase("text", "rfc822-headers")
        part.set_payload(headers)
        made.attach(part)
    return made.as_bytes()


def noted(raw, monkeypatch) -> str:
    told = io.StringIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("note_bounces", stdout=told)
    return told.getvalue()


# ---- noticed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [True, False])
def test_a_report_about_a_mail_of_ours_notes_its_address(sent, monkeypatch, whole):
    raw = report(sent(), whole=whole)
    assert "1 addresses noted" in noted(raw, monkeypatch)
    [one] = Bouncing.objects.standing()
    assert (one.address, one.status) == (AMAL, "5.1.1")
    assert "0 addresses noted" in noted(raw, monkeypatch)


@pytest.mark.parametrize(
    "told",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"status": "5.7.1"},  # it refuses what we say or who we are, not her address
    ],
)
def test_what_is_not_the_fault_of_an_address_notes_none(sent, monkeypatch, told):
    noted(report(sent(), **told), monkeypatch)
    assert not Bouncing.objects.exists()


def test_nobody_closes_an_address_that_had_no_mail_of_ours(sent, monkeypatch):
    forged = EmailMessage()
    forged["To"] = AMAL
    forged["Message-ID"] = f"<1.1700000000.{'0' * 32}@localhost>"
    noted(report(forged), monkeypatch)
    stolen = sent("other@athar.example")
    del stolen["To"]
    stolen["To"] = AMAL  # the name of another's mail
    noted(report(stolen), monkeypatch)
    assert not Bouncing.objects.exists()


@pytest.mark.parametrize("how", ["mbox", "maildir"])
def test_many_reports_are_read_from_a_box_that_is_left_as_it_is(sent, tmp_path, how):
    box = (mailbox.mbox if how == "mbox" else mailbox.Maildir)(tmp_path / "box")
    for to in (AMAL, "hind@athar.example"):
        box.add(report(sent(to), to=to))
    box.add(b"Subject: hello\n\nNo report.\n")
    box.close()
    told = io.StringIO()
    call_command("note_bounces", **{how: tmp_path / "box"}, stdout=told)
    assert "2 reports of mails of ours, 2 addresses noted" in told.getvalue()
    assert len(box) == 3
    box.close()


def test_a_box_that_is_not_there_is_refused_aloud(tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("note_bounces", mbox=tmp_path / "nowhere")
    with pytest.raises(CommandError, match="Maildir"):
        call_command("note_bounces", maildir=tmp_path)


def test_what_is_broken_notes_nothing_and_stops_nothing(sent):
    whole = report(sent(), whole=True)
    for end in range(0, len(whole), 97):
        bounces.returned(whole[:end])
    for at in range(0, len(whole), 53):
        bounces.returned(whole[:at] + b"\xff\x00:;\n\n" + whole[at + 7 :])
    for raw in (b"", b"\x00" * 100, b"Content-Type: multipart/report\n\n", b"\n" * 9999):
        assert bounces.returned(raw) == []


@pytest.mark.parametrize(
    ("code", "said", "is_noted"),
    [
        (550, b"5.1.1 no such user", True),
        (553, b"no mailbox here", True),
        (550, b"5.7.1 we do not like you", False),
        (450, b"4.2.1 come back", False),
    ],
)
def test_a_server_that_refuses_an_address_for_good_is_believed_at_once(
    server, monkeypatch, code, said, is_noted
):
    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({AMAL: (code, said)})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    written = mail.post("login_code", to=AMAL, language="fr", context=CONTEXT)
    assert not mail.send(written)
    assert Bouncing.objects.standing().exists() == is_noted
    tried_no_more = Mail.objects.get().attempts >= mail.MOST_ATTEMPTS
    assert tried_no_more == is_noted


# ---- mended --------------------------------------------------------------------------------------


def test_who_reads_a_mail_there_again_is_reached_again(client):
    amal = people.person(AMAL, language="ar")
    bounces.note(AMAL, "5.1.1", sent_at=now())
    people.log_in(client, amal)
    page = client.get("/fr/desk/").content.decode()
    assert AMAL in page
    assert client.post("/fr/desk/address/").status_code == 302
    client.post("/fr/desk/address/")  # a second mail would come a moment later: none is sent
    [asked] = Mail.objects.all()
    assert (asked.kind, asked.language) == ("address_again", "ar")
    client.logout()
    address = f"/ar/desk/address/{reaching.link(Bouncing.objects.get())}/"
    client.get(address)
    assert bounces.bouncing(AMAL)
    assert client.post(address).status_code == 200
    assert not bounces.bouncing(AMAL)
    assert client.get("/ar/desk/address/none/").status_code == 410


def test_a_report_read_again_says_nothing_of_an_address_mended_since(sent, monkeypatch):
    raw = report(sent())
    noted(raw, monkeypatch)
    bounces.settle(AMAL)
    Bouncing.objects.update(settled_at=now() + timedelta(seconds=5))
    assert "0 addresses noted" in noted(raw, monkeypatch)
    assert not bounces.bouncing(AMAL)
    assert bounces.note(AMAL, "5.1.1", sent_at=datetime.now(UTC) + timedelta(days=1))
    assert bounces.bouncing(AMAL)


# ---- who is asked then ---------------------------------------------------------------------------


@pytest.fixture
def network(in_force, register, monkeypatch):
    """A profile last confirmed long ago, in a network with a moderator."""
    monkeypatch.setattr(reminders, "YEAR", timedelta(days=0))
    argan, whole = register.publish("Argan"), register.publish("Réseau")
    register.join(argan, whole)
    register.confirm(argan, on=date(2024, 3, 1))
    return SimpleNamespace(argan=argan, hind=people.moderator("network", whole.code))


def ask():
    return [
        (reminder.person, reminder.asked_as)
        for one in reminders.due(limit=9)
        for reminder in reminders.send(one)
    ]


def test_whose_mails_come_back_is_not_asked_and_her_network_is_told_at_once(network):
    amal = people.steward(network.argan.code, language="ar")
    bounces.note(amal.email, "5.1.1", sent_at=now())
    assert ask() == [(network.hind, AskedAs.NETWORK)]
    [told] = Mail.objects.all()
    assert "reviennent" in told.text
    assert ask() == []


def test_while_another_who_keeps_it_is_reached_she_is_asked_alone(network):
    lost, amal = people.steward(network.argan.code), people.steward(network.argan.code)
    bounces.note(lost.email, "5.1.1", sent_at=now())
    assert ask() == [(amal, AskedAs.STEWARD)]


def test_a_network_is_asked_once_for_all_who_keep_a_profile(network):
    for _one in range(2):
        bounces.note(people.steward(network.argan.code).email, "5.1.1", sent_at=now())
    assert ask() == [(network.hind, AskedAs.NETWORK)]
    assert ask() == []


def test_a_moderator_whose_mails_come_back_is_not_asked(network):
    bounces.note(people.steward(network.argan.code).email, "5.1.1", sent_at=now())
    bounces.note(network.hind.email, "5.1.1", sent_at=now())
    assert ask() == []


def test_a_network_it_has_left_is_not_asked(in_force, register, monkeypatch):
    monkeypatch.setattr(reminders, "YEAR", timedelta(days=0))
    argan, whole = register.publish("Argan"), register.publish("Réseau")
    register.join(argan, whole, since=day("2019"), until=day("2020"))
    register.confirm(argan, on=date(2024, 3, 1))
    people.moderator("network", whole.code)
    bounces.note(people.steward(argan.code).email, "5.1.1", sent_at=now())
    assert ask() == []
