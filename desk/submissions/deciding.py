"""What moderators do with a submission: ask back, accept, refuse, open again, assign.

Accepting is the only way from the desk to the register; it goes through `publish()`. Rows are
locked in the order of their numbers, then the register: two moderators never wait for each other
in a circle, and the second finds that the first has decided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from desk import roles
from desk.models import (
    Decision,
    Ground,
    Person,
    StewardRole,
    Stewardship,
    Submission,
    SubmissionKind,
    SubmissionState,
    Verb,
)
from desk.submissions import facts as fields
from desk.submissions import pictures
from desk.submissions.belonging import is_belonging, memberships
from desk.submissions.difference import differences
from desk.submissions.locked import locked
from desk.submissions.proposal import Proposal, proposed
from desk.submissions.reasons import REASONS, REOPENED
from desk.submissions.refusals import (
    ActorGone,
    Conflicted,
    LacksFields,
    MissingNote,
    NothingToAccept,
    NotPublishable,
    UnknownReason,
)
from directory.models import Actor, Contact, Indicator, Observation, Revision
from directory.publishing import StaleRecord, publish
from directory.publishing.identities import new_actors
from directory.records.facts import ActorFacts, MembershipFacts, ObservationFacts
from directory.records.figures import check_figures
from directory.records.validate import InvalidFacts, Known, check, moroccan_today
from directory.vocabulary import is_demonstration

STEWARD = "Declared by its steward"
READER = "Suggested by a reader, accepted by a moderator"
REGISTERED = "Declared by who registered it"
NEEDED = ("names", "legal_form", "place")  # without these there is no profile
TAKEN_BACK = (SubmissionState.ACCEPTED, SubmissionState.REFUSED, SubmissionState.ASKED_BACK)
TRIES = 3  # somebody else may publish the same profile between reading and the lock


@dataclass(frozen=True)
class Prepared:
    """What accepting one submission would publish, and what becomes of its contacts and
    its pictures.
    """

    submission: Submission
    code: str
    fields: list[str]
    opened: list
    closed: list[bytes]
    contacts: list[dict] | None
    shows_pictures: bool


def ask_back(submission: Submission, *, by: Person | None, note: str) -> Submission:
    """Ask whoever sent it, in words she reads by her link. Raises WrongState, MissingNote."""
    if not note.strip():
        raise MissingNote
    with transaction.atomic():
        held = locked(submission, SubmissionState.WAITING)
        held.state = SubmissionState.ASKED_BACK
        held.save(update_fields=["state"])
        Decision.objects.create(submission=held, verb=Verb.ASK_BACK, note=note.strip(), by=by)
    return held


def refuse(
    submission: Submission,
    *,
    by: Person | None,
    reason: str,
    note: str = "",
    batch: UUID | None = None,
) -> Submission:
    """`batch` is of all that is refused together. Raises WrongState, UnknownReason."""
    if reason not in REASONS:
        raise UnknownReason(reason)
    with transaction.atomic():
        held = locked(submission, SubmissionState.WAITING, SubmissionState.ASKED_BACK)
        held.state, held.decided_at = SubmissionState.REFUSED, Now()
        held.save(update_fields=["state", "decided_at"])
        Decision.objects.create(
            submission=held,
            verb=Verb.REFUSE,
            reason=reason,
            note=note.strip(),
            by=by,
            batch=batch,
        )
    held.refresh_from_db()
    return held


def reopen(submission: Submission, *, by: Person | None, reason: str, note: str = "") -> Submission:
    """Let it wait again after a decision, or a question that is answered by nobody; what was
    published stays until a revision undoes it.

    Raises WrongState, UnknownReason.
    """
    if reason not in REOPENED:
        raise UnknownReason(reason)
    with transaction.atomic():
        held = locked(submission, *TAKEN_BACK)
        held.state, held.decided_at, held.revision = SubmissionState.WAITING, None, None
        held.save(update_fields=["state", "decided_at", "revision"])
        Decision.objects.create(
            submission=held, verb=Verb.REOPEN, reason=reason, note=note.strip(), by=by
        )
    return held


def assign(submission: Submission, to: Person | None, *, by: Person | None) -> Submission:
    """Say who looks at it; None for nobody in particular. Raises WrongState."""
    with transaction.atomic():
        held = locked(submission, SubmissionState.WAITING, SubmissionState.ASKED_BACK)
        held.assigned = to
        held.save(update_fields=["assigned"])
        Decision.objects.create(submission=held, verb=Verb.ASSIGN, by=by)
    return held


def accept(
    submission: Submission,
    *,
    by: Person | None,
    fields: Iterable[str] | None = None,
    role: str = "moderator",
    note: str = "",
    look_later: bool = False,
) -> Submission:
    """Publish it, all of it or the named fields of its differences; the submission as it is then.

    Raises WrongState, Unfinished, NotPublishable, NothingToAccept, ActorGone, and Conflicted where
    a field was changed meanwhile and is not named.
    """
    chosen = None if fields is None else list(fields)
    (done,) = _accept([submission], by, chosen, role, note, look_later)
    return done


def accept_all(
    submissions: Sequence[Submission],
    *,
    by: Person | None,
    role: str = "moderator",
    note: str = "",
    batch: UUID | None = None,
) -> list[Submission]:
    """Publish several in one revision, or none of them; `batch` is what they are known by
    afterwards. Raises what `accept` does.
    """
    return _accept(submissions, by, None, role, note, False, batch)


def close_report(
    submission: Submission, *, by: Person | None, note: str = "", revision: Revision | None = None
) -> Submission:
    """A report that turned out so, dealt with by a revision (a merger, a change) or by none."""
    with transaction.atomic():
        held = locked(submission, SubmissionState.WAITING)
        _decided(held, by, [], note, revision, revision)
    held.refresh_from_db()
    return held


def _accept(submissions, by, chosen, role, note, look_later, batch=None):
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _accept_once(submissions, by, chosen, role, note, look_later, batch)
        except StaleRecord:
            if not left:
                raise
    raise AssertionError("a try returns or raises")


def _accept_once(submissions, by, chosen, role, note, look_later, batch):
    known, today = Known(), moroccan_today()
    ready = [
        _prepare(locked(one, SubmissionState.WAITING), chosen, known, today)
        for one in sorted(submissions, key=lambda one: one.pk)
    ]
    revision = (
        publish(
            kind="publish",
            role=role,
            reason=_reason(ready),
            opened=[record for one in ready for record in one.opened],
            closed=[digest for one in ready for digest in one.closed],
        )
        if any(one.opened or one.closed for one in ready)
        else None
    )
    for one in ready:
        if one.contacts is not None:
            _publish_contacts(one.code, one.contacts)
        held = one.submission
        held.actor_id, held.look_later = one.code, look_later
        if held.kind == SubmissionKind.NEW_PROFILE and held.author is not None:
            _entrust(held, by)
        # Contacts and pictures alone make no revision: the head is the register they stand beside.
        beside = revision or Revision.objects.head()
        made = revision if one.opened or one.closed else None
        _decided(held, by, one.fields, note, beside, made, batch)
        held.refresh_from_db()
        if one.shows_pictures:
            pictures.show(held)
    return [one.submission for one in ready]


def _reason(ready) -> str:
    kinds = {one.submission.kind for one in ready}
    if kinds == {SubmissionKind.NEW_PROFILE}:
        return "new-profile"
    return "reported" if kinds == {SubmissionKind.REPORT} else "correction"


def _decided(held, by, accepted, note, revision, made, batch=None):
    """`revision` is the register it stands in, `made` the one it changed something in."""
    held.state, held.decided_at, held.revision = SubmissionState.ACCEPTED, Now(), revision
    held.save()
    Decision.objects.create(
        submission=held,
        verb=Verb.ACCEPT,
        by=by,
        fields=accepted,
        note=note,
        revision=made,
        batch=batch,
    )


def _prepare(held: Submission, chosen, known: Known, today: date) -> Prepared:
    standing = fields.standing(held.actor_id) if held.actor_id else None
    if held.actor_id and standing is None:
        raise ActorGone(held.actor_id)
    proposal = proposed(held)
    changes = differences(held, proposal)
    if chosen is None:
        if unseen := [one.field for one in changes if one.conflicted]:
            raise Conflicted(unseen)
    else:
        changes = [one for one in changes if one.field in chosen]
    if not changes:
        raise NothingToAccept
    if held.kind == SubmissionKind.NEW_PROFILE:
        chosen_of = {one.field.partition(".")[0] for one in changes}
        if lacking := [name for name in NEEDED if name not in chosen_of]:
            raise LacksFields(lacking)
    code = held.actor_id or new_actors(1)[0]
    start = standing[1] if standing else _unsaid(code)
    told = {one.field: one.proposed for one in changes if one.of_facts}
    facts = fields.with_fields(start, told)
    facts = facts.but(provenance=_provenance(held, start, told, today))
    figures, withdrawn = _observations(held, facts, changes)
    joined, left = _memberships(held, facts, changes, today)
    _check(facts if told else None, figures, joined, known, today)
    return Prepared(
        submission=held,
        code=code,
        fields=[] if chosen is None else [one.field for one in changes],
        opened=([facts] if told else []) + figures + joined,
        closed=([standing[0]] if standing and told else []) + withdrawn + left,
        contacts=_contacts(proposal, changes),
        shows_pictures=any(one.field == "pictures" for one in changes),
    )


def _entrust(held, by):
    """Who registered a profile keeps it: the moderator who accepted it looked at both."""
    Stewardship.objects.get_or_create(
        person=held.author,
        actor=Actor.objects.get(code=held.actor_id),
        revoked_at=None,
        defaults={
            "role": StewardRole.OWNER,
            "given_by": by,
            "ground": Ground.SUBMISSION,
            "submission": held,
        },
    )


def _unsaid(code) -> ActorFacts:
    """Nothing yet. What is registered in a demonstration is withdrawn with it."""
    return ActorFacts(code=code, names={}, legal_form="none", is_demo=is_demonstration())


def _provenance(held, start, told, today) -> dict:
    source = _sourced(held, today)
    if held.kind == SubmissionKind.NEW_PROFILE:
        return {"*": source}
    return start.provenance | dict.fromkeys((name.partition(".")[0] for name in told), source)


def _sourced(held, today) -> dict:
    return {"source": _source(held), "date": today.isoformat()}


def _source(held) -> str:
    """Who says so: its stewards, as who registers it with an account becomes; or somebody else."""
    if held.kind == SubmissionKind.NEW_PROFILE:
        return STEWARD if held.author is not None else REGISTERED
    speaks = held.author is not None and roles.may_edit(held.author, held.actor_id)
    return STEWARD if speaks else READER


def _memberships(held, facts, changes, today) -> tuple[list[MembershipFacts], list[bytes]]:
    told = {
        tuple(one.field.split(".")): one.proposed is not None
        for one in changes
        if is_belonging(one.field)
    }
    return memberships(facts, told, source=_sourced(held, today), today=today)


def _observations(held, facts: ActorFacts, changes) -> tuple[list[ObservationFacts], list[bytes]]:
    given = {
        tuple(one.field.split(".")[1:]): one.proposed
        for one in changes
        if one.field.startswith("figures.")
    }
    if not given:
        return [], []
    source = _source(held)
    units = dict(Indicator.objects.newest().values_list("code", "unit"))
    opened = [
        ObservationFacts(
            facts.code, indicator, int(year), value, units[indicator], source=source,
            licence=facts.licence, is_demo=facts.is_demo,
        )
        for (indicator, year), value in given.items()
        if value is not None
    ]  # fmt: skip
    closed = []
    for (indicator, year), value in given.items():
        if value is None:
            standing = Observation.objects.current().filter(
                actor__code=facts.code, indicator=indicator, year=year, source_kind="declared"
            )
            closed += [bytes(digest) for digest in standing.values_list("digest", flat=True)]
    return opened, closed


def _check(facts, figures, joined, known, today):
    """What the register would refuse, or should, in words. Raises NotPublishable."""
    problems = []
    for ask in (
        lambda: facts and check(facts, known, today=today),
        lambda: check_figures(figures, today=today),
        *(partial(check, one, known, today=today) for one in joined),
    ):
        try:
            ask()
        except InvalidFacts as error:
            problems += error.problems
    if problems:
        raise NotPublishable(problems)


def _contacts(proposal: Proposal, changes) -> list[dict] | None:
    return proposal.contacts if any(one.field == "contacts" for one in changes) else None


def _publish_contacts(code, contacts):
    """Contacts are of now: what was there goes."""
    actor = Actor.objects.get(code=code)
    actor.contacts.all().delete()
    Contact.objects.bulk_create(Contact(actor=actor, **one) for one in contacts)
