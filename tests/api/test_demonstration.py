"""In a demonstration every answer says what of it is invented, and nothing is once it has ended."""

import pytest
from django.core.management import call_command

from directory.models import Membership, Observation, ProgrammeVersion, Revision
from evidence.citations.store import cite
from evidence.editions.publish import publish_edition
from evidence.models import Story
from evidence.stories.demo import load_demo_stories

pytestmark = pytest.mark.django_db

FIGURE = "statistics/?measure=members&year=latest:9&group_by=region"


@pytest.fixture
def invented(demonstration):
    load_demo_stories()
    joined = Membership.objects.current().filter(network__isnull=False).first()
    return joined.member.code


@pytest.mark.parametrize(
    "address",
    ["actors/?limit=100", "networks/", "programmes/", "stories/", "observations/?limit=100"],
)
def test_each_thing_listed_says_that_it_is_invented(told, invented, address):
    results = told(address)["results"]
    assert results
    assert {one["is_demo"] for one in results} == {True}


def test_each_point_and_each_suggestion_says_so(told, invented):
    points = told("actors/?format=geojson&limit=100")
    assert points["demonstration"] is True
    assert {one["properties"]["is_demo"] for one in points["features"]} == {True}
    found = [one for one in told("suggest/?q=exemple")["results"] if one["type"] == "actor"]
    assert found
    assert {one["is_demo"] for one in found} == {True}


def test_one_actor_programme_and_story_say_so(told, invented):
    programme, story = ProgrammeVersion.objects.current().first(), Story.objects.current().first()
    actor = told(f"actors/{invented}/")
    assert actor["actor"]["is_demo"] is True
    assert {one["is_demo"] for one in actor["memberships"]} == {True}
    assert told(f"programmes/{programme.code}/")["programme"]["is_demo"] is True
    assert told(f"stories/{story.code}/")["story"]["is_demo"] is True


def test_a_figure_its_citation_and_an_edition_say_so(told, invented, settings, tmp_path):
    settings.EDITIONS = tmp_path
    publish_edition()
    assert told(FIGURE)["demonstration"] is True
    citation = cite(f"/api/v1/{FIGURE}").citation
    assert told(f"citations/{citation.code}/")["demonstration"] is True
    assert told("editions/")["results"][0]["is_demo"] is True


def test_ending_it_takes_all_of_it_out_and_leaves_it_in_the_past(told, get, invented):
    head = Revision.objects.head().number
    before = told("actors/")["count"]
    call_command("withdraw_demo", verbosity=0)

    for address in ("actors/", "networks/", "programmes/", "stories/", "observations/"):
        assert told(address)["results"] == [], address
    assert told("statistics/?measure=actors")["total"]["value"] == 0
    assert [one for one in told("suggest/?q=exemple")["results"] if one.get("is_demo")] == []
    assert get(f"actors/{invented}/").status_code == 410
    assert told(f"actors/?as_of={head}")["count"] == before > 500
    assert not Observation.objects.current().exists()
