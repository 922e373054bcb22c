"""How long things are kept: each rule forgets what is older, keeps what is younger, and is told."""

from datetime import timedelta
from html import unescape
from itertools import count
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now
from django.utils.translation import override

from desk import claims, keeping, mail, retention, submissions
from desk.models import (
    Access,
    Bouncing,
    Claim,
    ClaimDecision,
    ClaimDocument,
    Decision,
    Erasure,
    Follower,
    Following,
    Import,
    ImportSource,
    Invitation,
    LoginAttempt,
    Mail,
    Person,
    ProposedPicture,
    Submission,
)
from directory.models import Actor, Revision
from tests import people
from tests.pictures import jpeg
from tests.submissions import AMAL

pytestmark = pytest.mark.django_db

NUMBERS = count(1)
DOCUMENT = Path("docs/operations/retention.md")


def contribution(at, sender, *, state, **more):
    """One that came to a state at a moment; whether what was typed is still there."""
    made = sender.begin(**AMAL) if state == "draft" else sender.send(**AMAL, **more)
    if state == "asked-back":
        submissions.ask_back(made, by=None, note="?")
    if state == "refused":
        submissions.refuse(made, by=None, reason="unreadable")
    dated = {"saved_at": at} | ({"decided_at": at} if state == "refused" else {})
    Submission.objects.filter(pk=made.pk).update(**dated)
    Decision.objects.filter(submission=made).update(at=at)
    return Submission.objects.filter(pk=made.pk)


def drafts(at, sender, country):
    return contribution(at, sender, state="draft").exclude(payload={}).exists


def unanswered(at, sender, country):
    return contribution(at, sender, state="asked-back").exclude(payload={}).exists


def settled(at, sender, country):
    return contribution(at, sender, state="refused").exclude(payload={}).exists


def decided_pictures(at, sender, country):
    held = contribution(at, sender, state="refused", photo=jpeg(seed=next(NUMBERS)))
    return ProposedPicture.objects.filter(submission__in=held).exists


def answered_addresses(at, sender, country):
    held = contribution(at, sender, state="refused", email="amal@athar.example")
    return held.exclude(email="").exists


def claims_(at, sender, country):
    actor = Actor.objects.get(code=country.amal.code)
    held = Claim.objects.create(
        person=people.person(), actor=actor, proof="call-back", contact="0600000000", sent_at=at
    )
    claims.refuse(held, by=people.moderator(), note="Non.")
    ClaimDecision.objects.filter(claim=held).update(at=at)
    return Claim.objects.filter(pk=held.pk).exclude(contact="").exists


def claim_documents(at, sender, country):
    claims_(at, sender, country)
    held = Claim.objects.latest("pk")
    made = ClaimDocument.objects.create(
        person=held.person, actor=held.actor, digest="0" * 64, width=1, height=1, content=b"", at=at
    )
    return ClaimDocument.objects.filter(pk=made.pk).exists


def origins(at, sender, country):
    told = {"kind": "new-profile", "language": "fr", "origin": "mark"}
    made = Submission.objects.create(link=f"link {next(NUMBERS)}", begun_at=at, **told)
    return Submission.objects.filter(pk=made.pk).exclude(origin="").exists


def login_attempts(at, sender, country):
    made = LoginAttempt.objects.create(at=at, account="a", address="b")
    return LoginAttempt.objects.filter(pk=made.pk).exists


def limits(at, sender, country):
    key = f"limit {next(NUMBERS)}"

    def there():
        with connection.cursor() as cursor:
            cursor.execute("select 1 from desk_cache where cache_key = %s", [key])
            return cursor.fetchone() is not None

    with connection.cursor() as cursor:
        cursor.execute("insert into desk_cache values (%s, '', %s)", [key, at])
    return there


def sessions(at, sender, country):
    key = f"session {next(NUMBERS)}"
    ends = at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.create(session_key=key, session_data="", expire_date=ends)
    UserSession.objects.create(
        user=people.person(), session_key=key, ip="192.0.2.1", user_agent="", created_at=at
    )
    UserSession.objects.filter(session_key=key).update(created_at=at)
    return UserSession.objects.filter(session_key=key).exists


def unconfirmed_accounts(at, sender, country):
    made = Person.objects.create_user(f"never{next(NUMBERS)}@athar.example", date_joined=at)
    made.emailaddress_set.create(email=made.email, primary=True)
    return Person.objects.filter(pk=made.pk, email__isnull=False).exists


def invitations(at, sender, country):
    told = {"role": "editor", "language": "fr", "mark": f"mark {next(NUMBERS)}", "sent_at": at}
    actor = Actor.objects.get(code=country.amal.code)
    made = Invitation.objects.create(
        actor=actor, address="hind@athar.example", invited_by=people.person(), **told
    )
    return Invitation.objects.filter(pk=made.pk).exclude(address="").exists


def unconfirmed_following(at, sender, country):
    follower = Follower.objects.create(address=f"f{next(NUMBERS)}@athar.example", language="fr")
    told = Revision.objects.head()
    follower.followings.create(query="sector=argan", told=told, begun_at=at)
    kept = Follower.objects.create(address=f"f{next(NUMBERS)}@athar.example", language="fr")
    confirmed = kept.followings.create(query="q=a", told=told, begun_at=at, confirmed_at=now())
    return lambda: (
        Following.objects.filter(pk=confirmed.pk).exists()
        and Follower.objects.filter(pk=follower.pk).exists()
    )


def unconfirmed_erasures(at, sender, country):
    link = f"link {next(NUMBERS)}"
    made = Erasure.objects.create(link=link, language="fr", email="a@athar.example", begun_at=at)
    return Erasure.objects.filter(pk=made.pk).exclude(email="").exists


