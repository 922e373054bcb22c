"""Texts of pages: worded in the administration, shown escaped, each wording kept."""

import pytest
from django.db import DatabaseError, connection, transaction

from desk import roles, texts
from desk.models import PageText, TextKey
from tests import people

pytestmark = pytest.mark.ignore_template_errors

PUT = "/admin/desk/pagetext/put/"


@pytest.fixture(autouse=True)
def nothing_kept():
    texts.memory.forget()
    yield
    texts.memory.forget()


def page(client, path):
    return client.get(path).content.decode()


def test_an_announcement_is_seen_then_shown_on_every_page_and_changes_its_etag(desk, country):
    before = desk.get("/fr/actors/")["ETag"]
    given = {"fr": "Le site s’arrête <b>samedi</b>.\n\nhttps://example.org/pourquoi"}
    shown = desk.post(f"{PUT}announcement/", given)
    assert 'name="publish"' in shown.content.decode()
    assert not PageText.objects.exists()
    assert desk.post(f"{PUT}announcement/", given | {"publish": "1"}).status_code == 302
    for path in ("/fr/", "/fr/actors/", "/fr/about/"):
        told = page(desk, path)
        assert "Le site s’arrête &lt;b&gt;samedi&lt;/b&gt;." in told
        assert 'href="https://example.org/pourquoi"' in told
    assert desk.get("/fr/actors/")["ETag"] != before
    assert '<div lang="fr" dir="ltr">' in page(desk, "/ar/")


def test_a_page_that_is_kept_for_a_day_announces_nothing(client, country):
    texts.put(TextKey.ANNOUNCEMENT, {"fr": "Bientôt"}, by=people.administrator())
    kept = client.get("/fr/actors/?as_of=1")
    assert kept["Cache-Control"] == "public, max-age=86400"
    assert "Bientôt" not in kept.content.decode()
    assert "Bientôt" in page(client, "/fr/actors/")


def test_who_runs_the_site_and_how_to_reach_her_stand_on_the_page_about_it(client, country):
    by = people.administrator()
    assert 'id="operator"' not in page(client, "/ar/about/")
    texts.put(TextKey.ABOUT, {"ar": "جمعية", "fr": "Une association"}, by=by)
    texts.put(TextKey.CONTACT, {"ar": "contact@athar.example"}, by=by)
    told = page(client, "/ar/about/")
    assert "<p>جمعية</p>" in told
    assert 'href="mailto:contact@athar.example"' in told


def test_without_words_nothing_is_shown_and_every_wording_stays(client, country):
    by = people.administrator()
    texts.put(TextKey.ANNOUNCEMENT, {"fr": "Bientôt"}, by=by)
    texts.put(TextKey.ANNOUNCEMENT, {"fr": ""}, by=by)
    assert "notice--said" not in page(client, "/fr/actors/")
    assert [one.texts for one in PageText.objects.order_by("pk")] == [{"fr": "Bientôt"}, {}]
    with pytest.raises(texts.NothingToSay):
        texts.put(TextKey.ANNOUNCEMENT, {}, by=by)


def test_nobody_else_words_a_page(db):
    with pytest.raises(roles.NotAllowed):
        texts.put(TextKey.ABOUT, {"fr": "Moi"}, by=people.moderator())


@pytest.mark.parametrize(
    "statement", ["update desk_pagetext set texts = '{}'", "delete from desk_pagetext"]
)
def test_the_web_rewrites_no_wording(db, settings, statement):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        said(f"set local role {settings.WEB_ROLE}", statement)


def said(*statements):
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)
