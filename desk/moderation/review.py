"""What a moderator looks at before she decides on one submission."""

from dataclasses import dataclass
from decimal import Decimal

from desk.duplicates import Candidate
from desk.models import Submission
from desk.submissions import Change, Proposal, differences, proposed
from desk.submissions.signs import alike, doubted, given_before, said_of, signs


@dataclass(frozen=True)
class Review:
    """`doubted` maps a field to what is doubtful; `signs` are those of today, not of its sending;
    `earlier` maps a field of a figure to the last other year in the register and its value.
    """

    proposal: Proposal
    changes: list[Change]
    candidates: list[Candidate]
    doubted: dict[str, list[str]]
    signs: list[str]
    earlier: dict[str, tuple[int, Decimal]]


def review(submission: Submission) -> Review:
    proposal = proposed(submission)
    changes = differences(submission, proposal)
    told = (submission, proposal.facts, changes)
    said = said_of([(submission, changes)])
    candidates, doubts = alike(*told), doubted(*told, said)
    found = signs(*told, is_alike=bool(candidates), is_unusual=bool(doubts))
    earlier = given_before(submission, changes, said)
    return Review(proposal, changes, candidates, doubts, found, earlier)
