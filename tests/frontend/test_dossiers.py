"""Dossiers for people: only what is issued, each figure then and now, earlier issues readable."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdfium2 import PdfDocument

from directory import codes
from directory.as_of import snapshot
from evidence.citations.store import cite
from evidence.dossiers.publish import publish_dossier
from evidence.stories.publish import withdraw_story
from tests.dossiers import story_told, written

LANGUAGES = ["ar", "fr", "en", "es", "zgh"]


@pytest.fixture
def issue(country):
    return publish_dossier(written())


def page_of(issue, language="fr"):
    return f"/{language}/dossiers/{codes.show(issue.code)}-pour-une-loi/"


# ---- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_none_is_published_the_list_says_so(country, get, language):
    written()
    answer = get(f"/{language}/dossiers/")
    assert answer.status_code == 200
    assert "state__title" in answer.text


def test_the_list_tells_what_is_published(issue, get):
    answer = get("/fr/dossiers/").text
    assert f'href="{page_of(issue)}"' in answer
    assert "Pour une loi" in answer
    assert "Réseau du Rif" in answer


# ---- one dossier ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_shown_in_every_language(issue, get, language):
    answer = get(page_of(issue, language))
    assert answer.status_code == 200
    assert codes.show(issue.figures[0]) in answer.text


def test_what_is_not_written_in_a_language_says_which_one_it_is_in(issue, get):
    answer = get(page_of(issue, "ar")).text
    assert '<h1 lang="ar" dir="rtl">من أجل قانون</h1>' in answer
    assert 'lang="fr" dir="ltr"><p>Ce que l’on sait.</p>' in answer


def test_a_figure_is_told_as_cited_and_as_it_is_now(issue, country, get):
    assert "still so today" in get(page_of(issue, "en")).text
    country.register.publish("Coopérative nouvelle", legal_form="cooperative")
    answer = get(page_of(issue, "en")).text
    assert 'today <bdi class="n">2</bdi>' in answer
    assert 'cited-figure__value"><bdi class="n">1</bdi>' in answer


def test_what_has_no_answer_any_more_is_told_so(country, get):
    issue = publish_dossier(written(f"/api/v1/actors/{country.mutual.code}/"))
    country.register.withdraw(country.mutual)
    assert "no longer answered" in get(page_of(issue, "en")).text


def test_it_is_found_by_its_code_alone_or_under_an_old_name(issue, client):
    for key in (issue.code, f"{codes.show(issue.code)}-ancien-nom"):
        answer = client.get(f"/fr/dossiers/{key}/")
        assert (answer.status_code, answer["Location"]) == (302, page_of(issue))


def test_an_earlier_issue_stays_readable_and_says_it_is_one(issue, get):
    dossier = issue.dossier
    dossier.titles = {"fr": "Pour une loi", "en": "For a law"}
    dossier.introductions = {"fr": "Autre chose."}
    dossier.save()
    publish_dossier(dossier)
    first = get(f"{page_of(issue)}?issue=1").text
    assert "Ce que l’on sait." in first
    assert "Une version antérieure" in first
    last = get(page_of(issue)).text
    assert "Autre chose." in last
    assert "titre, introduction" in last


def test_a_new_issue_is_seen_at_once_by_who_holds_the_old_page(issue, client):
    old = client.get(page_of(issue))
    assert old["Cache-Control"] == "no-cache"
    issue.dossier.points.first().delete()
    publish_dossier(issue.dossier)
    again = client.get(page_of(issue), headers={"If-None-Match": old["ETag"]})
    assert again.status_code == 200


def test_who_has_it_already_is_told_so(issue, client):
    old = client.get(page_of(issue))
    again = client.get(page_of(issue), headers={"If-None-Match": old["ETag"]})
    assert again.status_code == 304


def test_what_it_asks_of_the_database_does_not_grow_with_its_points(
    country, client, django_assert_max_num_queries
):
    addresses = [f"/api/v1/statistics/?measure=actors&region={code}" for code in ("02", "04", "01")]
    issue = publish_dossier(written(*addresses))
    client.get(page_of(issue))
    with django_assert_max_num_queries(8):
        client.get(page_of(issue))
    country.register.publish("Une autre")
    with django_assert_max_num_queries(8 + 4 * len(addresses)):
        client.get(page_of(issue))


# ---- stories -------------------------------------------------------------------------------------


@pytest.fixture
def story(country):
    return story_told(country.amal)


@pytest.fixture
def telling(story):
    """An issue whose first point rests on a story."""
    dossier = written()
    dossier.points.filter(position=1).update(stories=[story])
    return publish_dossier(dossier)


def test_a_point_tells_its_stories_in_their_own_language_with_their_codes(telling, story, get):
    answer = get(page_of(telling, "ar")).text
    assert 'lang="fr" dir="ltr">Nous étions douze.</p>' in answer
    for said in (
        "La première récolte",
        "une adhérente",
        codes.show(story),
        f"stories/{codes.show(story)}",
    ):
        assert said in answer


@pytest.mark.parametrize("redacted", [False, True])
def test_a_story_taken_back_is_told_no_more_and_the_point_says_so(
    telling, story, get, client, redacted
):
    withdraw_story(story, role="moderator", reason="consent-withdrawn", redacted=redacted)
    for said in (get(page_of(telling, "en")).text, printed(client, telling, "en")):
        assert "This story was withdrawn" in said
        assert codes.show(story) in said
        assert "Nous étions douze." not in said


def test_where_its_words_were_erased_the_past_says_so_too(telling, story, get):
    with snapshot() as reading:
        before = reading.revision
    withdraw_story(story, role="moderator", reason="consent-withdrawn", redacted=True)
    answer = get(f"{page_of(telling, 'en')}?as_of={before}").text
    assert "Its words were erased" in answer
    assert codes.show(story) in answer


def test_before_it_was_told_the_page_says_it_is_not_there_yet(telling, get):
    with snapshot() as reading:
        before = reading.revision - 1
    answer = get(f"{page_of(telling, 'en')}?as_of={before}").text
    assert "does not hold this story as of this moment" in answer


def test_all_its_stories_are_asked_for_at_once(telling, country, client, django_assert_num_queries):
    client.get(page_of(telling))
    with CaptureQueriesContext(connection) as one:
        client.get(page_of(telling))
        asked = len(one)
    more = [story_told(actor) for actor in (country.amal, country.mutual)]
    telling.dossier.points.update(stories=[*telling.content["points"][0]["stories"], *more])
    publish_dossier(telling.dossier)
    client.get(page_of(telling))
    with django_assert_num_queries(asked):
        client.get(page_of(telling))


# ---- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["/fr/dossiers/{}/", "/fr/dossiers/{}/brief.pdf", "/d/{}"])
def test_a_draft_is_nothing_to_anybody(country, client, shape):
    draft = written()
    for code in (draft.code, codes.show(draft.code), codes.mint(), "XXXX", "7KQ2-M9XX"):
        assert client.get(shape.format(code)).status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "99999", "999999", "-1", "un", "١"])
def test_an_issue_that_is_not_is_refused(issue, client, number):
    answer = client.get(page_of(issue), {"issue": number})
    assert answer.status_code in (400, 404)


def test_a_mistyped_code_is_told_from_an_unknown_one(issue, get):
    wrong = issue.code[1] + issue.code[0] + issue.code[2:]
    answer = get(f"/d/{wrong if wrong != issue.code else '7KQ2M9XX'}", **{"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert "mal saisi" in answer.text


def test_the_permanent_link_suits_who_asks(issue, client):
    link = f"/d/{issue.code.lower()}"
    page = client.get(link, headers={"Accept-Language": "ar"})
    assert page.status_code == 303
    assert page["Location"] == f"/ar/dossiers/{codes.show(issue.code)}/"
    machine = client.get(f"{link}?issue=1", headers={"Accept": "application/json"})
    assert machine["Location"] == f"/api/v1/dossiers/{codes.show(issue.code)}/?issue=1"


def test_search_engines_find_it(issue, client):
    assert (
        page_of(issue, "ar").rsplit("-pour", 1)[0]
        in client.get("/sitemaps/pages.xml").getvalue().decode()
    )


# ---- on paper ------------------------------------------------------------------------------------


def printed(client, issue, language):
    """The text of all its sheets."""
    answer = client.get(f"/{language}/dossiers/{issue.code}/brief.pdf")
    pdf = PdfDocument(b"".join(answer.streaming_content))
    return "".join(page.get_textpage().get_text_range() for page in pdf)


def test_it_is_printed_with_the_code_of_each_figure(issue, client):
    citation = cite("/api/v1/actors/?legal_form=cooperative").citation
    answer = client.get(f"/fr/dossiers/{issue.code}/brief.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pdf = PdfDocument(b"".join(answer.streaming_content))
    assert [round(side) for side in pdf[0].get_size()] == [595, 842]
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    for said in (
        codes.show(issue.code),
        codes.show(citation.code),
        citation.paper[:4],
        "Pour une loi",
    ):
        assert said in text


def test_its_stories_are_printed_whole(telling, story, client):
    text = printed(client, telling, "ar")
    for said in ("La première récolte", "Nous étions douze.", "une adhérente", codes.show(story)):
        assert said in text


def test_paper_knows_nothing_but_its_issue(issue, client):
    address = f"/fr/dossiers/{issue.code}/brief.pdf"
    assert client.get(f"{address}?as_of=1").status_code == 400
    assert client.get(f"{address}?issue=2").status_code == 404
    assert client.head(f"{address}?issue=1").status_code == 200
