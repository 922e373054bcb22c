"""Field stories: records with words, a subject and a consent; they can be taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from directory import codes
from directory.as_of import snapshot
from directory.publishing import PublishingError, publish
from directory.publishing.demo import NotDemonstration, withdraw_demo
from directory.publishing.verify import verify
from directory.records.facts import PartialDate, Place, prepare
from directory.records.validate import InvalidFacts, moroccan_today
from evidence.citations.store import cite
from evidence.citations.verify import verify as verify_citation
from evidence.models import Story
from evidence.records import StoryFacts
from evidence.stories.demo import load_demo_stories
from evidence.stories.publish import UnknownStory, publish_story, withdraw_story
from evidence.stories.selectors import stories, story_as_of

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")


@pytest.fixture
def amal(in_force, register):
    return register.publish("Amal", legal_form="cooperative", place=NADOR)


@pytest.fixture
def facts(amal):
    return StoryFacts(
        code=codes.mint(),
        titles={"fr": "La première récolte", "ar": "أول محصول"},
        texts={"fr": "Nous étions douze.", "ar": "كنا اثنتي عشرة."},
        teller={"fr": "une adhérente"},
        told=PartialDate(date(2024, 5, 1), "month"),
        consent_on=date(2024, 5, 12),
        consent_to="Une association",
        actor=amal.code,
    )


def published(facts):
    return publish_story(facts, role="moderator", reason="new-story")


def listed(**where):
    with snapshot() as reading:
        return [one.code for one in stories(reading=reading, **where)]


def test_a_story_is_found_with_its_actor_and_with_every_territory_it_stands_in(facts, amal):
    published(facts)
    assert listed(actor=amal.code) == [facts.code]
    for where in (("country", "MA"), ("region", "02"), ("province", "02.381")):
        assert listed(territory=where) == [facts.code]
    assert listed(territory=("region", "04")) == []


def test_a_story_of_a_place_is_found_in_what_that_place_lies_in(facts):
    published(replace(facts, actor=None, territory="02.381.01.05"))
    assert listed(territory=("province", "02.381")) == [facts.code]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"texts": {}, "titles": {}}, "titles"),
        ({"texts": {"fr": "Sans titre arabe."}}, "texts.ar"),
        ({"consent_on": None}, "consent_on"),
        ({"consent_to": " "}, "consent_to"),
        ({"consent_form": "implied"}, "consent_form"),
        ({"actor": None}, "actor"),
        ({"territory": "99", "actor": None}, "territory"),
    ],
)
def test_no_story_without_words_a_subject_and_a_consent(facts, wrong, field):
    if field == "consent_on":
        wrong = {"consent_on": moroccan_today() + timedelta(days=1)}
    with pytest.raises(InvalidFacts) as refused:
        published(replace(facts, **wrong))
    assert field in [problem.field for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"texts": {}}, "has_words"),
        ({"consent_to": ""}, "with_consent"),
        ({"actor": None}, "of_somebody"),
    ],
)
def test_the_database_refuses_it_too(facts, wrong, constraint):
    record = prepare(replace(facts, **wrong))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        publish(kind="publish", role="moderator", reason="new-story", opened=[record])


def test_a_story_of_somebody_the_register_does_not_know_is_refused(facts):
    with pytest.raises(PublishingError, match="does not know"):
        published(replace(facts, actor=codes.mint()))


def test_a_story_taken_back_is_gone_now_and_stands_in_the_past(facts):
    revision = published(facts)
    withdraw_story(facts.code, role="moderator", reason="asked")
    assert listed() == []
    with snapshot(revision.number) as reading:
        assert story_as_of(code=facts.code, reading=reading).titles == facts.titles
    with pytest.raises(UnknownStory):
        withdraw_story(facts.code, role="moderator", reason="asked")


def test_consent_withdrawn_takes_the_words_for_ever_and_the_citation_still_verifies(facts):
    revision = published(facts)
    citation = cite(f"/api/v1/stories/{codes.show(facts.code)}/").citation
    withdraw_story(facts.code, role="moderator", reason="asked", redacted=True)
    with snapshot(revision.number) as reading:
        story = story_as_of(code=facts.code, reading=reading)
    assert (story.titles, story.texts, story.teller) == ({}, {}, {})
    told = verify_citation(citation)
    assert (told.holds, told.redacted) == (True, 1)
    assert list(verify()) == []


def test_a_demonstration_tells_invented_stories_once_and_takes_them_back_with_all_else(
    demonstration, savepoint
):
    with savepoint():
        revision = load_demo_stories()
        assert revision.opened_count == 3
        assert all(one.is_demo for one in Story.objects.current())
        assert load_demo_stories() is None
        withdraw_demo()
        assert not Story.objects.current().exists()


def test_a_register_that_is_no_demonstration_tells_none(in_force):
    with pytest.raises(NotDemonstration):
        load_demo_stories()
