"""What was decided together, looked at again and taken back together: each by a step of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from desk.models import Decision, Person, Submission
from desk.moderation.undoing import hindrance, last_of, undo
from desk.roles import Scopes
from desk.submissions.refusals import Refused


@dataclass(frozen=True)
class Line:
    """One decision of a batch, and why it cannot be taken back as things stand."""

    decision: Decision
    hindrance: Refused | None

    @property
    def submission(self) -> Submission:
        return self.decision.submission


def lines(batch: UUID, scopes: Scopes) -> list[Line]:
    """Those of a batch within a moderator's scopes, in the order of their decisions."""
    found = (
        Decision.objects.filter(batch=batch)
        .select_related("submission__assigned", "submission__revision", "submission__author", "by")
        .order_by("pk")
    )
    hers = [one for one in found if scopes.covers(one.submission)]
    last = last_of([one.submission for one in hers])
    return [Line(one, hindrance(one.submission, one, last.get(one.submission_id))) for one in hers]


def counts(batches: Collection[UUID]) -> dict[UUID, int]:
    """How many were decided together, by batch; one statement, none without batches."""
    if not batches:
        return {}
    found = Decision.objects.filter(batch__in=batches).values_list("batch")
    return dict(found.annotate(n=Count("pk")).order_by("batch"))


def undo_all(
    chosen: Collection[Line], *, by: Person, reason: str, note: str = ""
) -> tuple[int, int]:
    """Take back those that can be, each by a revision of its own: what stopped one stops no other.
    How many were, and how many could not be.
    """
    done = 0
    for one in chosen:
        try:
            undo(one.submission, by=by, reason=reason, note=note, decision=one.decision)
        except Refused:
            continue
        done += 1
    return done, len(chosen) - done
