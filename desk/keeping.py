"""What is kept about a person: each kind with why and for how long, and given to her whole.

How long is said by the rules that forget it (desk/retention.py) and, where nothing but the person
ends it, by `until`.

Every model that names a person or an address is told here or is in `ELSEWHERE` with the reason; a
test walks all of them (law 09-08, the right of access).
"""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk import consenting, retention
from desk.models import (
    Access,
    Bouncing,
    Claim,
    ClaimDecision,
    ClaimDocument,
    Consent,
    Decision,
    Erasure,
    Follower,
    Following,
    Import,
    ImportRun,
    Invitation,
    Mail,
    Moderator,
    PageText,
    Person,
    PersonAct,
    PictureRemoval,
    ProfileDecision,
    ProposedContact,
    ProposedPicture,
    Reminder,
    StewardAct,
    Stewardship,
    StoryConsent,
    Submission,
    Trust,
    Writing,
    WritingDecision,
)

WHILE_ACCOUNT = _("As long as you have an account.")
UNLESS_PUBLIC = _("Until you erase your account, but for what became public.")
UNTIL_ERASED = _("Until you erase your account: what you typed is emptied then.")
FOR_THE_RECORD = _("As long as the register stands, without your name once you erase your account.")


@dataclass(frozen=True)
class Kind:
    """One kind of what is kept. `columns` are given to her; links and secrets are not. `until` is
    empty where rules alone end it.
    """

    key: str
    label: Promise
    why: Promise
    until: Promise | str
    model: type[Model]
    rows: Callable[[Person], QuerySet]
    columns: tuple[str, ...]

    @property
    def rules(self) -> list[retention.Rule]:
        return retention.of_kind(self.key)


def _of(model, column):
    return lambda person: model.objects.filter(**{column: person})


def _at_her_addresses(model, column):
    def rows(person):
        return model.objects.filter(**{f"{column}__in": _addresses(person)})

    return rows


def _addresses(person) -> set[str]:
    """Those shown to be hers: what somebody else typed as hers is not."""
    verified = person.emailaddress_set.filter(verified=True).values_list("email", flat=True)
    return {spelt for address in verified for spelt in (address, address.lower())}


def _kind(key, label, why, until, model, find, *columns):
    return Kind(key, label, why, until, model, find, columns)


