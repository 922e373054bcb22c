"""Where people may be named outside the register: how each place is searched and emptied.

A place finds the numbers of its rows, and empties them; `LEFT` are those that only a person can
mend, so they are told. `ELSEWHERE` says of every other text why nobody is named there; a test walks
all models, so that a new text without its rule fails. Run as the owner: logs that the web only adds
to lose their words too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from desk import erasing
from desk.models import (
    Bouncing,
    Claim,
    ClaimDecision,
    Decision,
    Follower,
    ImportRow,
    ImportRun,
    Invitation,
    InvitationState,
    Mail,
    PageText,
    Person,
    PersonAct,
    PictureRemoval,
    ProfileDecision,
    ProposedContact,
    ProposedPicture,
    StewardAct,
    StoryConsent,
    Submission,
    SubmissionState,
    Writing,
    WritingDecision,
    WritingKind,
)
from desk.naming import Naming
from desk.privacy.texts import strings
from desk.submissions.forgetting import forget
from directory.models import ActorVersion, Contact, Picture, RevisionNote
from evidence.models import CitationUse, Dossier, DossierIssue, DossierPoint, OfficialFigure

ERASED = "…"  # where a note has to say something
CHUNK = 500
EVER = None

Find = Callable[[Naming, datetime | None], list[int]]


@dataclass(frozen=True)
class Place:
    """`find` gives numbers of rows, up to a time; `erase` takes them, and without it somebody has
    to look herself. `account`: it is emptied with an account, too.
    """

    name: str
    model: type[Model]
    columns: tuple[str, ...]
    find: Find
    erase: Callable[[list[int], Naming], object] | None = None
    account: bool = False


def naming_her(model: type[Model], *columns: str, of: str | Callable = "", dated: str = "") -> Find:
    """Finds the rows that name her in one of the columns. `of` is the way to the code of the
    profile that a row is of (or a condition, given codes): names count there; `dated` when it came.
    """

    def find(naming: Naming, until: datetime | None) -> list[int]:
        rows = model.objects.order_by("pk")
        if dated and until is not None:
            rows = rows.filter(**{f"{dated}__lte": until})
        found = []
        if naming.anywhere is not None:
            found += _scanned(rows, columns, naming.anywhere)
        if naming.names and of:
            within = of(naming.profiles) if callable(of) else Q(**{f"{of}__in": naming.profiles})
            found += _scanned(rows.filter(within), columns, naming)
        return list(dict.fromkeys(found))

    return find


def _scanned(rows, columns, naming) -> list[int]:
    found = {}
    for some in _chunks(rows.values_list("pk", *columns).iterator(chunk_size=CHUNK)):
        owners, texts = [], []
        for pk, *values in some:
            for text in strings(values):
                owners.append(pk)
                texts.append(text)
        hits = naming.found_in(texts)
        found |= dict.fromkeys(pk for pk, hit in zip(owners, hits, strict=True) if hit)
    return list(found)


def _chunks(rows: Iterable) -> Iterator[list]:
    rows = iter(rows)
    while some := list(islice(rows, CHUNK)):
        yield some


def deleted(model):
    return lambda numbers, naming: model.objects.filter(pk__in=numbers).delete()


def emptied(model, **values):
    return lambda numbers, naming: model.objects.filter(pk__in=numbers).update(**values)


def addressed(model: type[Model], column: str, dated: str) -> Find:
    """Finds the rows of which one column is her address."""

    def find(naming: Naming, until: datetime | None) -> list[int]:
        rows = model.objects.exclude(**{column: ""}).order_by("pk")
        if until is not None:
            rows = rows.filter(**{f"{dated}__lte": until})
        told = rows.values_list("pk", column).iterator(chunk_size=CHUNK)
        return list(dict.fromkeys(pk for pk, address in told if naming.is_address(address)))

    return find


# ---- places with ways of their own ---------------------------------------------------------------


def accounts(naming, until=EVER) -> list[int]:
    """Those whose address is hers; an administrator's is not erased so."""
    people = Person.objects.filter(erased_at=None, is_superuser=False).order_by("pk")
    if until is not None:
        people = people.filter(date_joined__lte=until)
    addresses = people.values_list("pk", "email", "emailaddress__email").iterator(chunk_size=CHUNK)
    hers = (pk for pk, *told in addresses if any(naming.is_address(each) for each in told))
    return list(dict.fromkeys(hers))


