"""The page that says what is kept of people: complete in each language, and honest."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from desk import keeping, retention

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_it_tells_every_kind_and_every_rule(country, get, language):
    page = get(f"/{language}/about/privacy/")
    assert page.status_code == 200
    with override(language):
        for kind in keeping.KINDS:
            assert str(kind.label) in page.text
        for rule in retention.RULES:
            assert f"<strong>{rule.lasts}</strong>" in page.text
    assert "CNDP" in page.text


def test_it_says_so_where_nobody_is_named(country, get, settings):
    settings.OPERATOR = settings.OPERATOR_CONTACT = ""
    unset = get("/fr/about/privacy/")
    assert "n’a pas encore dit qui est responsable" in unset.text
    settings.OPERATOR, settings.OPERATOR_CONTACT = "Réseau <b>Exemple</b>", "droits@athar.example"
    told = get("/fr/about/privacy/", **{"If-None-Match": unset["ETag"]})
    assert "Réseau &lt;b&gt;Exemple&lt;/b&gt;" in told.text
    assert 'href="mailto:droits@athar.example"' in told.text
    assert "n’a pas encore dit" not in told.text


def test_every_page_and_every_form_that_asks_leads_there(country, get):
    address = reverse("privacy").partition("/about")[2]
    for path in (
        "/fr/",
        "/fr/about/",
        "/fr/account/signup/",
        f"/fr/desk/report/{country.amal.code}/",
        "/fr/desk/following/new/?legal_form=cooperative",
    ):
        asked = get(path)
        assert asked.status_code == 200, path
        assert f'href="/fr/about{address}"' in asked.text, path


@pytest.mark.parametrize("page", ["privacy", "method"])
def test_what_it_cannot_be_asked_is_refused_by_name(country, get, page):
    asked = get(f"/fr/about/{page}/?colour=red")
    assert asked.status_code == 400
    assert "colour</bdi>" in asked.text
    assert get(f"/fr/about/{page}/?as_of=1").status_code == 200
