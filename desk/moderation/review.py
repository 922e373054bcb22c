"""What a moderator looks at before she decides on one submission."""

from collections import defaultdict
from dataclasses import dataclass

from desk.duplicates import Candidate, candidates
from desk.models import Submission, SubmissionKind
from desk.plausibility import doubts
from desk.submissions import Change, Proposal, differences, proposed
from directory.records.facts import ActorFacts


@dataclass(frozen=True)
class Review:
    """`facts` are today's, none for a new profile; `doubted` maps a field to what is doubtful."""

    proposal: Proposal
    changes: list[Change]
    candidates: list[Candidate]
    doubted: dict[str, list[str]]

    @property
    def conflicted(self) -> list[str]:
        return [one.field for one in self.changes if one.conflicted]


def review(submission: Submission) -> Review:
    proposal = proposed(submission)
    changes = differences(submission, proposal)
    return Review(
        proposal=proposal,
        changes=changes,
        candidates=_candidates(submission, proposal.facts, changes),
        doubted=_doubted(submission, changes),
    )


def _candidates(submission, facts: ActorFacts, changes) -> list[Candidate]:
    """Asked for a new profile, and for a change of the name or of a number."""
    telling = any(one.field.startswith(("names", "registry")) for one in changes)
    if submission.kind != SubmissionKind.NEW_PROFILE and not telling:
        return []
    return candidates(
        facts.names.values(),
        commune=facts.place.commune,
        province=facts.place.province,
        registry=facts.registry,
        besides=submission.actor_id,
    )


def _doubted(submission, changes) -> dict[str, list[str]]:
    by_year = defaultdict(dict)
    for one in changes:
        if one.field.startswith("figures.") and one.proposed is not None:
            _figures, indicator, year = one.field.split(".")
            by_year[int(year)][indicator] = one.proposed
    found = defaultdict(list)
    for year, values in by_year.items():
        for doubt in doubts(values, year, submission.actor_id):
            found[f"figures.{doubt.indicator}.{year}"].append(doubt.words)
    return dict(found)