def erase_accounts(numbers, naming):
    for person in Person.objects.filter(pk__in=numbers):
        erasing.erase(person, quietly=True)


def forget_submissions(numbers, naming):
    forget(Submission.objects.filter(pk__in=numbers))


def forget_steps(numbers, naming):
    """What others typed loses the steps that name her, and says nothing of these things then."""
    for held in Submission.objects.filter(pk__in=numbers).select_for_update():
        hers = naming.on([held.actor_id])
        kept = {
            step: typed
            for step, typed in held.payload.items()
            if hers is not None and not hers.is_in(*strings(typed))
        }
        Submission.objects.filter(pk=held.pk).update(payload=kept)


def forget_writings(numbers, naming):
    """What was typed goes; a story that nobody sees any more is one that was withdrawn."""
    held = Writing.objects.filter(pk__in=numbers)
    held.filter(kind=WritingKind.STORY).exclude(state=SubmissionState.WITHDRAWN).update(
        state=SubmissionState.WITHDRAWN
    )
    held.update(payload={})


def drop_invitations(numbers, naming):
    waiting = Invitation.objects.filter(pk__in=numbers, state=InvitationState.OPEN)
    waiting.update(state=InvitationState.WITHDRAWN, address="")


def said_of_people(naming, until) -> list[int]:
    """Lines of the administration's log that call an account that is erased by its name."""
    gone = Person.objects.filter(Q(pk__in=accounts(naming, until)) | Q(erased_at__isnull=False))
    of_people = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Person),
        object_id__in=[str(pk) for pk in gone.values_list("pk", flat=True)],
    )
    return list(of_people.exclude(object_repr=ERASED).values_list("pk", flat=True))


def revisions_of(codes) -> Q:
    versions = ActorVersion.objects.filter(code__in=codes)
    return Q(revision__in=versions.values("opened")) | Q(revision__in=versions.values("closed"))


def _notes(name, model, column, of, dated="at", value=ERASED) -> Place:
    return Place(
        name,
        model,
        (column,),
        naming_her(model, column, of=of, dated=dated),
        emptied(model, **{column: value}),
    )


