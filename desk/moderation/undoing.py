"""Taking a decision back: by a new revision that says what the register said before.

Nothing is rewritten. Contacts and pictures are of now only: those a decision replaced do not come
back.
"""

from django.db import transaction
from django.db.models.functions import Now

from desk import submissions
from desk.models import (
    Person,
    ProfileDecision,
    Revocation,
    Stewardship,
    Submission,
    SubmissionKind,
    SubmissionState,
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


class ChangedSince(Refused):
    """The profile was changed after the decision: another change mends it, not a step back."""


def undo(
    submission: Submission, *, by: Person, reason: str, note: str = "", role: str = "moderator"
) -> Submission:
    """Let a submission wait again that was decided, or whose sender was asked; what it published is
    taken back by a revision.

    Raises WrongState, UnknownReason, ChangedSince.
    """
    with transaction.atomic():
        held = locked(submission, *TAKEN_BACK)
        if held.state == SubmissionState.ACCEPTED and held.revision_id:
            _take_back(held, by, role)
            pictures.hide(held)
            if held.kind != SubmissionKind.NEW_PROFILE and held.revision.kind != RevisionKind.MERGE:
                informing.taken_back(held.actor_id, by, reason)
        again = submissions.reopen(held, by=by, reason=reason, note=note)
        if again.kind == SubmissionKind.NEW_PROFILE:
            # Its code stays withdrawn for ever: accepted again, it is entered under another.
            again.actor = None
            again.save(update_fields=["actor"])
        return again


def _take_back(held, by, role):
    code, number = held.actor_id, held.revision.number
    if held.revision.kind == RevisionKind.MERGE:
        _split(number, by)
        return
    version = ActorVersion.objects.current().filter(code=code).first()
    if held.kind == SubmissionKind.NEW_PROFILE:
        if version is None or version.opened != number:
            raise ChangedSince
        Contact.objects.filter(actor__code=code).delete()
        _no_longer_kept(code, by)
        withdraw([code], role=role, reason=REASON)
        return
    opened, closed = _version(code, number, version)
    given, taken = _figures(code, number)
    back, gone = _memberships(code, number)
    opened, closed = opened + given + back, closed + taken + gone
    if opened or closed:
        publish(kind="restore", role=role, reason=REASON, opened=opened, closed=closed)


def _split(number, by):
    """A report that two are one led to a merger: they are parted."""
    merged = ProfileDecision.objects.select_related("actor").get(revision=number)
    ending = profiles.ending_of(merged.actor.code)
    if ending is None or ending.opened != number:
        raise ChangedSince
    profiles.bring_back(
        merged.actor.code, by=by, reason="mistaken-merger", seen=bytes(ending.digest)
    )


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
