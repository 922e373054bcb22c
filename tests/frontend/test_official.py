"""Pages of what others published and told: official figures beside ours, field stories."""

import re
from datetime import date

import pytest

from directory import codes
from directory.records.facts import PartialDate
from evidence.models import Citation, OfficialFigure
from evidence.official.publish import load_official_figures
from evidence.records import StoryFacts
from evidence.stories.publish import publish_story, withdraw_story


@pytest.fixture
def official(country):
    load_official_figures()
    return country


@pytest.fixture
def story(country):
    facts = StoryFacts(
        code=codes.mint(),
        titles={"fr": "La récolte", "ar": "المحصول"},
        texts={"fr": "Nous étions douze.", "ar": "كنا اثنتي عشرة."},
        teller={"fr": "une adhérente"},
        told=PartialDate(date(2024, 5, 1), "month"),
        consent_on=date(2024, 5, 12),
        consent_to="Une association",
        actor=country.amal.code,
        programme=country.taghyir.code,
    )
    publish_story(facts, role="moderator", reason="new-story")
    return facts


def plain(text):
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", text))


def test_every_published_total_is_listed_with_who_counted_it_and_where_it_stands(official, get):
    page = get("/fr/figures/official/")
    assert page.status_code == 200
    for one in OfficialFigure.objects.current():
        assert f'id="{codes.show(one.code)}"' in page.text
        assert one.source_url.replace("&", "&amp;") in page.text
    words = plain(page.text)
    assert "65\u00a0315" in words
    assert "plus de 30\u00a0000" in words
    assert "13,2\u00a0%" in words


def test_ours_stands_beside_each_total_that_counts_the_same(official, get):
    row = get("/en/figures/official/").text.partition('id="2GK9-AJS7"')[2].partition("</tr>")[0]
    assert re.search(r'65,315</bdi>.*<bdi class="n">1</bdi>.*1%', row, re.DOTALL)


def test_an_official_figure_is_cited_from_its_row(official, client):
    client.post("/fr/cite/", {"query": "/api/v1/official-figures/2GK9-AJS7/?as_of=99999"})
    answer = client.post("/fr/cite/", {"query": "/api/v1/official-figures/2GK9-AJS7/"})
    assert answer.status_code == 303
    assert Citation.objects.get().answer["value"] == "65315"


def test_a_story_stands_on_its_own_page_and_where_it_belongs(official, story, country, get):
    shown = codes.show(story.code)
    page = get(get(f"/fr/stories/{shown}/")["Location"])
    assert page.status_code == 200
    words = plain(page.text)
    assert "Nous étions douze." in words
    assert "كنا اثنتي عشرة." in words
    assert "Une association" in words
    for address in (
        "/fr/stories/",
        f"/fr/programmes/{codes.show(country.taghyir.code)}-taghyir/",
        "/fr/territories/02.113/",
        "/fr/territories/",
    ):
        assert "La récolte" in get(address).text, address
    assert "La récolte" not in get("/fr/territories/02.381/").text


def test_the_permanent_link_of_a_story_leads_to_its_page_or_to_json(story, get):
    shown = codes.show(story.code)
    assert get(f"/s/{shown}", accept="text/html")["Location"].endswith(f"/stories/{shown}/")
    assert get(f"/s/{shown}", accept="application/json")["Location"] == (
        f"/api/v1/stories/{story.code}/"
    )
    assert get(f"/s/{codes.mint()}").status_code == 404


def test_a_story_taken_back_says_in_the_past_that_its_words_were_erased(story, get):
    then = withdraw_story(story.code, role="moderator", reason="asked", redacted=True).number - 2
    shown = codes.show(story.code)
    assert get(f"/en/stories/{shown}/").status_code == 404
    page = get(f"/en/stories/{shown}/?as_of={then}")
    assert page.status_code == 200
    assert "the consent was withdrawn" in page.text


def test_empty_pages_say_so(country, get):
    assert "No story has been told yet" in get("/en/stories/").text
    assert "No official figure was recorded" in get("/en/figures/official/").text
