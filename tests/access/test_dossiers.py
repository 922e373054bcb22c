"""Dossiers in the administration: written by language and by code, published with care."""

import pypdfium2
import pytest
from django.contrib.admin.models import LogEntry

from desk.forms.codes import typed
from directory import codes
from evidence.citations.store import cite
from evidence.dossiers import selectors
from evidence.dossiers.publish import publish_dossier
from evidence.models import Dossier
from tests.dossiers import written

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

LIST = "/admin/evidence/dossier/"


def form(*points, **texts):
    """What the form posts: texts as `titles_fr`, points as mappings of the same."""
    given = {"titles_fr": "Pour une loi", "points-TOTAL_FORMS": len(points)}
    given |= {"points-INITIAL_FORMS": sum("id" in one for one in points)} | texts
    for at, point in enumerate(points):
        told = {"position": at + 1, "texts_fr": "Un point."} | point
        given |= {f"points-{at}-{name}": value for name, value in told.items()}
    return given


def page_of(dossier, more="change/"):
    return f"{LIST}{dossier.pk}/{more}"


@pytest.fixture
def citation(country):
    return cite("/api/v1/actors/?legal_form=cooperative").citation


@pytest.fixture
def add(desk):
    """Post the form of a new dossier; the dossier, or the page that refuses it."""

    def post(*points, **texts):
        answer = desk.post(f"{LIST}add/", form(*points, **texts))
        return Dossier.objects.get() if answer.status_code == 302 else answer.content.decode()

    return post


def test_a_dossier_is_written_by_language_and_gets_its_code(add, citation):
    dossier = add({"figures": codes.show(citation.code)}, titles_ar="من أجل قانون")
    assert dossier.titles == {"fr": "Pour une loi", "ar": "من أجل قانون"}
    assert codes.checks(dossier.code)
    [point] = dossier.points.all()
    assert [one.citation for one in point.figures.all()] == [citation]
    assert selectors.dossiers() == []


def test_codes_are_taken_as_they_are_typed_from_paper(add, citation, country):
    other = cite("/api/v1/actors/?region=02").citation
    loose = f" {codes.show(citation.code).lower().replace('0', 'o')} ,\n{other.code} "
    [point] = add({"figures": loose}).points.all()
    assert [one.citation for one in point.figures.all()] == [citation, other]


@pytest.mark.parametrize(
    "text",
    ["7KQ2-M9XY 8AB3-C0DE", "7KQ2-M9XY,8AB3-C0DE", "7KQ2-M9XY\n8AB3-C0DE", "7KQ2M9XY 8AB3C0DE"],
)
def test_codes_are_parted_by_what_people_part_them_with(text):
    assert [one.replace("-", "") for one in typed(text)] == ["7KQ2M9XY", "8AB3C0DE"]


def test_a_wrong_code_is_named_with_what_is_wrong(add, country):
    unknown = codes.show(codes.mint())
    told = add({"figures": f"7KQ2-M9XX\nABC\n{unknown}"}, HTTP_ACCEPT_LANGUAGE="en")
    assert "7KQ2-M9XX" in told
    assert "ABC" in told
    told = add({"figures": unknown})
    assert unknown in told
    assert not Dossier.objects.exists()


def test_a_dossier_without_words_is_refused(add, country):
    assert isinstance(add(titles_fr=" "), str)
    assert isinstance(add({"texts_fr": "", "headings_fr": "Un titre"}), str)
    assert not Dossier.objects.exists()


def test_points_are_changed_reordered_and_taken_away(desk, country):
    dossier = written()
    first, second = dossier.points.all()
    given = form(
        {
            "id": first.pk,
            "position": 2,
            "texts_fr": "Changé.",
            "figures": first.citations.get().code,
        },
        {"id": second.pk, "DELETE": "on"},
        {"position": 1, "texts_fr": "Nouveau."},
    )
    assert desk.post(page_of(dossier), given).status_code == 302
    assert [point.texts["fr"] for point in dossier.points.all()] == ["Nouveau.", "Changé."]
    assert dossier.points.last().figures.count() == 1


# ---- publishing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_it_is_looked_at_before_it_is_published(desk, country, language):
    dossier = written()
    page = desk.get(page_of(dossier, f"publish/?language={language}")).content.decode()
    assert "Pour une loi" in page or "من أجل قانون" in page
    assert codes.show(dossier.points.first().citations.get().code) in page
    assert selectors.dossiers() == []  # looking publishes nothing


def test_publishing_is_confirmed_logged_and_seen(desk, country, client):
    dossier = written()
    assert desk.post(page_of(dossier, "publish/")).status_code == 302
    [issue] = selectors.dossiers()
    assert LogEntry.objects.first().change_message == f"Published issue {issue.number}."
    assert client.get(f"/fr/dossiers/{codes.show(dossier.code)}-pour-une-loi/").status_code == 200


def test_what_did_not_change_or_lacks_its_words_is_not_published(desk, country):
    dossier = written()
    desk.post(page_of(dossier, "publish/"))
    desk.post(page_of(dossier, "publish/"))
    dossier.points.all().delete()
    desk.post(page_of(dossier, "publish/"))
    assert desk.get(page_of(dossier, "publish/")).status_code == 200
    assert dossier.issues.count() == 1


def test_the_list_leads_to_publishing_one(desk, country):
    one, other = written(), written()
    given = {"action": "publish_selected", "_selected_action": [one.pk]}
    assert desk.post(LIST, given)["Location"] == page_of(one, "publish/")
    both = {"action": "publish_selected", "_selected_action": [one.pk, other.pk]}
    assert desk.post(LIST, both, follow=True).status_code == 200
    assert selectors.dossiers() == []


def test_a_draft_is_printed_for_its_authors_and_says_it_is_one(desk, country):
    answer = desk.get(page_of(written(), "preview.pdf?language=en"))
    pdf = pypdfium2.PdfDocument(b"".join(answer.streaming_content))
    assert "Draft: not published" in pdf[0].get_textpage().get_text_range()


# ---- what cannot be done -------------------------------------------------------------------------


def test_a_published_dossier_is_not_deleted(desk, country):
    dossier = written()
    publish_dossier(dossier)
    assert desk.post(page_of(dossier, "delete/"), {"post": "yes"}).status_code == 403
    given = {"action": "delete_selected", "_selected_action": [dossier.pk], "post": "yes"}
    desk.post(LIST, given)
    assert Dossier.objects.exists()


def test_a_draft_may_be(desk, country):
    dossier = written()
    assert desk.post(page_of(dossier, "delete/"), {"post": "yes"}).status_code == 302
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("path", ["", "add/", "{}/change/", "{}/publish/", "{}/preview.pdf"])
def test_who_is_not_logged_in_sees_none_of_it(country, client, path):
    dossier = written()
    for ask in (client.get, client.post):
        answer = ask(LIST + path.format(dossier.pk))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
    assert not dossier.issues.exists()
