"""What a submission would change: field by field, proposed against today's version.

A field is in conflict where somebody else changed it after the submission was begun: whoever
accepts then names it, and nothing is overwritten unseen.
"""

from dataclasses import dataclass
from decimal import Decimal

from desk.models import Submission
from desk.submissions import facts as fields
from desk.submissions import pictures
from desk.submissions.belonging import in_register, whole_of
from desk.submissions.proposal import EMPTY, Proposal, proposed, valid_form
from directory.models import Contact, Observation

# What stands beside a profile: no version holds it.
BESIDE = ("network", "programme", "figures", "contacts", "pictures")


@dataclass(frozen=True)
class Change:
    """One field: as it was when the submission was begun, as it is today, as it is proposed.

    `field` is as `desk.submissions.facts.flat` names it, `figures.<indicator>.<year>`,
    `network.<code>`, `programme.<code>`, or `contacts`, `pictures`; values are those of facts,
    Decimals, lists or the code it belongs to, None for nothing.
    """

    field: str
    begun: object
    today: object
    proposed: object

    @property
    def of_facts(self) -> bool:
        """Whether a version of the profile would say it."""
        return self.field.partition(".")[0] not in BESIDE

    @property
    def conflicted(self) -> bool:
        return self.begun != self.today


def differences(submission: Submission, proposal: Proposal | None = None) -> list[Change]:
    """Every field that would change today, in the order of the steps."""
    proposal = proposal or proposed(submission)
    standing = fields.standing(submission.actor_id) if submission.actor_id else None
    today = fields.flat(standing[1]) if standing else fields.flat(EMPTY)
    begun = fields.flat(proposal.base) if proposal.base else today
    found = [
        Change(field, begun.get(field), today.get(field), value)
        for field, value in proposal.changes.items()
        if value != today.get(field)
    ]
    found += _belonging(submission, proposal)
    found += _figures(submission, proposal)
    found += _contacts(submission, proposal)
    found += _pictures(submission, proposal)
    return found


def written(submission: Submission) -> list[Change]:
    """What was sent beside what it was begun from, whatever became of either since."""
    proposal = proposed(submission)
    begun = fields.flat(proposal.base) if proposal.base else fields.flat(EMPTY)
    told = [(field, begun.get(field), value) for field, value in proposal.changes.items()]
    told += [
        (f"{kind}.{code}", None if joins else code, code if joins else None)
        for (kind, code), joins in proposal.belonging.items()
    ]
    if form := valid_form(submission, "figures", proposal.base):
        year = form.told_year
        told += [(f"figures.{code}.{year}", None, value) for code, value in form.figures().items()]
    told += [
        (name, [], value)
        for name, value in (("contacts", proposal.contacts), ("pictures", proposal.pictures))
        if value
    ]
    return [Change(field, before, before, value) for field, before, value in told]


def _belonging(submission, proposal):
    """Only what is not so by now; what left the register is joined by nobody."""
    today = whole_of(submission.actor_id)
    for (kind, code), joins in proposal.belonging.items():
        stands = (kind, code) in today
        if stands != joins and (not joins or in_register(kind, code)):
            before, after = (None, code) if joins else (code, None)
            yield Change(f"{kind}.{code}", before, before, after)


def _figures(submission, proposal):
    """Declared figures only: what a registry or a verifier said stands beside them."""
    told = {}
    if submission.actor_id and proposal.figures:
        told = {
            (indicator, year): value
            for indicator, year, value in Observation.objects.current()
            .filter(actor__code=submission.actor_id, source_kind="declared")
            .values_list("indicator", "year", "value")
        }
    for (indicator, year), value in proposal.figures.items():
        stands: Decimal | None = told.get((indicator, year))
        if stands != value:
            yield Change(f"figures.{indicator}.{year}", stands, stands, value)


def _contacts(submission, proposal):
    if proposal.contacts is None:
        return
    columns = ("name", "role", "phone", "email", "is_public")
    standing = Contact.objects.filter(actor__code=submission.actor_id).order_by("pk")
    today = list(standing.values(*columns)) if submission.actor_id else []
    if today != proposal.contacts:
        yield Change("contacts", today, today, proposal.contacts)


def _pictures(submission, proposal):
    if proposal.pictures is None:
        return
    today = pictures.standing(submission.actor_id)
    if today != proposal.pictures:
        yield Change("pictures", today, today, proposal.pictures)
