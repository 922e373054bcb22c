"""What a moderator looks at before she decides on one submission."""

from dataclasses import dataclass

from desk.duplicates import Candidate
from desk.models import Submission
from desk.submissions import Change, Proposal, differences, proposed
from desk.submissions.signs import alike, doubted


@dataclass(frozen=True)
class Review:
    """`facts` are today's, none for a new profile; `doubted` maps a field to what is doubtful."""

    proposal: Proposal
    changes: list[Change]
    candidates: list[Candidate]
    doubted: dict[str, list[str]]


def review(submission: Submission) -> Review:
    proposal = proposed(submission)
    changes = differences(submission, proposal)
    return Review(
        proposal=proposal,
        changes=changes,
        candidates=alike(submission, proposal.facts, changes),
        doubted=doubted(submission, proposal.facts, changes),
    )
