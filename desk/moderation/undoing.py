"""Taking a decision back: by a new revision that says what the register said before.

Nothing is rewritten. Contacts and pictures are of now only: those a decision replaced do not come
back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now

from desk import submissions
from desk.models import (
    Decision,
    Person,
    ProfileDecision,
    Revocation,
    Stewardship,
    Submission,
    SubmissionKind,
    SubmissionState,
    Verb,
)
from desk.moderation import informing, profiles
from desk.submissions import facts as fields
from desk.submissions import pictures
from desk.submissions.deciding import TAKEN_BACK
from desk.submissions.locked import locked
from desk.submissions.refusals import Refused
from directory.models import ActorVersion, Contact, Membership, Observation
from directory.models.revisions import RevisionKind
from directory.publishing import publish, withdraw
from directory.records.facts import MembershipFacts, ObservationFacts
from directory.records.stored import facts_behind

REASON = "undone"
DECIDING = (Verb.ACCEPT, Verb.REFUSE, Verb.ASK_BACK, Verb.REOPEN)


class ChangedSince(Refused):
    """The profile was changed after the decision: another change mends it, not a step back."""


class DecidedSince(Refused):
    """It was taken back, or decided anew: what is asked to be taken back stands no more."""


def undo(
    submission: Submission,
    *,
    by: Person,
    reason: str,
    note: str = "",
    role: str = "moderator",
    decision: Decision | None = None,
) -> Submission:
    """Let a submission wait again that was decided, or whose sender was asked; what it published is
    taken back by a revision. `decision` is the one that is meant, where it must be that one.

    Raises WrongState, UnknownReason, ChangedSince, DecidedSince.
    """
    with transaction.atomic():
        held = locked(submission, *TAKEN_BACK)
        if decision is not None and last_of([held]).get(held.pk) != decision.pk:
            raise DecidedSince
        if _published(held):
            _take_back(held, by, role)
        if held.state == SubmissionState.ACCEPTED and held.revision_id:
            pictures.hide(held)
            if held.kind != SubmissionKind.NEW_PROFILE and held.revision.kind != RevisionKind.MERGE:
                informing.taken_back(held.actor_id, by, reason)
        again = submissions.reopen(held, by=by, reason=reason, note=note)
        if again.kind == SubmissionKind.NEW_PROFILE:
            # Its code stays withdrawn for ever: accepted again, it is entered under another.
            again.actor = None
            again.save(update_fields=["actor"])
        return again


def hindrance(held: Submission, decision: Decision, last: int | None) -> Refused | None:
    """Why a decision cannot be taken back as things stand; None where it can. `last` is the number
    of the last decision on it.
    """
    if last != decision.pk:
        return DecidedSince()
    try:
        if _published(held):
            _step_back(held)
    except ChangedSince as error:
        return error
    return None


def last_of(several: Iterable[Submission]) -> dict[int, int]:
    """Numbers of submissions to that of the last decision on each: only that one is taken back."""
    found = Decision.objects.filter(submission__in=list(several), verb__in=DECIDING)
    return dict(found.order_by("pk").values_list("submission_id", "pk"))


def _published(held) -> bool:
    """Whether its acceptance made a revision: contacts and pictures alone stand beside one, which
    is somebody else's.
    """
    if held.state != SubmissionState.ACCEPTED or not held.revision_id:
        return False
    return held.decisions.filter(verb=Verb.ACCEPT).latest("pk").revision_id is not None


@dataclass(frozen=True)
class Step:
    """What is published to take a decision back."""

    opened: list
    closed: list[bytes]


def _take_back(held, by, role):
    step = _step_back(held)
    if held.revision.kind == RevisionKind.MERGE:
        _split(held.revision.number, by)
    elif held.kind == SubmissionKind.NEW_PROFILE:
        Contact.objects.filter(actor__code=held.actor_id).delete()
        _no_longer_kept(held.actor_id, by)
        withdraw([held.actor_id], role=role, reason=REASON)
    elif step.opened or step.closed:
        publish(kind="restore", role=role, reason=REASON, opened=step.opened, closed=step.closed)


def _step_back(held) -> Step:
    """Raises ChangedSince where somebody changed since what it changed."""
    code, number = held.actor_id, held.revision.number
    if held.revision.kind == RevisionKind.MERGE:
        merged = _merged(number)
        ending = profiles.ending_of(merged.actor.code)
        if ending is None or ending.opened != number:
            raise ChangedSince
        return Step([], [])
    version = ActorVersion.objects.current().filter(code=code).first()
    if held.kind == SubmissionKind.NEW_PROFILE:
        if version is None or version.opened != number:
            raise ChangedSince
        return Step([], [])
    opened, closed = _version(code, number, version)
    given, taken = _figures(code, number)
    back, gone = _memberships(code, number)
    return Step(opened + given + back, closed + taken + gone)


def _merged(number) -> ProfileDecision:
    return ProfileDecision.objects.select_related("actor").get(revision=number)


def _split(number, by):
    """A report that two are one led to a merger: they are parted."""
    code = _merged(number).actor.code
    seen = bytes(profiles.ending_of(code).digest)
    profiles.bring_back(code, by=by, reason="mistaken-merger", seen=seen)


def _no_longer_kept(code, by):
    """Who registered it got it by the same decision."""
    Stewardship.objects.standing().on(code).update(
        revoked_at=Now(), revoked_by=by, revocation=Revocation.MODERATED
    )


def _version(code, number, version):
    """The facts before the decision, and the digest of those it opened."""
    before = ActorVersion.objects.filter(code=code, closed=number).first()
    if before is None:
        return [], []  # it changed no fact of the profile
    facts = fields.read(before.digest)
    if version is None or version.opened != number or facts is None:
        raise ChangedSince
    return [facts], [bytes(version.digest)]


def _turned(of_it, number, kind):
    """Facts of what it closed, and what it opened, unless somebody closed some of that since."""
    opened = of_it.filter(opened=number)
    if opened.filter(closed__isnull=False).exists():
        raise ChangedSince
    digests = of_it.filter(closed=number).values("digest")
    return list(facts_behind(kind, digests).values()), opened


def _memberships(code, number):
    """Facts of the memberships it closed, digests of those it opened."""
    of_it = Membership.objects.filter(member__code=code)
    back, opened = _turned(of_it, number, MembershipFacts)
    return back, [bytes(one) for one in opened.values_list("digest", flat=True)]


def _figures(code, number):
    """Facts of the figures it closed, digests of those it opened and nobody changed since."""
    of_it = Observation.objects.filter(actor__code=code)
    given, opened = _turned(of_it, number, ObservationFacts)
    kept = {facts.key[1:] for facts in given}
    taken = [
        bytes(one.digest)
        for one in opened
        if (one.indicator, one.year, one.source_kind) not in kept
    ]
    return given, taken
