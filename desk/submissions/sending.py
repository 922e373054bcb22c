"""What whoever writes a submission does with it: begin, save a step, send, take back."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from desk import waits
from desk.forms.profile.belonging import NETWORK, PROGRAMME
from desk.forms.profile.contacts import PEOPLE
from desk.models import (
    Consent,
    ConsentSubject,
    Decision,
    Person,
    ProposedContact,
    Submission,
    SubmissionKind,
    SubmissionState,
    Verb,
)
from desk.submissions import facts as fields
from desk.submissions import links, pictures, telling
from desk.submissions.belonging import named_in, whole_of
from desk.submissions.difference import differences
from desk.submissions.locked import WRITABLE, locked
from desk.submissions.outline import outline
from desk.submissions.proposal import base_of, proposed
from desk.submissions.refusals import (
    ActorGone,
    NoConsent,
    NothingToAccept,
    TooManyBegun,
    Unfinished,
)
from desk.submissions.signs import folded, signs
from desk.submissions.steps import unfinished

WAYS = ("phone", "email")
WINDOW = timedelta(hours=1)
MAILED_MOST = 3  # a link is no way to fill a stranger's box
FROM_ONE_ADDRESS = 40  # a telephone network or a cybercafé is one address to us


def begin(
    kind: str,
    *,
    language: str,
    actor: str | None = None,
    subject: str = "",
    author: Person | None = None,
    address: str = "",
    secret: str = "",
) -> tuple[Submission, str]:
    """Begin a draft; it and the secret of its link, which is told here and never again.

    `actor` is the code of the profile to change or report, `address` the network address it comes
    from, `secret` that of its link where it is not left to chance. Raises ActorGone, TooManyBegun.
    """
    origin = origin_of(address)
    with transaction.atomic():
        if too_many_from(origin, Submission):
            raise TooManyBegun
        base = None
        if actor is not None:
            # A change may name anew what a redaction left nameless; nothing else is said of it.
            known = fields.standing if kind == SubmissionKind.CHANGE else fields.current
            standing = known(actor)
            if standing is None:
                raise ActorGone(actor)
            base = standing[0]
        secret = secret or links.mint()
        made = Submission.objects.create(
            kind=kind,
            link=links.digest(secret),
            language=language,
            actor_id=actor,
            base=base,
            subject=subject,
            author=author,
            origin=origin,
        )
    return made, secret


def origin_of(address: str) -> str:
    """A keyed digest: tells one address from another, and nobody's."""
    return address and salted_hmac("desk.submissions", address, algorithm="sha256").hexdigest()


def too_many_from(origin: str, kind: type[Model]) -> bool:
    """Whether so much of one kind was begun lately from one address that it has to pause."""
    if not origin:
        return False
    recent = kind.objects.filter(origin=origin, begun_at__gt=Now() - WINDOW)
    return recent.count() >= FROM_ONE_ADDRESS


def save_step(submission: Submission, step: str, typed: dict) -> Submission:
    """Keep what was typed in one step, right or wrong. Raises WrongState."""
    with transaction.atomic():
        held = locked(submission, *WRITABLE)
        if step == "contacts":
            typed = _keep_contacts(held, typed)
        held.payload = held.payload | {step: typed}
        held.saved_at = Now()
        held.save(update_fields=["payload", "saved_at"])
    held.refresh_from_db()
    return held


def _keep_contacts(submission, typed) -> dict:
    """People go to a table of their own, to be erased with them; the rest is returned."""
    rest = dict(typed)
    people = []
    for at in range(PEOPLE):
        told = {
            name: str(rest.pop(f"{name}_{at}", "")) for name in ("name", "role", "phone", "email")
        }
        public = {f"{way}_public": bool(rest.pop(f"public_{way}_{at}", "")) for way in WAYS}
        if any(told.values()) or any(public.values()):
            people.append(ProposedContact(submission=submission, position=at, **public, **told))
    submission.contacts.all().delete()
    ProposedContact.objects.bulk_create(people)
    return rest


