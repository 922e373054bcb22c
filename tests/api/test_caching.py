"""Answers are tagged by the revision; a settled one is told once, then never asked for again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.publishing import publish


def tagged(get, path, tag, **parameters):
    return get(path, headers={"if-none-match": tag}, **parameters)


@pytest.fixture
def amal(register):
    return register.publish("Amal")


def test_now_is_asked_again_and_answered_not_modified_while_nothing_was_published(
    get, register, amal
):
    first = get("actors/")
    assert first["Cache-Control"] == "no-cache"
    assert first["ETag"].startswith('W/"1-')
    assert tagged(get, "actors/", first["ETag"]).status_code == 304
    register.publish("Union")
    assert tagged(get, "actors/", first["ETag"]).status_code == 200


def test_a_numbered_revision_keeps_for_a_day_and_for_ever(get, register, amal):
    first = get("actors/", as_of=1)
    assert "max-age=86400" in first["Cache-Control"]
    register.publish("Union")
    again = tagged(get, "actors/", first["ETag"], as_of=1)
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]


def test_a_settled_answer_given_once_is_not_modified_without_a_question(get, amal):
    first = get("actors/", as_of=1, sector="none")
    with CaptureQueriesContext(connection) as asked:
        assert tagged(get, "actors/", first["ETag"], as_of=1, sector="none").status_code == 304
    assert len(asked) == 0


def test_an_etag_says_query_format_language_and_path(get, amal):
    tags = [
        get("actors/", as_of=1)["ETag"],
        get("actors/", as_of=1, status="any")["ETag"],
        get("actors/", as_of=1, limit=1)["ETag"],
        get("actors/", as_of=1, fields="code")["ETag"],
        get("actors/", as_of=1, format="geojson")["ETag"],
        get("networks/", as_of=1)["ETag"],
        get("actors/", as_of=1, headers={"accept-language": "fr"})["ETag"],
    ]
    assert len(set(tags)) == len(tags)


def test_one_query_spelled_two_ways_has_one_etag(get, in_force):
    one = get("actors/", legal_form="mutual,cooperative")
    other = get("actors/", legal_form=["cooperative", "mutual"], status="active")
    assert one["ETag"] == other["ETag"]


def test_a_redaction_changes_the_tag_of_answers_as_of_before_it(get, register, amal):
    first = get("actors/", as_of=1)
    digest = bytes.fromhex(get(f"actors/{amal.code}/").json()["record"]["digest"])
    register.withdraw(amal)
    publish(kind="redact", role="moderator", reason="privacy", redacted=[digest])
    get("actors/")  # this process learns of the new head
    again = tagged(get, "actors/", first["ETag"], as_of=1)
    assert again.status_code == 200
    assert b"Amal" not in again.content


def test_answers_vary_by_what_chooses_among_them(get, amal):
    assert "Accept" in get("actors/")["Vary"].split(", ")
    assert "Accept-Encoding" in get("/tiles/actors/5/15/12.mvt")["Vary"]


def test_any_page_may_read_and_is_told_its_limits(get, amal):
    found = get("actors/")
    assert found["Access-Control-Allow-Origin"] == "*"
    assert found["RateLimit-Policy"] == '"anonymous";q=1200;w=60'
    assert "r=" in found["RateLimit"]
    assert "Set-Cookie" not in found


def test_canonical_bytes_have_strong_tags_of_their_own_digest(get, amal):
    digest = get(f"actors/{amal.code}/").json()["record"]["digest"]
    found = get(f"records/{digest}/")
    assert found["ETag"] == f'"{digest}"'
    assert tagged(get, f"records/{digest}/", found["ETag"]).status_code == 304
    revision = get("revisions/1/")
    assert revision["ETag"].strip('"') == get("revisions/").json()["results"][0]["digest"]
    assert revision["Link"] == '<http://testserver/r/1>; rel="cite-as"'
