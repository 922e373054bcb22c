"""Decisions as moderators make them: done, and told to whoever sent it, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from desk import mail, submissions
from desk.models import Person, Submission, SubmissionKind, SubmissionState
from desk.moderation import informing
from desk.moderation.review import review
from desk.submissions import links
from desk.submissions.locked import locked
from desk.submissions.proposal import proposed
from desk.submissions.reasons import REASONS
from desk.submissions.refusals import ChangedUnseen
from evidence.wording.names import name_of


@transaction.atomic
def accept(
    held: Submission,
    *,
    by: Person,
    fields: Iterable[str] | None = None,
    note: str = "",
    seen: datetime | None = None,
) -> Submission:
    """All of it or the named fields; a report that proposes nothing is closed as true.

    `seen` is when what was looked at had been written. Raises ChangedUnseen.
    """
    as_seen([held], seen)
    if held.kind == SubmissionKind.REPORT and not review(held).changes:
        done = submissions.close_report(held, by=by, note=note)
    else:
        done = _published(held, by, fields, note)
    tell("contribution_accepted", done, note=note)
    return done


@transaction.atomic
def accept_all(
    chosen: Sequence[Submission],
    *,
    by: Person,
    batch: UUID | None = None,
    seen: datetime | None = None,
) -> list[Submission]:
    """`seen` is when the last of those looked at had been written. Raises ChangedUnseen."""
    as_seen(chosen, seen)
    beside = {one.pk: _not_of_facts(one) for one in chosen}
    done = submissions.accept_all(chosen, by=by, batch=batch)
    for one in done:
        tell("contribution_accepted", one)
        informing.accepted(one, by, beside[one.pk])
    return done


def _published(held, by, fields, note) -> Submission:
    """Accepted, and told to who keeps the profile."""
    chosen = None if fields is None else list(fields)
    beside = [one for one in _not_of_facts(held) if chosen is None or one in chosen]
    done = submissions.accept(held, by=by, fields=chosen, note=note)
    informing.accepted(done, by, beside)
    return done


def _not_of_facts(held: Submission) -> list[str]:
    """Figures, contacts and pictures it would change: no version says that they did."""
    if not informing.keepers(held.actor_id, held.author):
        return []
    return informing.beside(submissions.differences(held))


def as_seen(chosen: Sequence[Submission], seen: datetime | None) -> None:
    """Nothing is published that was written after somebody looked. Raises ChangedUnseen."""
    for one in sorted(chosen, key=lambda one: one.pk):
        if seen is not None and locked(one, SubmissionState.WAITING).saved_at > seen:
            raise ChangedUnseen


@transaction.atomic
def ask_back(held: Submission, *, by: Person, note: str) -> Submission:
    done = submissions.ask_back(held, by=by, note=note)
    tell("contribution_asked_back", done, note=note)
    return done


@transaction.atomic
def refuse(
    held: Submission, *, by: Person, reason: str, note: str = "", batch: UUID | None = None
) -> Submission:
    done = submissions.refuse(held, by=by, reason=reason, note=note, batch=batch)
    tell("contribution_refused", done, reason=reason, note=note)
    return done


def tell(kind: str, held: Submission, *, reason: str = "", note: str = "") -> None:
    """A mail to the sender in her language; none to who left no address."""
    author = held.author
    to = author if author is not None and author.email else held.email
    if not to:
        return
    language = author.language if author is not None else held.language
    with override(language):
        found = name_of({"names": proposed(held).facts.names}, language)
        context = {
            "name": found.text if found else "",
            "note": " ".join(note.split()),
            "reason": str(REASONS.get(reason, "")),
            "link": links.sign(held),
            "actor": held.actor_id,
        }
    mail.post(kind, to=to, language=language, context=context)
