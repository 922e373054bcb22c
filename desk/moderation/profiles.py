"""A profile in a moderator's hands: an earlier version restored, withdrawn, brought back, split.

Each is one revision with a reason, and one line in the desk's log with who decided. Whoever acts
names what she saw: what somebody published meanwhile is never overwritten unseen. Each is taken
back by another of them; nothing is rewritten.
"""

from django.db import transaction

from desk import roles
from desk.belonging import covers_profile
from desk.models import Person, ProfileDecision, ProfileVerb
from desk.moderation import informing
from desk.moderation.reasons import REASONS
from desk.submissions import facts as fields
from desk.submissions.refusals import ActorGone, NotPublishable, Refused, UnknownReason
from directory.models import Actor, ActorVersion, Contact, Ending, Observation, Revision
from directory.publishing import publish, split
from directory.publishing import withdraw as take_out
from directory.publishing.publish import take_lock
from directory.records.facts import ActorFacts
from directory.records.validate import InvalidFacts, Known, check, moroccan_today

ROLE = "moderator"


class ChangedMeanwhile(Refused):
    """Somebody published something of it since it was looked at."""


class NothingToRestore(Refused):
    """That version says what stands now."""


class NoSuchVersion(Refused):
    """The profile had no version of that revision."""


class WordsGone(Refused):
    """Its words were redacted: they are nowhere any more."""


class StandsAlready(Refused):
    """It neither left the register nor was merged: there is nothing to bring back."""


class KeepsIt(roles.NotAllowed):
    """She keeps the profile herself: what becomes of it somebody else decides."""


class OutOfScope(roles.NotAllowed):
    """She does not moderate where one of them stands; `code` says which."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def may_act(by: Person, *codes: str) -> None:
    """Raises OutOfScope, KeepsIt. An administrator may be alone, and acts on what she keeps too."""
    scopes = roles.scopes_of(by)
    for code in codes:
        if not covers_profile(scopes, code):
            raise OutOfScope(code)
        if roles.may_edit(by, code) and not roles.is_administrator(by):
            raise KeepsIt


def version_of(code: str, number: int) -> ActorFacts:
    """The facts a profile got by a revision. Raises NoSuchVersion, WordsGone."""
    found = ActorVersion.objects.filter(code=code, opened=number).first()
    if found is None:
        raise NoSuchVersion
    facts = fields.read(found.digest)
    if facts is None:
        raise WordsGone
    return facts


def figures_since(code: str, revision: int) -> list[Revision]:
    """Revisions after one that changed figures of a profile, the latest first."""
    its = Observation.objects.filter(actor__code=code)
    numbers = {
        *its.filter(opened__gt=revision).values_list("opened", flat=True),
        *its.filter(closed__gt=revision).values_list("closed", flat=True),
    }
    return list(Revision.objects.without_bytes().filter(number__in=numbers).order_by("-number"))


def ending_of(code: str) -> Ending | None:
    """How a profile left the register; None where it stands."""
    found = Ending.objects.current().filter(actor__code=code)
    return found.select_related("heir").first()


def restore(
    code: str, number: int, *, by: Person, reason: str, seen: bytes, note: str = ""
) -> Revision:
    """Let the version that a revision opened stand again. `seen`: the digest of today's version.

    Raises NotAllowed, NoSuchVersion, WordsGone, ActorGone, ChangedMeanwhile, NothingToRestore,
    NotPublishable.
    """
    reasoned(ProfileVerb.RESTORE, reason)
    may_act(by, code)
    wanted = version_of(code, number)
    with transaction.atomic():
        take_lock()
        standing = _standing(code, seen)
        if wanted.payload() == standing.payload():
            raise NothingToRestore
        publishable(wanted)
        revision = publish(kind="restore", role=ROLE, reason=reason, opened=[wanted], closed=[seen])
        log(ProfileVerb.RESTORE, code, by, reason, note, revision, restored=number)
    return revision


def withdraw(code: str, *, by: Person, reason: str, seen: bytes, note: str = "") -> Revision:
    """Take it out of the register; its page says so from then on, and its past stays readable.

    Raises NotAllowed, ActorGone, ChangedMeanwhile.
    """
    reasoned(ProfileVerb.WITHDRAW, reason)
    may_act(by, code)
    with transaction.atomic():
        take_lock()
        _unchanged(code, seen)
        revision = take_out([code], role=ROLE, reason=reason)
        log(ProfileVerb.WITHDRAW, code, by, reason, note, revision)
    return revision


def bring_back(code: str, *, by: Person, reason: str, seen: bytes, note: str = "") -> Revision:
    """Let one that was withdrawn stand again, or part what was merged. `seen`: its ending's digest.

    Raises NotAllowed, StandsAlready, ChangedMeanwhile, WordsGone.
    """
    with transaction.atomic():
        take_lock()
        ending = ending_of(code)
        if ending is None:
            raise StandsAlready
        if bytes(ending.digest) != seen:
            raise ChangedMeanwhile
        merged = ending.heir is not None
        verb = ProfileVerb.SPLIT if merged else ProfileVerb.RETURN
        reasoned(verb, reason)
        may_act(by, code, *([ending.heir.code] if merged else []))
        last = ActorVersion.objects.filter(code=code).latest("opened")
        if last.redacted:
            raise WordsGone
        # As it stood when it left, whatever vocabularies say since: nothing is said anew.
        revision = split(code, role=ROLE, reason=reason)
        if merged:
            _contacts_go_back(ending)
        log(verb, code, by, reason, note, revision, heir=ending.heir)
    return revision


# ---- what all of them share ----------------------------------------------------------------------


def reasoned(verb: ProfileVerb, reason: str) -> None:
    """Raises UnknownReason."""
    if reason not in REASONS[verb]:
        raise UnknownReason(reason)


def publishable(facts: ActorFacts) -> None:
    """Raises NotPublishable: vocabularies and territories may have changed since."""
    try:
        check(facts, Known(), today=moroccan_today())
    except InvalidFacts as error:
        raise NotPublishable(error.problems) from error


def log(verb, code, by, reason, note, revision, **more) -> ProfileDecision:
    decision = ProfileDecision.objects.create(
        actor=Actor.objects.get(code=code),
        verb=verb,
        by=by,
        reason=reason,
        note=note.strip(),
        revision=revision,
        **more,
    )
    informing.decided(decision)
    return decision


def _unchanged(code, seen):
    version = ActorVersion.objects.current().filter(code=code).only("digest").first()
    if version is None:
        raise ActorGone(code)
    if bytes(version.digest) != seen:
        raise ChangedMeanwhile


def _standing(code, seen) -> ActorFacts | None:
    _unchanged(code, seen)
    facts = fields.read(seen)
    if facts is None:
        raise WordsGone
    return facts


def _contacts_go_back(ending):
    """Contacts that came along by the merger go again; those of the one that went never left it."""
    merged = ProfileDecision.objects.filter(
        verb=ProfileVerb.MERGE, revision=ending.opened, actor=ending.actor_id
    ).first()
    if merged:
        Contact.objects.filter(actor=ending.heir, pk__in=merged.contacts).delete()
