"""What a moderator looks at before she decides on one submission."""

from dataclasses import dataclass
from decimal import Decimal

from desk.duplicates import Candidate
from desk.models import Submission
from desk.submissions import Change, Proposal, differences, proposed
from desk.submissions.signs import alike, doubted, given_before


@dataclass(frozen=True)
class Review:
    """`facts` are today's, none for a new profile; `doubted` maps a field to what is doubtful,
    `earlier` one of a figure to the last other year in the register and its value.
    """

    proposal: Proposal
    changes: list[Change]
    candidates: list[Candidate]
    doubted: dict[str, list[str]]
    earlier: dict[str, tuple[int, Decimal]]


def review(submission: Submission) -> Review:
    proposal = proposed(submission)
    changes = differences(submission, proposal)
    [earlier] = given_before([(submission.actor_id, changes)])
    return Review(
        proposal=proposal,
        changes=changes,
        candidates=alike(submission, proposal.facts, changes),
        doubted=doubted(submission, proposal.facts, changes),
        earlier=earlier,
    )
