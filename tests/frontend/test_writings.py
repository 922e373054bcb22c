"""Stories, dossiers and uses as people meet them: at the desk, by link, on moderation's page."""

import re

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk import robots
from desk.models import Mail, Writing
from desk.writings import dossiers, moving, stories
from directory import codes
from evidence.citations.store import cite
from evidence.models import CitationUse, DossierIssue, Story
from tests import people
from tests.writings import COOPERATIVES, STORY, USE, argued, reported, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(robots, "SOONEST", -1)


@pytest.fixture
def steward(client, country):
    made = people.steward(country.amal.code)
    people.log_in(client, made)
    return made


@pytest.fixture
def amina(client, country):
    made = people.person("amina@athar.example")
    people.log_in(client, made)
    return made


@pytest.fixture
def nadia(client, country):
    """A moderator of the whole country, logged in."""
    made = people.moderator(name="Nadia")
    people.log_in(client, made)
    return made


def decide(client, held, act, status=303, **more):
    seen = {"seen": moving.mark(held)} if act == "accept" else {}
    answer = client.post(f"/en/moderation/writings/{held.pk}/decide/", {"do": act} | seen | more)
    assert answer.status_code == status, answer.content.decode()
    held.refresh_from_db()
    return answer.content.decode()


# ---- stories -------------------------------------------------------------------------------------


def test_a_steward_writes_a_story_sees_it_and_sends_it(client, steward, country):
    address = f"/en/desk/stories/new/?actor={country.amal.code}"
    assert "Her consent" in client.get(address).content.decode()
    answer = client.post(address, STORY)
    held = Writing.objects.get()
    assert answer["Location"] == f"/en/desk/stories/{held.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "Nous étions douze." in page
    assert "كنا اثنتي عشرة امرأة." in page
    client.post(answer["Location"], {"do": "send"})
    held.refresh_from_db()
    assert held.state == "waiting"
    assert "La première récolte" in client.get("/en/desk/").content.decode()


def test_what_is_typed_wrong_is_kept_and_said_beside_its_box(client, steward, country):
    address = f"/en/desk/stories/new/?actor={country.amal.code}"
    answer = client.post(address, STORY | {"consent_on": "hier", "knows": ""}, follow=True)
    page = answer.content.decode()
    assert 'value="hier"' in page
    assert "A day, such as 12/05/2024." in page
    assert "She has to know this before she agrees." in page
    assert "Nous étions douze." in page


def test_a_profile_she_does_not_keep_has_no_story_of_hers(client, steward, country):
    assert client.get(f"/en/desk/stories/new/?actor={country.rif.code}").status_code == 404
    assert client.get("/en/desk/stories/new/?actor=zzz").status_code == 404
    assert client.get(f"/en/desk/stories/{10**30}/").status_code == 404


def test_the_link_takes_the_words_out_and_only_when_it_is_confirmed(client, country):
    held = told(people.steward(country.amal.code), country.amal.code)
    stories.publish(held, by=people.moderator(), seen=moving.mark(held))
    held.refresh_from_db()
    link = f"/en/desk/stories/consent/{stories.consent_link(held)}/"
    assert "Nous étions douze." in client.get(link).content.decode()
    assert Story.objects.current().exists()
    page = client.post(link, follow=True).content.decode()
    assert "The words are taken out" in page
    assert not Story.objects.current().exists()
    public = client.get(f"/en/stories/{codes.show(held.code)}/", follow=True)
    assert "Nous étions" not in public.content.decode()
    assert client.get("/en/desk/stories/consent/1:none/").status_code == 404


# ---- dossiers ------------------------------------------------------------------------------------


