"""Official figures and stories as machines read them."""

import pytest

from directory import codes
from evidence.official.publish import publish_official
from evidence.stories.publish import publish_story, withdraw_story
from tests.evidence.test_official import FACTS
from tests.evidence.test_stories import amal, facts  # noqa: F401 (fixtures)


@pytest.fixture
def official(in_force):
    publish_official([FACTS], role="administrator", reason="new-total")
    return FACTS


@pytest.fixture
def story(facts):  # noqa: F811
    publish_story(facts, role="moderator", reason="new-story")
    return facts


def test_an_official_figure_tells_who_counted_what_and_which_question_of_ours_is_the_same(
    official, told
):
    one = told(f"official-figures/{codes.show(official.code)}/")["official_figure"]
    assert (one["value"], one["unit"], one["exactness"]) == (40, "cooperatives", "exact")
    assert one["counted"] == {"date": "2023-01-01", "precision": "year"}
    assert one["source_url"] == official.source_url
    assert one["beside"].endswith("/statistics/?legal_form=cooperative&measure=actors")
    assert told("official-figures/")["results"] == [one]
    assert told("official-figures/?territory=02")["results"] == []


def test_a_statistic_names_the_totals_others_published_of_the_same(official, told):
    answer = told("statistics/?legal_form=cooperative")
    assert [one["code"] for one in answer["official"]] == [official.code]
    assert "official" not in told("statistics/?legal_form=cooperative&region=02")


def test_a_story_tells_its_words_and_its_consent(story, told):
    one = told(f"stories/{codes.show(story.code)}/")["story"]
    assert (one["titles"], one["texts"], one["actor"]) == (story.titles, story.texts, story.actor)
    assert one["consent"] == {"on": "2024-05-12", "form": "written", "to": "Une association"}
    for where in ("", f"?actor={story.actor}", "?territory=02.381"):
        assert told(f"stories/{where}")["results"] == [one]


def test_a_story_taken_back_is_unknown_now_and_told_as_of_then(story, told, get):
    withdraw_story(story.code, role="moderator", reason="asked")
    then = told("stories/")["revision"] - 1
    assert get(f"stories/{story.code}/").status_code == 404
    assert told(f"stories/{story.code}/?as_of={then}")["story"]["code"] == story.code


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("official-figures/?territory=99", "territory"),
        ("official-figures/?teritory=02", "teritory"),
        ("stories/?actor=AAAA", "actor"),
        ("stories/?territory=nowhere", "territory"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(in_force, get, address, parameter):
    answer = get(address)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_a_mistyped_code_is_told_from_an_unknown_one(official, story, get):
    for folder in ("official-figures", "stories"):
        kinds = [
            get(f"{folder}/{code}/").json()["type"].rpartition("/")[2].rpartition(":")[2]
            for code in ("AAAAAAAB", codes.mint())
        ]
        assert kinds[0].endswith("code-miskeyed")
        assert kinds[1].endswith("code-unknown")


def test_both_can_be_cited(official, story, client):
    for address in (
        f"/api/v1/official-figures/{official.code}/",
        f"/api/v1/stories/{story.code}/",
    ):
        answer = client.post(
            "/api/v1/citations/", {"query": address}, content_type="application/json"
        )
        assert answer.status_code == 201, answer.content
