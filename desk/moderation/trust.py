"""Trusted stewards: their small changes are public at once, and looked at afterwards."""

from django.db import transaction
from django.db.models.functions import Now

from desk import submissions
from desk.models import (
    Decision,
    Person,
    Stewardship,
    Submission,
    SubmissionKind,
    SubmissionState,
    Trust,
    Verb,
)
from desk.moderation import informing
from desk.submissions.refusals import Refused

# What a trusted steward changes alone. Who an organisation is, where, and since when, never.
SMALL = {"descriptions", "products", "website", "audiences", "contacts", "figures", "pictures"}


class NoSteward(Refused):
    """Only who keeps a profile is trusted with it."""


def stewardship_of(submission: Submission) -> Stewardship | None:
    """The sender's standing on the profile, if she has one."""
    if not submission.author_id or not submission.actor_id:
        return None
    return (
        Stewardship.objects.standing()
        .filter(person_id=submission.author_id)
        .on(submission.actor_id)
        .first()
    )


def trust_of(stewardship: Stewardship | None) -> Trust | None:
    return stewardship and Trust.objects.standing().filter(stewardship=stewardship).first()


def standing_on(code: str) -> dict[int, Trust]:
    """By number of the stewardship of a profile, who is trusted with it."""
    found = Trust.objects.standing().filter(stewardship__actor__code=code)
    return {one.stewardship_id: one for one in found.select_related("given_by")}


def codes_of(person: Person) -> set[str]:
    """Of the profiles a person keeps, those she is trusted with."""
    found = Trust.objects.standing().filter(stewardship__person=person)
    return set(found.values_list("stewardship__actor__code", flat=True))


def give(submission: Submission, *, by: Person) -> Trust:
    """Trust the sender with this profile. Raises NoSteward."""
    return give_to(stewardship_of(submission), by=by)


def give_to(held: Stewardship | None, *, by: Person) -> Trust:
    """Raises NoSteward where nobody keeps it so any more, or she would trust herself."""
    if held is None or held.person_id == by.pk:
        raise NoSteward
    return trust_of(held) or Trust.objects.create(stewardship=held, given_by=by)


def take_back(submission: Submission, *, by: Person) -> None:
    take_from(stewardship_of(submission), by=by)


def take_from(held: Stewardship | None, *, by: Person) -> None:
    Trust.objects.filter(stewardship=held, revoked_at=None).update(revoked_at=Now(), revoked_by=by)


def publish_at_once(submission: Submission) -> Submission:
    """A small change of a trusted steward is published, flagged for a later look; anything else
    waits as it did. Returns the submission as it is then.
    """
    if submission.kind != SubmissionKind.CHANGE or submission.state != SubmissionState.WAITING:
        return submission
    if trust_of(stewardship_of(submission)) is None:
        return submission
    changes = submissions.differences(submission)
    fields = {one.field.partition(".")[0] for one in changes}
    if not fields or fields - SMALL or submission.signs:
        return submission
    if any(one.conflicted for one in changes):
        return submission
    try:
        with transaction.atomic():
            done = submissions.accept(submission, by=None, role="steward", look_later=True)
            informing.accepted(done, None, informing.beside(changes))
    except Refused:
        return submission  # a moderator sees why
    return done


def looked_at(submission: Submission, *, by: Person) -> None:
    """What was published at once has been looked at, and stands."""
    with transaction.atomic():
        changed = Submission.objects.filter(pk=submission.pk, look_later=True).update(
            look_later=False
        )
        if changed:
            Decision.objects.create(submission=submission, verb=Verb.LOOK, by=by)