PLACES = [
    Place(
        "submissions-sent",
        Submission,
        ("email",),
        addressed(Submission, "email", "begun_at"),
        forget_submissions,
        account=True,
    ),
    Place(
        "writings-sent",
        Writing,
        ("email",),
        addressed(Writing, "email", "begun_at"),
        emptied(Writing, email="", origin=""),
        account=True,
    ),
    Place(
        "administration-log-of-people",
        LogEntry,
        ("object_repr", "change_message"),
        said_of_people,
        emptied(LogEntry, object_repr=ERASED, change_message=""),
        account=True,
    ),
    Place("accounts", Person, ("email", "name"), accounts, erase_accounts, account=True),
    Place(
        "mails",
        Mail,
        ("to", "subject", "text"),
        naming_her(Mail, "to", "subject", "text", dated="queued_at"),
        deleted(Mail),
        account=True,
    ),
    Place(
        "followers",
        Follower,
        ("address",),
        addressed(Follower, "address", "followings__begun_at"),
        deleted(Follower),
        account=True,
    ),
    Place(
        "refused-mails",
        Bouncing,
        ("address", "status"),
        addressed(Bouncing, "address", "noted_at"),
        deleted(Bouncing),
        account=True,
    ),
    Place(
        "invitations",
        Invitation,
        ("address",),
        addressed(Invitation, "address", "sent_at"),
        drop_invitations,
        account=True,
    ),
    Place(
        "contacts",
        Contact,
        ("name", "role", "phone", "email"),
        naming_her(Contact, "name", "role", "phone", "email", of="actor__code", dated="given_at"),
        deleted(Contact),
    ),
    Place(
        "proposed-contacts",
        ProposedContact,
        ("name", "role", "phone", "email"),
        naming_her(
            ProposedContact,
            "name",
            "role",
            "phone",
            "email",
            of="submission__actor__code",
            dated="submission__begun_at",
        ),
        deleted(ProposedContact),
    ),
    Place(
        "submissions",
        Submission,
        ("payload",),
        naming_her(Submission, "payload", of="actor__code", dated="begun_at"),
        forget_steps,
    ),
    Place(
        "writings",
        Writing,
        ("payload",),
        naming_her(Writing, "payload", of="actor__code", dated="begun_at"),
        forget_writings,
    ),
    Place(
        "story-consents",
        StoryConsent,
        ("words", "kept_by"),
        naming_her(
            StoryConsent, "words", "kept_by", of="writing__actor__code", dated="recorded_at"
        ),
        emptied(StoryConsent, words=ERASED, kept_by=ERASED),
    ),
    Place(
        "claims",
        Claim,
        ("contact", "words"),
        naming_her(Claim, "contact", "words", of="actor__code", dated="sent_at"),
        emptied(Claim, contact="", words=""),
    ),
    _notes("notes", Decision, "note", "submission__actor__code"),
    _notes("claim-notes", ClaimDecision, "note", "claim__actor__code"),
    _notes("writing-notes", WritingDecision, "note", "writing__actor__code"),
    _notes("notes-on-stewards", StewardAct, "note", "actor__code"),
    _notes(
        "notes-on-profiles",
        ProfileDecision,
        "note",
        lambda codes: Q(actor__code__in=codes) | Q(heir__code__in=codes),
        value="",
    ),
    _notes("removed-pictures", PictureRemoval, "reason", "actor"),
    Place(
        "acts-on-accounts",
        PersonAct,
        ("reason",),
        naming_her(PersonAct, "reason", dated="at"),
        emptied(PersonAct, reason=""),
    ),
    Place(
        "administration-log",
        LogEntry,
        ("object_repr", "change_message"),
        naming_her(LogEntry, "object_repr", "change_message", dated="action_time"),
        emptied(LogEntry, object_repr=ERASED, change_message=""),
    ),
    Place(
        "revision-notes",
        RevisionNote,
        ("text",),
        naming_her(RevisionNote, "text", of=revisions_of, dated="revision__recorded_at"),
        deleted(RevisionNote),
    ),
    Place(
        "import-rows",
        ImportRow,
        ("cells", "told", "problems", "candidates", "keys"),
        naming_her(
            ImportRow,
            "cells",
            "told",
            "problems",
            "candidates",
            of="actor",
            dated="parent__begun_at",
        ),
        deleted(ImportRow),
    ),
    Place(
        "pictures",
        Picture,
        ("alt",),
        naming_her(Picture, "alt", of="actor__code", dated="shown_at"),
        deleted(Picture),
    ),
    Place(
        "picture-credits",
        Picture,
        ("credit",),
        naming_her(Picture, "credit", of="actor__code", dated="shown_at"),
        emptied(Picture, credit=""),
    ),
    Place(
        "proposed-pictures",
        ProposedPicture,
        ("alt", "credit"),
        naming_her(
            ProposedPicture,
            "alt",
            "credit",
            of="submission__actor__code",
            dated="submission__begun_at",
        ),
        deleted(ProposedPicture),
    ),
]
# Written for ever by others under their names: somebody reads it, and hides it or writes it anew.
LEFT = [
    Place(name, model, columns, naming_her(model, *columns))
    for name, model, columns in (
        ("dossiers", Dossier, ("titles", "introductions", "occasions", "organisations")),
        ("dossier-points", DossierPoint, ("headings", "texts")),
        ("dossier-issues", DossierIssue, ("content",)),
        ("page-texts", PageText, ("texts",)),
        ("citation-uses", CitationUse, ("title", "who", "page", "address")),
        ("import-files", ImportRun, ("filename", "source", "refusal")),
        (
            "official-figures",
            OfficialFigure,
            ("names", "publisher", "notes", "source", "source_url"),
        ),
    )
]

