"""A profile whose only name was a person's own: it stands without one, and every page says so."""

import pytest

from desk import submissions
from directory import codes
from directory.publishing import redact_actor
from evidence.citations.store import cite
from tests import people
from tests.submissions import CONSENTS, sender

__all__ = ["sender"]

GONE = {"ar": "أُزيل الاسم بطلب من شخص", "fr": "Nom retiré à la demande d’une personne"}


@pytest.fixture
def nameless(country):
    redact_actor(country.amal.code, role="administrator", reason="personal-data")
    return codes.show(country.amal.code)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_lists_and_its_own_page_say_that_the_name_was_removed(get, nameless, language):
    assert GONE[language] in get(f"/{language}/actors/").text
    page = get(f"/{language}/actors/{nameless}/").text
    assert f"<title>{GONE[language]} · {nameless}" in page
    assert f"<h1>{GONE[language]}</h1>" in page


def test_its_page_leads_to_naming_it_anew(get, nameless):
    page = get(f"/fr/actors/{nameless}/").text
    address = f"/fr/desk/change/{nameless}/"
    assert f'href="{address}"' in page
    begun = get(address).text
    assert GONE["fr"] in begun
    assert "desk/report" not in begun


def test_naming_it_anew_is_begun_sent_and_looked_at(client, country, get, nameless, sender):
    begun = sender.begin(country.amal.code, name={"name_fr": "Coopérative Nouvelle Aube"})
    link = f"/fr/desk/register/{sender.secret}/"
    assert GONE["fr"] in get(link).text
    for page in ("name/", "place/", "figures/", "preview/"):
        assert get(link + page).status_code == 200
    submissions.submit(begun, consents=CONSENTS)
    assert get(f"/fr/desk/follow/{sender.secret}/").status_code == 200
    people.log_in(client, people.moderator("region", "02"))
    looked_at = get(f"/fr/moderation/{begun.pk}/").text
    assert "Coopérative Nouvelle Aube" in looked_at


def test_an_earlier_page_leads_nowhere(get, nameless):
    earlier = get(f"/fr/actors/{nameless}/?as_of=1").text
    assert "desk/change" not in earlier


def test_feeds_say_it(get, nameless):
    assert GONE["fr"] in get("/fr/actors.atom").text


def test_a_citation_of_it_names_it_no_more(get, country):
    made = cite("/api/v1/actors/?region=02").citation
    redact_actor(country.amal.code, role="administrator", reason="personal-data")
    page = get(f"/fr/c/{codes.show(made.code)}").text
    assert "Coopérative Al Amal" not in page


def test_files_keep_its_row_without_a_name(client, nameless):
    answer = client.get("/api/v1/actors/?format=csv")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    lines = content.decode().splitlines()
    header = lines[0].lstrip("\ufeff").split(",")
    row = dict(
        zip(
            header,
            next(one for one in lines if one.startswith(codes.parse(nameless))).split(","),
            strict=True,
        )
    )
    assert {row[name] for name in header if name.startswith("name_")} == {""}