def test_an_advocate_writes_a_dossier_prints_it_and_asks_for_it(client, amina):
    code = cite(COOPERATIVES).citation.code
    where = client.post("/en/desk/dossiers/")["Location"]
    here = where.removesuffix("about/")
    client.post(where, {"titles_fr": "Pour une loi", "date": "10/07/2025"})
    loose = codes.show(code).lower()
    answer = client.post(
        f"{here}points/new/", {"texts_fr": "Nombreuses.", "figures": loose}, follow=True
    )
    assert codes.show(code) in answer.content.decode()
    assert "registered cooperative active in Morocco" in answer.content.decode()
    assert "Pour une loi" in client.get(f"{here}preview/").content.decode()
    printed = client.get(f"{here}draft.pdf")
    pdf = pypdfium2.PdfDocument(b"".join(printed.streaming_content))
    assert "Draft: not published" in pdf[0].get_textpage().get_text_range()
    assert printed["X-Robots-Tag"] == "noindex"
    client.post(here, {"do": "ask"})
    assert Writing.objects.get().state == "waiting"
    assert not DossierIssue.objects.exists()


def test_nobody_else_opens_her_dossier_whatever_she_may(client, country):
    held = argued(people.person(), asked=False)
    here = f"/en/desk/dossiers/{codes.show(held.dossier.code)}/"
    point = held.dossier.points.get()
    people.log_in(client, people.administrator())
    for path in ("", "about/", "points/new/", f"points/{point.pk}/", "preview/", "draft.pdf"):
        assert client.get(here + path).status_code == 404
    assert client.post(here, {"do": "discard"}).status_code == 404
    assert client.post(f"{here}about/", {"titles_fr": "X"}).status_code == 404
    assert client.get(f"/en/moderation/writings/{held.pk}/").status_code == 404
    assert client.get(f"/d/{codes.show(held.dossier.code)}").status_code == 404


def test_another_s_point_is_not_written_through_her_own_dossier(client, amina):
    other = argued(people.person(), asked=False).dossier.points.get()
    here = f"/en/desk/dossiers/{codes.show(argued(amina, asked=False).dossier.code)}/"
    assert client.post(f"{here}points/{other.pk}/", {"texts_fr": "X"}).status_code == 404
    for act in ("up", "down", "remove"):
        assert client.post(here, {"do": act, "point": other.pk}).status_code == 404
    for given in ("", "x", "9" * 30, "٣"):
        assert client.post(here, {"do": "up", "point": given}).status_code == 404


def test_the_page_of_a_dossier_asks_no_more_for_more_points(client, amina):

    held = argued(amina, asked=False)
    here = f"/en/desk/dossiers/{codes.show(held.dossier.code)}/"

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(here).status_code == 200
        return len(queries)

    asked()
    before = asked()
    for n in range(5):
        dossiers.save_point(held, None, {"texts_fr": f"Point {n}"})
    assert asked() == before


# ---- uses ----------------------------------------------------------------------------------------


def test_anybody_tells_where_a_figure_was_cited(client, country, at_once):
    code = codes.show(cite(COOPERATIVES).citation.code)
    assert f"/en/desk/uses/{code}/" in client.get(f"/en/citations/{code}/").content.decode()
    given = USE | robots.for_form() | {"email": "reader@example.org"}
    answer = client.post(f"/en/desk/uses/{code}/", given, follow=True)
    assert "Thank you" in answer.content.decode()
    held = Writing.objects.get()
    assert (held.state, held.email) == ("waiting", "reader@example.org")
    assert "Proposition de loi" not in client.get(f"/en/citations/{code}/").content.decode()


def test_a_robot_or_a_wrong_word_gets_its_form_back(client, country, monkeypatch):
    code = codes.show(cite(COOPERATIVES).citation.code)
    here = f"/en/desk/uses/{code}/"
    page = client.post(here, USE | robots.for_form())  # at once
    assert page.status_code == 422
    assert "Une députée" in page.content.decode()
    monkeypatch.setattr(robots, "SOONEST", -1)
    page = client.post(here, USE | robots.for_form() | {"address": "javascript:x"})
    assert page.status_code == 422
    assert "An address of the web" in page.content.decode()
    assert client.post(here, USE | robots.for_form() | {"email": "x"}).status_code == 422
    assert not Writing.objects.exists()
    assert client.get("/en/desk/uses/7KQ2-M9XX/").status_code == 404


