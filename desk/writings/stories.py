"""Stories: written by who keeps a profile, with the consent of who tells them; published by a
moderator; and taken out for ever when the consent is withdrawn.
"""

from django.core import signing
from django.db import transaction
from django.db.models.functions import Now

from desk import roles
from desk.belonging import covers_profile, whose
from desk.forms.story import StoryForm
from desk.models import (
    Person,
    StoryConsent,
    SubmissionState,
    Writing,
    WritingKind,
    WritingVerb,
)
from desk.roles import NotAllowed
from desk.submissions.facts import current
from desk.submissions.refusals import UnknownLink
from desk.writings import queue
from desk.writings.moving import WRITABLE, accepted, decidable, locked, log, sent
from desk.writings.refusals import ActorGone, NotPublishable, TooMany, Unfinished
from directory.models import Actor
from directory.publishing.publish import PublishingError
from directory.records.validate import InvalidFacts
from directory.vocabulary import is_demonstration
from evidence.codes import fresh_code
from evidence.records import StoryFacts
from evidence.stories.publish import UnknownStory, publish_story, withdraw_story

SALT = "desk.writings.consent"
MOST = 200  # stories of one person


def may_write(person: Person, code: str) -> bool:
    """Who keeps the profile, and the moderators of where it stands."""
    return roles.may_edit(person, code) or covers_profile(roles.scopes_of(person), code)


def may_withdraw_consent(person: Person, writing: Writing) -> bool:
    """Whoever wrote it, keeps the profile now, or moderates where it stands."""
    return writing.author_id == person.pk or may_write(person, writing.actor_id)


@transaction.atomic
def begin(actor: Actor, typed: dict, *, by: Person, language: str) -> Writing:
    """Keep a draft as it was typed. Raises NotAllowed, ActorGone, TooMany."""
    if not may_write(by, actor.code):
        raise NotAllowed
    if current(actor.code) is None:
        raise ActorGone(actor.code)
    if Writing.objects.of(by).filter(kind=WritingKind.STORY).count() >= MOST:
        raise TooMany
    return Writing.objects.create(
        kind=WritingKind.STORY, actor_id=actor.code, payload=typed, author=by, language=language
    )


@transaction.atomic
def save(writing: Writing, typed: dict) -> Writing:
    """Keep what was typed, right or wrong. Raises WrongState."""
    held = locked(writing, *WRITABLE)
    held.payload, held.saved_at = typed, Now()
    held.save(update_fields=["payload", "saved_at"])
    held.refresh_from_db()
    return held


@transaction.atomic
def send(writing: Writing, *, by: Person) -> Writing:
    """Let it wait for a moderator, its consent recorded.

    Raises WrongState, NotAllowed, ActorGone, Unfinished.
    """
    held = locked(writing, *WRITABLE)
    if not may_write(by, held.actor_id):
        raise NotAllowed
    if current(held.actor_id) is None:
        raise ActorGone(held.actor_id)
    form = StoryForm(held.payload)
    if not form.is_valid():
        raise Unfinished(form.errors)
    told = form.cleaned_data
    StoryConsent.objects.create(
        writing=held,
        form=told["consent_form"],
        given_on=told["consent_on"].date,
        kept_by=told["consent_to"],
        words=told["consent_words"],
        recorded_by=by,
    )
    for name, value in whose(held.actor_id).items():
        setattr(held, name, value)
    sent(held, by)
    return held


def facts(writing: Writing, form: StoryForm, *, code: str = "") -> StoryFacts:
    """What a valid form says, as the register would hold it."""
    told = form.cleaned_data
    return StoryFacts(
        code=code,
        titles=form.texts("title"),
        texts=form.texts("text"),
        teller=form.texts("teller"),
        told=told["told"],
        consent_on=told["consent_on"].date,
        consent_form=told["consent_form"],
        consent_to=told["consent_to"],
        actor=writing.actor_id,
        is_demo=is_demonstration(),
    )


@transaction.atomic
def publish(writing: Writing, *, by: Person, seen: str, note: str = "") -> Writing:
    """Publish it as it was seen. Raises WrongState, ChangedMeanwhile, NotPublishable, ActorGone."""
    held = decidable(writing, seen)
    if current(held.actor_id) is None:
        raise ActorGone(held.actor_id)
    form = StoryForm(held.payload)
    if not form.is_valid():
        raise NotPublishable(form.errors)
    held.code = fresh_code()
    told = facts(held, form, code=held.code)
    try:
        revision = publish_story(told, role="moderator", reason="new-story")
    except InvalidFacts as error:
        raise NotPublishable(error.problems) from error
    except PublishingError as error:
        raise NotPublishable([error]) from error
    return accepted(held, by, revision=revision, note=note)


@transaction.atomic
def withdraw_consent(writing: Writing, *, by: Person | None = None) -> Writing:
    """Take her words out of the register and of the desk, for ever. Raises WrongState."""
    every = set(SubmissionState.values) - {SubmissionState.WITHDRAWN}
    held = locked(writing, *every)
    revision = None
    if held.code:
        role = "moderator" if by and queue.covers(roles.scopes_of(by), held) else "steward"
        try:
            revision = withdraw_story(
                held.code, role=role, reason="consent-withdrawn", redacted=True
            )
        except UnknownStory:
            revision = None  # it left the register another way
    held.consents.filter(withdrawn_at=None).update(withdrawn_at=Now(), withdrawn_by=by)
    held.payload, held.state = {}, SubmissionState.WITHDRAWN
    held.save(update_fields=["payload", "state"])
    log(held, WritingVerb.WITHDRAW_CONSENT, by=by, revision=revision)
    return held


def consent_link(writing: Writing) -> str:
    """What whoever told the story may keep: it withdraws her consent, today or in twenty years."""
    return signing.Signer(salt=SALT).sign(writing.pk)


def of_consent_link(given: str) -> Writing:
    """Raises UnknownLink."""
    try:
        number = signing.Signer(salt=SALT).unsign(given)
    except signing.BadSignature as error:
        raise UnknownLink from error
    found = Writing.objects.filter(pk=number, kind=WritingKind.STORY).first()
    if found is None:
        raise UnknownLink
    return found