def submit(
    submission: Submission,
    *,
    consents: dict[str, str],
    email: str = "",
    author: Person | None = None,
    secret: str = "",
) -> Submission:
    """Send it to the moderators.

    `consents` maps what was agreed to (`licence`, `contacts`, `pictures`) to the words agreed to;
    `secret` is that of its link, for the mail that tells it.

    Raises WrongState, Unfinished, NoConsent, NothingToAccept (a change that changes nothing).
    """
    with transaction.atomic():
        held = locked(submission, *WRITABLE)
        report = held.kind == SubmissionKind.REPORT
        proposal = proposed(held)
        if not report:
            if lacking := unfinished(held, base_of(held)):
                raise Unfinished(lacking)
            if not consents.get(ConsentSubject.LICENCE):
                raise NoConsent(ConsentSubject.LICENCE)
            public = any(one["is_public"] for one in proposal.contacts or ())
            if public and not consents.get(ConsentSubject.CONTACTS):
                raise NoConsent(ConsentSubject.CONTACTS)
            new = pictures.not_standing(proposal.pictures or [], held.actor_id)
            if new and not consents.get(ConsentSubject.PICTURES):
                raise NoConsent(ConsentSubject.PICTURES)
            changes = differences(held, proposal)
            if not changes:
                raise NothingToAccept
            if held.kind == SubmissionKind.NEW_PROFILE:
                held.named = folded(proposal.facts.names.values())
            held.signs = signs(held, proposal.facts, changes)
            if held.kind == SubmissionKind.CHANGE:
                held.outline = outline(changes)
        held.author = author or held.author
        held.email = email or held.email
        Consent.objects.bulk_create(
            Consent(
                submission=held,
                person=held.author,
                subject=subject,
                words=words,
                language=held.language,
            )
            for subject, words in consents.items()
            if words
        )
        place = proposal.facts.place
        held.region, held.province = place.region or "", place.province or ""
        whole = whole_of(held.actor_id) | proposal.belonging.keys()
        held.networks, held.programmes = (named_in(whole, one) for one in (NETWORK, PROGRAMME))
        held.state = SubmissionState.WAITING
        held.submitted_at = Now()
        held.consented_at = None if report else Now()
        held.save()
        Decision.objects.create(submission=held, verb=Verb.SUBMIT, by=held.author)
        if secret:
            telling.came(held, secret)
    held.refresh_from_db()
    return held


def report(typed: dict, *, secret: str, email: str = "", author: Person | None = None, **begun):
    """Begin and send a report: once, however often its form comes with the same secret.

    `begun` is what `begin` asks of it. Raises ActorGone, TooManyBegun.
    """
    if Submission.objects.filter(link=links.digest(secret)).exists():
        return
    try:
        with transaction.atomic():
            made, _ = begin(SubmissionKind.REPORT, secret=secret, author=author, **begun)
            save_step(made, "report", typed)
            submit(made, consents={}, email=email, author=author, secret=secret)
    except IntegrityError:
        links.find(secret)  # it came twice at the same moment


def usual_wait() -> timedelta | None:
    """How long one waits for a decision on what was sent; None where too few were taken."""
    ended = Submission.objects.filter(decided_at__isnull=False, submitted_at__isnull=False)
    last = ended.filter(state__in=[SubmissionState.ACCEPTED, SubmissionState.REFUSED])
    return waits.usual(last.order_by("-decided_at").values_list("submitted_at", "decided_at"))


def take_up(submission: Submission, *, by: Person | None = None) -> Submission:
    """Let its sender go on writing what still waits: nobody decides on it until it is sent again.

    Raises WrongState.
    """
    with transaction.atomic():
        held = locked(submission, SubmissionState.WAITING)
        held.state, held.saved_at = SubmissionState.DRAFT, Now()
        held.save(update_fields=["state", "saved_at"])
        Decision.objects.create(submission=held, verb=Verb.MEND, by=by)
    held.refresh_from_db()
    return held


def withdraw(submission: Submission, *, by: Person | None = None) -> Submission:
    """Take it back before it is decided. Raises WrongState."""
    with transaction.atomic():
        held = locked(submission, *WRITABLE, SubmissionState.WAITING)
        held.state = SubmissionState.WITHDRAWN
        held.save(update_fields=["state"])
        Decision.objects.create(submission=held, verb=Verb.WITHDRAW, by=by)
    return held


def adopt(submission: Submission, person: Person) -> Submission:
    """Whoever has the link of something without an author keeps it under her account."""
    with transaction.atomic():
        held = locked(submission, *WRITABLE, SubmissionState.WAITING)
        if held.author_id is None:
            held.author = person
            held.save(update_fields=["author"])
    return held


def mail_link(submission: Submission, secret: str, address: str) -> bool:
    """Mail the link of a draft to its writer; False once it was mailed so often that she has it."""
    with transaction.atomic():
        held = locked(submission, *WRITABLE)
        times = held.payload.get("mailed", 0)
        if times >= MAILED_MOST:
            return False
        held.payload = held.payload | {"mailed": times + 1}
        held.save(update_fields=["payload"])
        telling.kept(held, secret, address)
    return True
