"""A profile whose only name was a person's own: it stands without one, and every page says so."""

import pytest

from directory import codes
from directory.publishing import redact_actor
from evidence.citations.store import cite

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