DECIDED = _("What moderators decide is answered for: a decision says who made it.")
KINDS = (
    _kind(
        "account",
        _("Your account"),
        _("To let you in and write to you."),
        WHILE_ACCOUNT,
        Person,
        lambda person: Person.objects.filter(pk=person.pk),
        "email",
        "name",
        "language",
        "date_joined",
        "last_login",
    ),
    _kind(
        "addresses",
        _("Addresses of e-mail"),
        _("To let you in and write to you."),
        WHILE_ACCOUNT,
        EmailAddress,
        _of(EmailAddress, "user"),
        "email",
        "verified",
        "primary",
    ),
    _kind(
        "second-factors",
        _("Second factors"),
        _("So that nobody enters with your password alone."),
        WHILE_ACCOUNT,
        Authenticator,
        _of(Authenticator, "user"),
        "type",
        "created_at",
        "last_used_at",
    ),
    _kind(
        "sessions",
        _("Where you are logged in"),
        _("So that you see and end sessions."),
        _("Until you log out or the session ends."),
        UserSession,
        _of(UserSession, "user"),
        "created_at",
        "last_seen_at",
        "ip",
        "user_agent",
    ),
    _kind(
        "contributions",
        _("Contributions"),
        _("What you asked us to publish, as you typed it."),
        UNTIL_ERASED,
        Submission,
        _of(Submission, "author"),
        "kind",
        "state",
        "subject",
        "actor",
        "language",
        "email",
        "payload",
        "begun_at",
        "submitted_at",
        "decided_at",
    ),
    _kind(
        "contacts",
        _("Contacts in your contributions"),
        _("To reach the organisation; public only where you said so."),
        UNTIL_ERASED,
        ProposedContact,
        _of(ProposedContact, "submission__author"),
        "name",
        "role",
        "phone",
        "email",
        "phone_public",
        "email_public",
    ),
    _kind(
        "pictures",
        _("Pictures in your contributions"),
        _("What you asked us to publish; you see them in the contribution."),
        UNTIL_ERASED,
        ProposedPicture,
        _of(ProposedPicture, "submission__author"),
        "submission",
        "key",
        "kind",
        "alt",
        "credit",
        "licence",
        "agreed",
    ),
    _kind(
        "consents",
        _("What you agreed to"),
        _("The proof that you agreed, in the words you read."),
        FOR_THE_RECORD,
        Consent,
        consenting.given_by,
        "submission",
        "subject",
        "words",
        "language",
        "at",
        "withdrawn_at",
    ),
    _kind(
        "writings",
        _("Stories, dossiers, uses of citations"),
        _("What you asked us to publish, as you typed it."),
        UNLESS_PUBLIC,
        Writing,
        _of(Writing, "author"),
        "kind",
        "state",
        "language",
        "email",
        "payload",
        "begun_at",
        "submitted_at",
    ),
    _kind(
        "profiles",
        _("Profiles you keep"),
        _("So that only who keeps a profile changes it."),
        FOR_THE_RECORD,
        Stewardship,
        _of(Stewardship, "person"),
        "actor__code",
        "role",
        "since",
        "revoked_at",
    ),
    _kind(
        "invitations",
        _("Invitations to keep a profile"),
        _("So that only who was invited keeps it."),
        _("While it waits for your answer."),
        Invitation,
        _at_her_addresses(Invitation, "address"),
        "actor__code",
        "role",
        "state",
        "sent_at",
    ),
    _kind(
        "acts-on-profiles",
        _("What was done about who keeps a profile"),
        _("So that owners see who let whom in, and who left."),
        FOR_THE_RECORD,
        StewardAct,
        lambda person: StewardAct.objects.filter(Q(by=person) | Q(person=person)),
        "actor__code",
        "verb",
        "role",
        "note",
        "at",
    ),
    _kind(
        "trust",
        _("Trust in your small changes"),
        _("So that they are published at once."),
        FOR_THE_RECORD,
        Trust,
        _of(Trust, "stewardship__person"),
        "stewardship__actor__code",
        "since",
        "revoked_at",
    ),
    _kind(
        "claims",
        _("Claims of profiles"),
        _("The proof that a profile is yours."),
        UNTIL_ERASED,
        Claim,
        _of(Claim, "person"),
        "actor__code",
        "state",
        "proof",
        "contact",
        "words",
        "network",
        "sent_at",
        "address_confirmed_at",
    ),
    _kind(
        "claim-documents",
        _("Pictures of documents for a claim"),
        _("The proof that a profile is yours; you see them where you claim it."),
        UNTIL_ERASED,
        ClaimDocument,
        _of(ClaimDocument, "person"),
        "actor__code",
        "digest",
        "at",
    ),
    _kind(
        "reminders",
        _("Reminders"),
        _("To ask once a year whether a profile is still correct."),
        FOR_THE_RECORD,
        Reminder,
        _of(Reminder, "person"),
        "actor__code",
        "since",
        "sent_at",
        "answered_at",
    ),
    _kind(
        "followed",
        _("What you follow by mail"),
        _("To tell you what changed."),
        _("Until you stop following."),
        Following,
        _at_her_addresses(Following, "follower__address"),
        "actor__code",
        "query",
        "begun_at",
        "confirmed_at",
    ),
    _kind(
        "mails",
        _("Mails to you"),
        _("To send them; kept where no mail server is set."),
        _("Until they are sent."),
        Mail,
        _at_her_addresses(Mail, "to"),
        "kind",
        "subject",
        "queued_at",
    ),
    _kind(
        "refused-mails",
        _("Mails that came back"),
        _("So that we do not go on writing in vain."),
        WHILE_ACCOUNT,
        Bouncing,
        _at_her_addresses(Bouncing, "address"),
        "address",
        "noted_at",
        "status",
        "settled_at",
    ),
    _kind(
        "erasures",
        _("Requests to be erased"),
        _("To carry out what you ask, and tell you."),
        _("Until the request is carried out, refused or taken back."),
        Erasure,
        _at_her_addresses(Erasure, "email"),
        "state",
        "sent_at",
        "name",
        "email",
        "phone",
        "profiles",
        "words",
    ),
    _kind(
        "moderation",
        _("What you moderate"),
        _("So that only moderators decide."),
        FOR_THE_RECORD,
        Moderator,
        _of(Moderator, "person"),
        "scope",
        "code",
        "since",
        "dismissed_at",
    ),
    _kind(
        "acts-on-account",
        _("What administrators did about your account"),
        _("So that nobody's account or role changes without a reason."),
        FOR_THE_RECORD,
        PersonAct,
        _of(PersonAct, "person"),
        "verb",
        "scope",
        "code",
        "reason",
        "at",
    ),
    _kind(
        "acts-on-accounts",
        _("What you did about other accounts"),
        DECIDED,
        FOR_THE_RECORD,
        PersonAct,
        lambda person: PersonAct.objects.filter(by=person).exclude(person=person),
        "verb",
        "scope",
        "code",
        "reason",
        "at",
    ),
    _kind(
        "answers",
        _("Answers to what you sent"),
        DECIDED,
        FOR_THE_RECORD,
        Decision,
        _of(Decision, "submission__author"),
        "submission",
        "verb",
        "reason",
        "note",
        "at",
        "revision",
    ),
    _kind(
        "answers-to-claims",
        _("Answers to your claims"),
        DECIDED,
        FOR_THE_RECORD,
        ClaimDecision,
        _of(ClaimDecision, "claim__person"),
        "claim",
        "verb",
        "note",
        "at",
    ),
    _kind(
        "looked-at",
        _("Who looked at what is yours"),
        _("So that you know in what role it was opened; whose account that is stays with us."),
        "",
        Access,
        _of(Access, "about"),
        "role",
        "kind",
        "number",
        "at",
    ),
    _kind(
        "looks",
        _("What you opened of other people"),
        _("So that whoever looks at what is another’s answers for it."),
        "",
        Access,
        _of(Access, "by"),
        "role",
        "kind",
        "number",
        "at",
    ),
    _kind(
        "decisions",
        _("Decisions on contributions"),
        DECIDED,
        FOR_THE_RECORD,
        Decision,
        lambda person: Decision.objects.filter(by=person).exclude(submission__author=person),
        "verb",
        "reason",
        "note",
        "at",
        "revision",
    ),
    _kind(
        "decisions-on-profiles",
        _("Decisions on profiles"),
        DECIDED,
        FOR_THE_RECORD,
        ProfileDecision,
        _of(ProfileDecision, "by"),
        "verb",
        "actor__code",
        "reason",
        "note",
        "at",
        "revision",
    ),
    _kind(
        "decisions-on-claims",
        _("Decisions on claims"),
        DECIDED,
        FOR_THE_RECORD,
        ClaimDecision,
        _of(ClaimDecision, "by"),
        "verb",
        "proof",
        "note",
        "at",
    ),
    _kind(
        "decisions-on-writings",
        _("Decisions on stories, dossiers, uses"),
        DECIDED,
        FOR_THE_RECORD,
        WritingDecision,
        _of(WritingDecision, "by"),
        "verb",
        "reason",
        "note",
        "at",
        "revision",
    ),
    _kind(
        "recorded-consents",
        _("Consents of speakers that you recorded"),
        DECIDED,
        FOR_THE_RECORD,
        StoryConsent,
        _of(StoryConsent, "recorded_by"),
        "form",
        "given_on",
        "kept_by",
        "words",
        "recorded_at",
        "withdrawn_at",
    ),
    _kind(
        "removed-pictures",
        _("Pictures you took away"),
        DECIDED,
        FOR_THE_RECORD,
        PictureRemoval,
        _of(PictureRemoval, "by"),
        "actor",
        "reason",
        "at",
    ),
    _kind(
        "imports",
        _("Imports"),
        DECIDED,
        FOR_THE_RECORD,
        Import,
        _of(Import, "by"),
        "filename",
        "state",
        "rows",
        "begun_at",
        "published_at",
        "revision",
    ),
    _kind(
        "import-runs",
        _("Files of imports that you sent"),
        DECIDED,
        FOR_THE_RECORD,
        ImportRun,
        _of(ImportRun, "by"),
        "filename",
        "source",
        "licence",
        "state",
        "begun_at",
    ),
    _kind(
        "page-texts",
        _("Texts of pages that you worded"),
        DECIDED,
        FOR_THE_RECORD,
        PageText,
        _of(PageText, "by"),
        "key",
        "texts",
        "at",
    ),
    _kind(
        "administration",
        _("What you did in the administration"),
        DECIDED,
        FOR_THE_RECORD,
        LogEntry,
        _of(LogEntry, "user"),
        "action_time",
        "object_repr",
        "change_message",
    ),
)

# Models with a person or an address that are not told by themselves, and why.
ELSEWHERE = {
    Follower: "an address, told with what it follows",
}

# Kinds that whoever moderates or administers has, and nobody else.
OF_OFFICE = frozenset(
    {
        "administration",
        "decisions",
        "decisions-on-claims",
        "decisions-on-profiles",
        "decisions-on-writings",
        "import-runs",
        "imports",
        "looks",
        "moderation",
        "removed-pictures",
    }
)


def kept_of(person: Person) -> list[tuple[Kind, int]]:
    """Each kind with how many there are, those without any left out."""
    counted = ((kind, kind.rows(person).count()) for kind in KINDS)
    return [(kind, count) for kind, count in counted if count]