def mails(at, sender, country):
    made = mail.post("account_erased", to=people.person(), context={})
    Mail.objects.filter(pk=made.pk).update(queued_at=at)
    return Mail.objects.filter(pk=made.pk).exists


def bounces(at, sender, country):
    made = Bouncing.objects.create(
        address=f"b{next(NUMBERS)}@athar.example", status="5.1.1", noted_at=at
    )
    return Bouncing.objects.filter(pk=made.pk).exists


def imports(at, sender, country):
    source, _new = ImportSource.objects.get_or_create(name="Réseau", licence="CC-BY-4.0")
    told = {"filename": "a.csv", "format": "csv", "licence": "CC-BY-4.0", "begun_at": at}
    made = Import.objects.create(source=source, digest=bytes([next(NUMBERS)]), **told)
    made.staged.create(number=1, cells=["Amal", "0612345678"])
    return made.staged.exists


def accesses(at, sender, country):
    made = Access.objects.create(
        by=people.person(), role="moderator", kind="mail", number=next(NUMBERS), at=at
    )
    return Access.objects.filter(pk=made.pk).exists


MAKERS = {
    "drafts": drafts,
    "unanswered": unanswered,
    "settled": settled,
    "decided-pictures": decided_pictures,
    "answered-addresses": answered_addresses,
    "claims": claims_,
    "claim-documents": claim_documents,
    "origins": origins,
    "login-attempts": login_attempts,
    "limits": limits,
    "sessions": sessions,
    "unconfirmed-accounts": unconfirmed_accounts,
    "invitations": invitations,
    "unconfirmed-following": unconfirmed_following,
    "unconfirmed-erasures": unconfirmed_erasures,
    "mails": mails,
    "bounces": bounces,
    "imports": imports,
    "accesses": accesses,
}


@pytest.fixture
def as_web():
    """What follows is done with the rights of the worker, which are the web's."""

    class Role:
        def __enter__(self):
            self.set(settings.WEB_ROLE)

        def __exit__(self, *error):
            if not any(error):
                self.set("none")

        def set(self, role):
            with connection.cursor() as cursor:
                cursor.execute(f"set local role {role}")

    return Role()


@pytest.mark.parametrize("rule", retention.RULES, ids=lambda rule: rule.key)
def test_what_is_older_goes_and_what_is_younger_stays(rule, sender, country, as_web):
    edge = now() - rule.after
    old = MAKERS[rule.key](edge - timedelta(hours=1), sender, country)
    young = MAKERS[rule.key](edge + timedelta(hours=1), sender, country)
    assert old()
    assert young()
    with as_web:
        assert rule.forget(edge) == 1
        assert rule.forget(edge) == 0  # it is nothing to forget twice
    assert not old()
    assert young()


def test_who_keeps_a_draft_alive_keeps_it(sender, country):
    """A contribution that waits, was accepted or is asked back to now is none of a rule's."""
    waiting, accepted = sender.register(), sender.register()
    submissions.accept(accepted, by=None)
    Submission.objects.update(saved_at="2020-01-01T00:00Z")
    list(retention.forget_old())
    assert not Submission.objects.filter(payload={}).exists()
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_an_account_that_is_hers_stays_and_a_stranger_gets_no_mail(country):
    confirmed = people.person()
    Person.objects.update(date_joined="2020-01-01T00:00Z")
    never = Person.objects.create_user("n@athar.example", date_joined="2020-01-01T00:00Z")
    given = Person.objects.create_user("g@athar.example", date_joined="2020-01-01T00:00Z")
    people.keep(given, country.amal.code)
    list(retention.forget_old())
    for one in (confirmed, never, given):
        one.refresh_from_db()
    assert (confirmed.erased_at, never.email, given.email) == (None, None, "g@athar.example")
    assert not Mail.objects.exists()


def test_a_dry_run_tells_the_same_and_forgets_nothing(sender, country, capsys):
    there = [make(now() - timedelta(days=800), sender, country) for make in MAKERS.values()]
    call_command("forget_old", dry_run=True)
    dry = capsys.readouterr().out
    assert all(one() for one in there)
    call_command("forget_old")
    done = capsys.readouterr().out
    assert not any(one() for one in there)
    assert dry.splitlines()[:-1] == done.splitlines()[:-1]
    assert [line.split()[0] for line in done.splitlines()[:-1]] == [
        rule.key for rule in retention.RULES
    ]


def test_every_kind_that_a_rule_ends_says_so_to_the_person(client):
    known = {kind.key: kind for kind in keeping.KINDS}
    for rule in retention.RULES:
        for key in rule.kinds:
            assert rule in known[key].rules
    amal = people.person()
    Access.objects.create(
        by=people.moderator(), about=amal, role="moderator", kind="account", number=amal.pk
    )
    people.log_in(client, amal)
    page = unescape(client.get("/fr/account/data/").content.decode())
    with override("fr"):
        for rule in retention.of_kind("looked-at"):
            assert f"{rule.what} · {rule.lasts}" in page


def test_the_operators_page_has_the_same_table():
    with override("en"):
        wanted = [
            f"| `{rule.key}` | {rule.what} | {rule.lasts} | {rule.why} |"
            for rule in retention.RULES
        ]
    text = (settings.BASE / DOCUMENT).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("| `")] == wanted


def test_what_other_pages_promise_is_what_the_rules_do():
    """Numbers that stand in sentences elsewhere: the page of an import."""
    assert retention.rule("imports").after.days == 30
