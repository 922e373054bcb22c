"""How long what is kept about people is kept: one table. `manage.py forget_old` and the worker go
by it, and the pages and the documents that tell it read it.

A rule forgets what is older than a moment, and says how much that was; jobs, which name nobody, are
the worker's own (desk/tasks.py).
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise, lazy
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from desk import claims, erasing, looking, proofs
from desk.following import asking
from desk.imports import running
from desk.models import (
    Bouncing,
    Decision,
    Erasure,
    Following,
    Invitation,
    InvitationState,
    LoginAttempt,
    Mail,
    Person,
    Submission,
    SubmissionKind,
    SubmissionState,
    Writing,
    WritingDecision,
)
from desk.models.stewardship import INVITED_FOR
from desk.models.submissions import DRAFTED
from desk.models.writings import DECIDED
from desk.privacy import requests
from desk.submissions import pictures
from desk.submissions.forgetting import forget as forget_submissions


@dataclass(frozen=True)
class Rule:
    """What goes `after` so long, counted `since` something, and why it was kept until then.

    `kinds` are those of `desk.keeping` that it ends. `forget` takes a moment: what is older goes.
    """

    key: str
    what: Promise
    after: timedelta
    since: Promise
    why: Promise
    kinds: tuple[str, ...]
    forget: Callable[[datetime], int]

    @property
    def lasts(self) -> Promise:
        """`90 days after it was noted`, in the reader's language."""
        return _told(self.after.days, self.since)


def lasting(days: int) -> str:
    if days == 365:
        return gettext("one year")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


_told = lazy(lambda days, since: f"{lasting(days)} {since}", str)


# ---- what each forgets ---------------------------------------------------------------------------


def _drafts(before):
    """The text goes and the line stays: what was taken back stays taken back."""
    typed = Q(state=SubmissionState.DRAFT) | ~Q(payload={})
    left = Submission.objects.filter(typed, state__in=DRAFTED, saved_at__lt=before)
    return forget_submissions(left.exclude(Exists(_decided_since(before))))


def _unanswered(before):
    asked = Submission.objects.filter(state=SubmissionState.ASKED_BACK, saved_at__lt=before)
    return forget_submissions(asked.exclude(Exists(_decided_since(before))))


def _decided_since(before):
    return Decision.objects.filter(submission=OuterRef("pk"), at__gte=before)


def _settled(before):
    ended = Q(state=SubmissionState.REFUSED) | Q(
        state=SubmissionState.ACCEPTED, kind=SubmissionKind.REPORT
    )
    found = Submission.objects.filter(ended, decided_at__lt=before).exclude(payload={})
    return forget_submissions(found)


def _answered_addresses(before):
    told = Submission.objects.filter(decided_at__lt=before).exclude(email="").update(email="")
    lately = WritingDecision.objects.filter(writing=OuterRef("pk"), at__gte=before)
    written = Writing.objects.filter(state__in=DECIDED).exclude(email="").exclude(Exists(lately))
    return told + written.update(email="")


def _origins(before):
    return sum(
        model.objects.filter(begun_at__lt=before).exclude(origin="").update(origin="")
        for model in (Submission, Writing, Following, Erasure)
    )


def _login_attempts(before):
    return LoginAttempt.objects.filter(at__lt=before).delete()[0]


def _limits(before):
    """Counters that allauth keeps by account or network address, in the cache's table."""
    with connection.cursor() as cursor:
        cursor.execute("delete from desk_cache where expires < %s", [before])
        return cursor.rowcount


def _sessions(before):
    ended = before + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    gone, _each = Session.objects.filter(expire_date__lt=ended).delete()
    live = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(live), created_at__lt=before).delete()
    return gone


def _unconfirmed_accounts(before):
    """Nobody is told: the address may be a stranger's. Who was given anything stays."""
    found = Person.objects.filter(date_joined__lt=before, erased_at=None, is_superuser=False)
    bare = found.filter(stewardships=None, moderates=None, submissions=None, writings=None)
    never = bare.exclude(emailaddress__verified=True).filter(last_login=None).order_by("pk")
    people = list(never)
    for one in people:
        erasing.erase(one, quietly=True)
    return len(people)


def _invitations(before):
    late = Invitation.objects.filter(state=InvitationState.OPEN, sent_at__lt=before)
    return late.update(state=InvitationState.WITHDRAWN, address="")


def _mails(before):
    return Mail.objects.filter(queued_at__lt=before).delete()[0]


def _bounces(before):
    return Bouncing.objects.filter(noted_at__lt=before).delete()[0]


# ---- the table -----------------------------------------------------------------------------------

