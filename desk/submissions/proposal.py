"""What a submission proposes, read from what was typed: facts, figures, contacts."""

from dataclasses import dataclass, field
from decimal import Decimal

from desk.forms.profile.belonging import Whole
from desk.forms.profile.step import StepForm
from desk.models import ReportSubject, Submission, SubmissionKind
from desk.submissions import facts as fields
from desk.submissions import finding, pictures
from desk.submissions.steps import FORMS, form_of
from directory.models import Observation
from directory.records.facts import ActorFacts
from directory.selectors.pictures import PictureTold


@dataclass(frozen=True)
class Proposal:
    """`base` are the facts it was begun from, what is left of them where a redacted version stands;
    none for a new profile, or once they were redacted.

    `facts` are those facts with the changes; `figures` maps (indicator, year) to the value given,
    None where a figure that stands is taken back; `contacts` are all there shall be, None where
    they are not spoken of; and so are `pictures`. `belonging` says which networks and programmes it
    joins, and which it is no longer part of.
    """

    base: ActorFacts | None
    facts: ActorFacts
    figures: dict[tuple[str, int], Decimal | None] = field(default_factory=dict)
    contacts: list[dict] | None = None
    pictures: list[PictureTold] | None = None
    belonging: dict[Whole, bool] = field(default_factory=dict)

    @property
    def changes(self) -> dict:
        """Field to the value proposed, where it differs from what it was begun from."""
        before = fields.flat(self.base) if self.base else fields.flat(EMPTY)
        after = fields.flat(self.facts)
        return {
            name: after.get(name)
            for name in [*after, *(name for name in before if name not in after)]
            if after.get(name) != before.get(name)
        }


# What nobody has said anything of. A legal form is always said, so none counts as unsaid here.
EMPTY = ActorFacts(code="", names={}, legal_form="", kind="")


def base_of(submission: Submission) -> ActorFacts | None:
    return fields.begun_from(submission.base) if submission.base is not None else None


def proposed(submission: Submission) -> Proposal:
    """What is proposed, of the steps that are valid; those that are not propose nothing."""
    if submission.kind == SubmissionKind.REPORT:
        return _reported(submission)
    base = base_of(submission)
    changes, figures, contacts, shown, belonging = {}, {}, None, None, {}
    for step in FORMS:
        form = valid_form(submission, step, base)
        if form is None:
            continue
        changes |= form.changes()
        if step == "activity":
            belonging = form.belonging()
        if step == "contacts":
            contacts = form.contacts()
        if step == "figures":
            figures = _figures(submission, form)
        if step == pictures.STEP:
            shown = pictures.proposed(submission)
    start = base or ActorFacts(code=submission.actor_id or "", names={}, kind="operator")
    return Proposal(base, start.but(**changes), figures, contacts, shown, belonging)


def valid_form(submission: Submission, step: str, base: ActorFacts | None) -> StepForm | None:
    """The form of a step as it was saved; None where it was not, or cannot be so."""
    if step not in submission.payload:
        return None
    form = form_of(submission, step, base)
    return form if form.is_valid() else None


def _figures(submission, form) -> dict:
    year = form.told_year
    told = {(indicator, year): value for indicator, value in form.figures().items()}
    if submission.actor_id is None:
        return told
    standing = Observation.objects.current().filter(
        actor__code=submission.actor_id,
        year=year,
        source_kind="declared",
        indicator__in=form.indicators,
    )
    for indicator, value in standing.values_list("indicator", "value"):
        if (indicator, year) not in told:
            told[indicator, year] = None
        elif told[indicator, year] == value:
            del told[indicator, year]
    return told


def _reported(submission) -> Proposal:
    """A report proposes little: that it closed, in the year told or since the day a moderator found
    out; or where it went, once a moderator said so.
    """
    base = base_of(submission)
    told, found = submission.payload.get("report") or {}, submission.payload.get(finding.STEP) or {}
    changes = {}
    if submission.subject == ReportSubject.CLOSED:
        form = finding.ClosedForm({"closed": found.get("closed") or told.get("year", "")})
        changes = {"closed": form.cleaned_data["closed"]} if form.is_valid() else {}
    if submission.subject == ReportSubject.MOVED and "place" in found:
        form = FORMS["place"](found["place"], base=base)
        changes = form.changes() if form.is_valid() else {}
    return Proposal(base, (base or EMPTY).but(**changes))
