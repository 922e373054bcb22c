"""Sitemaps: every page once, in each language, in files that begin at a code."""

from xml.etree import ElementTree

import pytest

from directory import codes

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def locations(response):
    assert response["Content-Type"].startswith("application/xml")
    return [one.text for one in ElementTree.fromstring(response.told).iter(f"{MAP}loc")]


@pytest.fixture
def get(client):
    def ask(path, **headers):
        response = client.get(path, headers=headers)
        response.told = response.getvalue().decode()
        return response

    return ask


def test_robots_are_told_where_the_sitemap_is(country, get):
    assert "Sitemap: http://testserver/sitemap.xml" in get("/robots.txt").told


def test_every_actor_stands_once_in_the_files_of_the_index(country, get, monkeypatch):
    monkeypatch.setattr("frontend.sitemaps.ACTORS_A_FILE", 2)
    files = [one for one in locations(get("/sitemap.xml")) if "actors-" in one]
    assert len(files) > 2
    pages = [page for file in files for page in locations(get(file.split("testserver")[1]))]
    assert len(pages) == len(set(pages))
    assert any(codes.show(country.amal.code) in page for page in pages)
    for page in pages:
        assert get(page.split("testserver")[1]).status_code == 200


def test_invented_actors_ask_not_to_be_listed_and_stand_in_no_file(country, get):
    invented = country.register.publish("Exemple", is_demo=True)
    files = [one for one in locations(get("/sitemap.xml")) if "actors-" in one]
    pages = [page for file in files for page in locations(get(file.split("testserver")[1]))]
    assert any(codes.show(country.amal.code) in page for page in pages)
    assert not any(codes.show(invented.code) in page for page in pages)


def test_an_address_names_its_page_in_each_language(country, get):
    file = get(f"/sitemaps/actors-{country.amal.code}.xml")
    first = ElementTree.fromstring(file.told)[0]
    tongues = {one.get("hreflang"): one.get("href") for one in first.iter(LINK)}
    assert list(tongues) == ["ar", "fr", "en", "es"]
    assert first.find(f"{MAP}loc").text == tongues["ar"]
    assert first.find(f"{MAP}lastmod") is not None


def test_sections_programmes_and_territories_have_a_file(country, get):
    pages = locations(get("/sitemaps/pages.xml"))
    assert "http://testserver/ar/territories/02.113.01.09/" in pages
    assert any("programmes/" in page and "taghyir" in page for page in pages)


def test_a_file_that_begins_at_no_code_is_not_found(country, get):
    assert get("/sitemaps/actors-00000001.xml").status_code == 404
    assert get("/sitemaps/actors-%00.xml").status_code == 404


def test_a_page_names_its_own_address_and_those_in_other_languages(country, get):
    page = get("/fr/actors/?region=02&as_of=2").told
    assert '<link rel="canonical" href="http://testserver/fr/actors/">' in page
    assert 'hreflang="ar" href="http://testserver/ar/actors/"' in page
