"""What all writings share: a row locked before its state is read, the log, and the simple ways."""

import hashlib
import json

from django.db import transaction
from django.db.models.functions import Now

from desk.models import Person, SubmissionState, Writing, WritingDecision, WritingKind, WritingVerb
from desk.writings import telling
from desk.writings.reasons import REASONS
from desk.writings.refusals import ChangedMeanwhile, MissingNote, UnknownReason, WrongState
from evidence.dossiers.publish import content_of

WRITABLE = (SubmissionState.DRAFT, SubmissionState.ASKED_BACK, SubmissionState.REFUSED)


def locked(writing: Writing, *states: str) -> Writing:
    """The writing as it is now, held until the transaction ends. Raises WrongState."""
    held = Writing.objects.select_for_update(of=("self",)).get(pk=writing.pk)
    if held.state not in states:
        raise WrongState(held.state)
    return held


def log(writing: Writing, verb: str, **more) -> WritingDecision:
    return WritingDecision.objects.create(writing=writing, verb=verb, **more)


def sent(held: Writing, by: Person | None) -> None:
    """From now on it waits. The row is locked and whole."""
    held.state, held.submitted_at = SubmissionState.WAITING, Now()
    held.save()
    log(held, WritingVerb.SUBMIT, by=by)


def content(writing: Writing) -> dict:
    """What it says now: the words of a dossier are those of its working copy."""
    if writing.kind == WritingKind.DOSSIER:
        return content_of(writing.dossier)
    return writing.payload


def mark(writing: Writing) -> str:
    """Of what is looked at: whoever decides hands it back, so that nothing unseen is published."""
    told = json.dumps(content(writing), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()


def decidable(writing: Writing, seen: str) -> Writing:
    """A waiting writing, locked, if it says what was seen. Raises WrongState, ChangedMeanwhile."""
    held = locked(writing, SubmissionState.WAITING)
    if mark(held) != seen:
        raise ChangedMeanwhile
    return held


def accepted(held: Writing, by: Person, **more) -> Writing:
    held.state = SubmissionState.ACCEPTED
    held.save()
    log(held, WritingVerb.ACCEPT, by=by, **more)
    telling.tell("writing_accepted", held)
    held.refresh_from_db()
    return held


@transaction.atomic
def take_back(writing: Writing, *, by: Person) -> Writing:
    """Whoever sent it goes on writing. Raises WrongState."""
    held = locked(writing, SubmissionState.WAITING)
    held.state = SubmissionState.DRAFT
    held.save(update_fields=["state"])
    log(held, WritingVerb.TAKE_BACK, by=by)
    return held


@transaction.atomic
def ask_back(writing: Writing, *, by: Person, note: str) -> Writing:
    """Raises WrongState, MissingNote."""
    if not note.strip():
        raise MissingNote
    held = locked(writing, SubmissionState.WAITING)
    held.state = SubmissionState.ASKED_BACK
    held.save(update_fields=["state"])
    log(held, WritingVerb.ASK_BACK, by=by, note=note.strip())
    telling.tell("writing_asked_back", held, note=note)
    return held


@transaction.atomic
def refuse(writing: Writing, *, by: Person, reason: str, note: str = "") -> Writing:
    """Raises WrongState, UnknownReason."""
    if reason not in REASONS:
        raise UnknownReason(reason)
    held = locked(writing, SubmissionState.WAITING)
    held.state = SubmissionState.REFUSED
    held.save(update_fields=["state"])
    log(held, WritingVerb.REFUSE, by=by, reason=reason, note=note.strip())
    telling.tell("writing_refused", held, reason=reason, note=note)
    return held
