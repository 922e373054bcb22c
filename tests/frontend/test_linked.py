"""What pages say to machines and to those who share them: words, other languages, linked data."""

import json
import re

import pytest

from directory import codes


def linked(answer):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    return found and json.loads(found[1])


def page_of(get, actor, language="fr"):
    return get(get(f"/{language}/actors/{codes.show(actor.code)}/")["Location"])


def test_an_actor_is_linked_data_as_far_as_it_is_known(country, get):
    said = linked(page_of(get, country.amal))

    assert said["@type"] == "Cooperative"
    assert said["@id"] == f"http://testserver/a/{codes.show(country.amal.code)}"
    assert (said["name"], said["alternateName"]) == ("Coopérative Amal d’Aklim", ["تعاونية الأمل"])
    assert said["foundingDate"] == "2016-03"
    assert said["address"]["addressLocality"] == "Berkane"
    assert [one["name"] for one in said["memberOf"]] == ["Réseau du Rif"]
    assert "location" not in said  # known by commune only
    assert "dissolutionDate" not in said


def test_an_association_with_a_public_point_says_where_it_is(country, get):
    said = linked(page_of(get, country.imane, "ar"))

    assert (said["@type"], said["name"]) == ("NGO", "جمعية الإيمان")
    assert said["location"]["geo"] == {
        "@type": "GeoCoordinates", "latitude": 35.17, "longitude": -2.93,
    }  # fmt: skip


def test_a_name_cannot_end_its_data_block(country, get):
    made = country.register.publish("Coopérative </script><script>alert(1)</script> & fils")

    page = page_of(get, made)
    assert linked(page)["name"] == "Coopérative </script><script>alert(1)</script> & fils"
    assert "<script>alert" not in page.text


def test_what_was_invented_is_no_linked_data_and_asks_not_to_be_listed(country, get):
    invented = page_of(get, country.register.publish("Exemple · Coopérative", is_demo=True))
    assert linked(invented) is None
    assert '<meta name="robots" content="noindex">' in invented.text
    assert 'name="robots"' not in page_of(get, country.amal).text


@pytest.mark.parametrize(
    ("path", "title", "description"),
    [
        ("/fr/", "Athar", "Qui fait quoi"),
        ("/en/?region=02", "Athar · 3 registered organisations", "3 registered organisations"),
        ("/fr/territories/02.113/", "Province de Berkane · Athar", "1 structure enregistrée"),
        ("/fr/register/2/", "Révision 2 · Athar", "Publication · nouvelle fiche"),
    ],
)
def test_a_page_says_what_it_is_to_those_who_share_it(country, get, path, title, description):
    text = get(path).text
    told = dict(re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', text))

    assert told["og:title"].startswith(title)
    assert told["og:description"] == told["description"]
    assert description in told["description"].replace("&#x27;", "'")
    assert "<" not in told["description"]
    assert told["og:url"] == f"http://testserver{path.partition('?')[0]}"
