"""Publishing stories: no story without words, a subject and a consent; and taking them back."""

from collections.abc import Iterator

from django.db import transaction

from directory.models import Revision
from directory.publishing.publish import PublishingError, publish, take_lock
from directory.publishing.redact import redact
from directory.records.validate import (
    LANGUAGES,
    Missing,
    Problem,
    UnknownTerritory,
    bad_code,
    bad_date,
    bad_text,
    bad_texts,
    check,
    checks,
)
from evidence.models import ConsentForm, Story
from evidence.records import StoryFacts

LONGEST = 3_000  # letters of a story: it is read on a phone


class UnknownConsent(Problem):
    accepted = ", ".join(ConsentForm.values)


class ConsentAhead(Problem):
    accepted = "a day that has come"


class TooLong(Problem):
    accepted = f"at most {LONGEST} letters"


class UntoldLanguage(Problem):
    accepted = "a text in every language that has a title, and a title for every text"


class UnknownStory(PublishingError):
    """No story of that code stands in the register."""


@checks(StoryFacts)
def _story(facts, known, today) -> Iterator[Problem]:
    yield from bad_code("code", facts.code)
    yield from bad_texts("titles", facts.titles, required=True)
    yield from bad_texts("texts", facts.texts, required=True)
    yield from bad_texts("teller", facts.teller)
    for language in LANGUAGES:
        if (language in facts.titles) != (language in facts.texts):
            yield UntoldLanguage(f"texts.{language}", facts.texts.get(language))
        if len(facts.texts.get(language, "")) > LONGEST:
            yield TooLong(f"texts.{language}", len(facts.texts[language]))
    yield from bad_date("told", facts.told, today)
    if facts.consent_on > today:
        yield ConsentAhead("consent_on", facts.consent_on.isoformat())
    if facts.consent_form not in ConsentForm.values:
        yield UnknownConsent("consent_form", facts.consent_form)
    yield from bad_text("consent_to", facts.consent_to)
    if facts.territory is not None and facts.territory not in known.territories:
        yield UnknownTerritory("territory", facts.territory)
    if not (facts.actor or facts.programme or facts.territory):
        yield Missing("actor", None)


def publish_story(facts: StoryFacts, *, role: str, reason: str) -> Revision:
    """Publish a story, or a new version of one. Raises InvalidFacts, PublishingError."""
    check(facts)
    return publish(kind="publish", role=role, reason=reason, opened=[facts])


def withdraw_story(code: str, *, role: str, reason: str, redacted: bool = False) -> Revision:
    """Take a story out of the register; `redacted` takes its words too, as they stood ever.

    Raises UnknownStory.
    """
    with transaction.atomic():
        take_lock()
        current = Story.objects.current().filter(code=code).values_list("digest", flat=True)
        if not current:
            raise UnknownStory(code)
        revision = publish(kind="withdraw", role=role, reason=reason, closed=list(current))
        if redacted:
            worded = Story.objects.filter(code=code, redacted=None)
            revision = redact(worded.values_list("digest", flat=True), role=role, reason=reason)
        return revision