DAY = timedelta(days=1)
RULES = (
    Rule(
        "drafts",
        _("Contributions that were never sent, or were taken back"),
        180 * DAY,
        _("after they were last written in"),
        _("So that nothing typed is lost; after that nobody comes back to it."),
        ("contributions", "contacts", "pictures"),
        _drafts,
    ),
    Rule(
        "unanswered",
        _("Contributions that were asked back and never answered"),
        365 * DAY,
        _("after the question"),
        _("So that you can still answer."),
        ("contributions", "contacts", "pictures"),
        _unanswered,
    ),
    Rule(
        "settled",
        _("Contributions that were refused, and reports that were settled"),
        365 * DAY,
        _("after the decision"),
        _("So that a decision can be explained, and taken back."),
        ("contributions", "contacts"),
        _settled,
    ),
    Rule(
        "decided-pictures",
        _("Pictures in contributions that were decided"),
        30 * DAY,
        _("after the decision"),
        _("So that a decision can be taken back; what is public has its own copy."),
        ("pictures",),
        pictures.forget,
    ),
    Rule(
        "answered-addresses",
        _("Addresses given with a contribution, to be told what becomes of it"),
        90 * DAY,
        _("after the decision"),
        _("To answer you, also when a decision is taken back."),
        ("contributions", "writings"),
        _answered_addresses,
    ),
    Rule(
        "claims",
        _("What a claim says of you: how to reach you, and your words"),
        365 * DAY,
        _("after the decision"),
        _("So that a dispute over a profile can be looked into."),
        ("claims",),
        claims.forget,
    ),
    Rule(
        "claim-documents",
        _("Pictures of documents for a claim"),
        30 * DAY,
        _("after the decision"),
        _("So that a decision can be taken back."),
        ("claim-documents",),
        proofs.forget,
    ),
    Rule(
        "origins",
        _("Marks of the network address that something was begun from"),
        1 * DAY,
        _("after it was begun"),
        _("So that nobody floods us. A mark tells one address from another, and is no address."),
        (),
        _origins,
    ),
    Rule(
        "login-attempts",
        _("Marks of failed logins"),
        1 * DAY,
        _("after they failed"),
        _("So that nobody guesses passwords. A mark is no name and no address."),
        (),
        _login_attempts,
    ),
    Rule(
        "limits",
        _("Counters of how often something was tried, by account or network address"),
        1 * DAY,
        _("after they count no more"),
        _("So that nobody tries without end."),
        (),
        _limits,
    ),
    Rule(
        "sessions",
        _("Sessions, with network address and browser"),
        timedelta(seconds=settings.SESSION_COOKIE_AGE),
        _("after you logged in"),
        _("So that you stay logged in, see where, and can end it."),
        ("sessions",),
        _sessions,
    ),
    Rule(
        "unconfirmed-accounts",
        _("Accounts whose address was never confirmed"),
        30 * DAY,
        _("after they were opened"),
        _("So that whoever opened one can still confirm it."),
        (),
        _unconfirmed_accounts,
    ),
    Rule(
        "invitations",
        _("Addresses of people who were invited to keep a profile, and did not answer"),
        INVITED_FOR,
        _("after they were invited"),
        _("So that an invitation can be answered."),
        ("invitations",),
        _invitations,
    ),
    Rule(
        "unconfirmed-following",
        _("Addresses that mails were asked for at, and nobody confirmed"),
        asking.ANSWERABLE,
        _("after it was asked for"),
        _("So that the mail that asks can be answered."),
        ("followed",),
        asking.forget_unconfirmed,
    ),
    Rule(
        "unconfirmed-erasures",
        _("Requests to be erased that nobody confirmed from the address given"),
        requests.ANSWERABLE,
        _("after they were begun"),
        _("So that the mail that asks can be answered. A request that ended keeps nothing of you."),
        (),
        requests.forget_unconfirmed,
    ),
    Rule(
        "mails",
        _("Mails that could not be sent"),
        30 * DAY,
        _("after they were written"),
        _("So that they can be sent again. A mail that was sent is deleted at once."),
        ("mails",),
        _mails,
    ),
    Rule(
        "bounces",
        _("Addresses whose mails came back"),
        365 * DAY,
        _("after it was noted"),
        _("So that we do not go on writing in vain."),
        ("refused-mails",),
        _bounces,
    ),
    Rule(
        "imports",
        _("Rows of files that were brought in, and files that nobody came back to"),
        30 * DAY,
        _("after they were last worked on"),
        _("So that an import can be checked; what was published stays."),
        ("imports", "import-runs"),
        running.forget,
    ),
    Rule(
        "accesses",
        _("Who opened what is somebody’s"),
        365 * DAY,
        _("after it was opened"),
        _("So that you can know it."),
        ("looked-at", "looks"),
        looking.forget,
    ),
)


def rule(key: str) -> Rule:
    return next(one for one in RULES if one.key == key)


def of_kind(key: str) -> list[Rule]:
    """The rules that end a kind of what is kept."""
    return [one for one in RULES if key in one.kinds]


def forget_old(*, dry_run: bool = False) -> Iterator[tuple[Rule, int]]:
    """Each rule, once it is done, with how much went; of a dry run, how much would have.

    A rule is one transaction: stopped, what was done stays done, and the next time goes on. A dry
    run is the same in one, undone: what one rule takes no other counts again.
    """
    moment = now()
    with transaction.atomic() if dry_run else nullcontext():
        for one in RULES:
            with transaction.atomic():
                gone = one.forget(moment - one.after)
            yield one, gone
        if dry_run:
            transaction.set_rollback(True)