REGISTER = "a record: redacted by desk.privacy.register"
WITH_ACCOUNT = "goes with the account (desk.erasing)"
DIGEST = "a keyed digest, or one of bytes"
WORDS = "words of our lists, and numbers"
PUBLIC = "of the state's and our reference sets: places and words, nobody's"
# Texts that are in no place above, by model or by one of its columns, and why.
ELSEWHERE = {
    "account": WITH_ACCOUNT,
    "mfa": WITH_ACCOUNT,
    "usersessions": WITH_ACCOUNT,
    "sessions": WITH_ACCOUNT,
    "procrastinate": "numbers of rows; forgotten when a job is old",
    "auth": WORDS,
    "contenttypes": WORDS,
    "gis": WORDS,
    "geodata": PUBLIC,
    "admin.LogEntry.object_id": "a number or a code",
    "desk.LoginAttempt": DIGEST + ", for a quarter of an hour",
    "desk.Person.password": WITH_ACCOUNT,
    "desk.Claim.region": "a code",
    "desk.ClaimDocument": DIGEST,
    "desk.Following.query": "a question by our words, and gone with who asked it",
    "desk.Following.origin": DIGEST,
    "desk.ImportSource": "an organisation, and how its columns read",
    "desk.Import": "the file's name and columns; its rows are a place",
    "desk.ImportRow.figures": WORDS,
    "desk.ImportRun.options": WORDS,
    "desk.ImportRun.licence": WORDS,
    "desk.Invitation.mark": DIGEST,
    "desk.Mail.kind": WORDS,
    "desk.Mail.html": "the other half of the same mail",
    "desk.Mail.unsubscribe": "a signed number",
    "desk.Mail.error": "what a server said of the mail, and gone with it",
    "desk.Submission.link": DIGEST,
    "desk.Submission.origin": DIGEST,
    "desk.Submission.region": "a code",
    "desk.Submission.named": "names of an organisation, out of its payload and gone with it",
    "desk.Submission.outline": "codes of fields, and numbers",
    "desk.ProposedPicture.key": DIGEST,
    "desk.ProposedPictureFile": DIGEST,
    "desk.PictureRemoval.key": DIGEST,
    "desk.Decision.reason": WORDS,
    "desk.ProfileDecision.reason": WORDS,
    "desk.WritingDecision.reason": WORDS,
    "desk.Consent.words": "our own sentence",
    "desk.Writing.origin": DIGEST,
    "desk.Erasure": "emptied by the base once the request is ended",
    "directory.Revision": "no person and no free text is in its bytes",
    "directory.RecordBytes": REGISTER,
    "directory.ActorVersion": REGISTER,
    "directory.ActorText": REGISTER,
    "directory.ProgrammeVersion": REGISTER,
    "directory.Membership": REGISTER,
    "directory.Observation": REGISTER,
    "directory.Word": "counted from what stands: words of emptied texts go",
    "directory.Beginning": "of these words",
    "directory.Picture.key": DIGEST,
    "directory.PictureFile": DIGEST,
    "directory.Seal.role": WORDS,
    "directory.Indicator": PUBLIC,
    "directory.Term": PUBLIC,
    "directory.Report": WORDS,
    "directory.ReportRollup": WORDS,
    "directory.ReportRollupDelta": WORDS,
    "directory.ReportRollupCheckpoint": WORDS,
    "directory.Rollup": WORDS,
    "directory.RollupDelta": WORDS,
    "directory.RollupCheckpoint": WORDS,
    "directory.Checkpoint": WORDS,
    "evidence.Citation": "codes, values and a question by our words: never rewritten",
    "evidence.Edition": "digests of files; an edition is made again after a redaction",
    "evidence.OfficialFigure": PUBLIC,
    "evidence.Story": REGISTER,
}
