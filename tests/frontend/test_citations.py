"""A citation for people: made by a button, found by its code, checked on its page."""

import json

import pytest

from directory import codes
from evidence.citations.store import cite
from evidence.models import Citation


@pytest.fixture
def citation(country):
    return cite("/api/v1/actors/?legal_form=cooperative").citation


def page_of(citation, language="fr"):
    return f"/{language}/citations/{codes.show(citation.code)}/"


def test_the_button_of_a_page_cites_what_it_shows(country, client):
    response = client.post("/fr/cite/", {"query": "/api/v1/actors/?region=02&as_of=3"})
    assert response.status_code == 303
    citation = Citation.objects.get()
    assert response["Location"] == page_of(citation)
    assert citation.revision == 3


def test_the_map_offers_to_cite_its_figure(country, get):
    assert 'action="/fr/cite/"' in get("/fr/?region=02").text
    assert "region=02" in get("/fr/?region=02").text.split('name="query" value="')[1][:200]


def test_what_cannot_be_cited_is_told_and_nothing_is_kept(country, client):
    assert client.post("/fr/cite/", {"query": "/nowhere/"}).status_code == 404
    assert not Citation.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es", "zgh"])
def test_it_shows_the_figure_as_cited_in_every_language(citation, get, language):
    answer = get(page_of(citation, language))
    assert answer.status_code == 200
    assert codes.show(citation.code) in answer.text
    assert '<bdi class="n">1</bdi>' in answer.text


def test_then_and_now_tell_who_entered_and_who_left(citation, country, get):
    country.register.publish("Coopérative nouvelle", legal_form="cooperative")
    country.register.withdraw(country.amal)
    answer = get(page_of(citation, "en")).text
    assert "Entered since" in answer
    assert "Coopérative nouvelle" in answer
    assert "withdrawn" in answer


def test_verifying_tells_each_step(citation, get):
    answer = get(f"{page_of(citation, 'en')}?verify=1").text
    assert "Everything holds" in answer
    assert "Their digests, folded anew, are the same" in answer


def test_the_permanent_link_suits_who_asks(citation, client):
    link = f"/c/{citation.code.lower()}"
    page = client.get(link, headers={"Accept-Language": "ar"})
    assert (page.status_code, page["Location"]) == (303, page_of(citation, "ar"))
    machine = client.get(link, headers={"Accept": "application/json"})
    assert machine["Location"].startswith("/api/v1/citations/")


@pytest.mark.parametrize(
    ("name", "starts"),
    [("bibtex", "@misc{athar-"), ("ris", "TY  - DATA"), ("csl", "{"), ("jsonld", "{")],
)
def test_bibliographies_take_it(citation, client, name, starts):
    response = client.get(f"/c/{citation.code}?format={name}")
    assert response.content.decode().startswith(starts)
    assert codes.show(citation.code) in response.content.decode()
    if starts == "{":
        json.loads(response.content)


def test_a_code_nobody_was_given_is_not_found(country, get):
    assert get(f"/fr/citations/{codes.mint()}/").status_code == 404
    assert get(f"/c/{codes.mint()}").status_code == 404
    assert get("/c/XXXX").status_code == 404