# ---- moderation ----------------------------------------------------------------------------------


def test_what_waits_is_counted_listed_and_accepted(client, nadia, country):
    story = told(people.steward(country.amal.code), country.amal.code)
    dossier, use = argued(people.person("amina@athar.example")), reported(email="r@example.org")
    counted = client.get("/en/moderation/").content.decode()
    assert re.search(r"<strong>(<bdi[^>]*>)?3(</bdi>)?</strong> stories, dossiers", counted)
    page = client.get("/en/moderation/writings/").content.decode()
    for title in ("La première récolte", "Pour une loi", "Proposition de loi"):
        assert title in page
    only = client.get("/en/moderation/writings/?kind=use").content.decode()
    assert "Pour une loi" not in only
    assert client.get("/en/moderation/writings/?kind=song").status_code == 400
    assert client.get("/en/moderation/writings/?colour=red").status_code == 400
    behind = client.get(f"/en/moderation/writings/?after={story.pk}").content.decode()
    assert ("La première récolte" in behind, "Pour une loi" in behind) == (False, True)
    assert client.get("/en/moderation/writings/?after=0").status_code == 400
    for held in (story, dossier, use):
        assert client.get(f"/en/moderation/writings/{held.pk}/").status_code == 200
        decide(client, held, "accept")
        assert client.get(f"/en/moderation/writings/{held.pk}/").status_code == 200
        assert held.decisions.get(verb="accept").by == nadia
    assert Story.objects.current().get().code == story.code
    assert client.get(f"/d/{codes.show(dossier.dossier.code)}").status_code == 303
    public = client.get(f"/en/citations/{codes.show(use.citation.code)}/").content.decode()
    assert USE["title"] in public
    assert Mail.objects.filter(kind="writing_accepted").count() == 3
    assert "Nothing waits for you." in client.get("/en/moderation/writings/").content.decode()


def test_refusing_needs_a_reason_and_tells_it(client, nadia):
    held = reported(email="r@example.org")
    decide(client, held, "refuse", status=400)
    decide(client, held, "refuse", reason="not-citing", note="Autre chiffre.")
    assert held.state == "refused"
    assert "Autre chiffre." in Mail.objects.get().text
    decide(client, held, "accept", status=409)
    assert not CitationUse.objects.exists()


def test_asking_back_reaches_who_wrote_it(client, nadia, country):
    held = told(people.steward(country.amal.code), country.amal.code)
    decide(client, held, "ask-back", status=400)
    decide(client, held, "ask-back", note="Qui ?")
    assert held.state == "asked-back"
    decide(client, reported(), "ask-back", status=404, note="?")


def test_what_changed_since_it_was_looked_at_is_not_published(client, nadia):
    held = reported()
    page = decide(client, held, "accept", status=409, seen="another")
    assert "It was changed meanwhile" in page
    assert held.state == "waiting"


def test_an_accepted_use_is_hidden_and_shown_again(client, nadia):
    held = reported()
    decide(client, held, "hide", status=409)
    decide(client, held, "accept")
    for act, hidden in (("hide", True), ("show", False)):
        decide(client, held, act)
        assert CitationUse.objects.get().hidden is hidden


def test_a_moderator_elsewhere_sees_and_decides_nothing_of_it(client, country):
    held = told(people.steward(country.amal.code), country.amal.code)
    people.log_in(client, people.moderator("region", "04"))
    for one in (held, argued(people.person()), reported()):
        assert client.get(f"/en/moderation/writings/{one.pk}/").status_code == 404
        decide(client, one, "accept", status=404)
    assert client.get(f"/en/desk/stories/{held.pk}/withdraw/").status_code == 404
    assert not Story.objects.exists()
