"""citations/: cite once, read, verify, and reach every byte behind it."""

import json
from datetime import date
from hashlib import sha256

import pytest

from directory import codes
from evidence.models import Citation, CitationUse

QUERY = "/api/v1/statistics/?measure=members&year=latest:9&status=any&demo=any"


@pytest.fixture
def post(client):
    def ask(body, **headers):
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        return client.post(
            "/api/v1/citations/", content, content_type="application/json", headers=headers
        )

    return ask


def test_a_question_is_cited_once_and_found_again(post, get, world):
    first, second = post({"query": QUERY}), post({"query": QUERY})
    assert (first.status_code, second.status_code) == (201, 200)
    told = first.json()
    assert told["code"] == second.json()["code"]
    assert f'/c/{codes.show(told["code"])}>; rel="cite-as"' in first["Link"]
    assert get(first["Location"].partition("testserver")[2]).json() == told


def test_it_verifies_step_by_step(post, told, world):
    code = post({"query": QUERY}).json()["code"]
    found = told(f"citations/{code.lower()}/verify/")
    assert found["verified"]
    assert [one["step"] for one in found["steps"]] == [
        "ledger", "question", "answer", "records", "evidence", "paper",
    ]  # fmt: skip


def test_asked_deeply_it_hashes_the_bytes_of_every_record_too(post, told, world):
    code = post({"query": QUERY}).json()["code"]
    shallow, deep = (told(f"citations/{code}/verify/", deep=deep) for deep in "01")
    assert deep["verified"]
    added = [one for one in deep["steps"] if one not in shallow["steps"]]
    assert [one["step"] for one in added] == ["revision", "bytes", "rows", "added"]
    assert all(one["holds"] for one in added)


def test_records_too_many_to_wait_for_are_hashed_by_a_command_that_the_refusal_names(
    post, get, world, monkeypatch
):
    code = post({"query": QUERY}).json()["code"]
    monkeypatch.setattr("api.resources.citations.MOST_HASHED", 1)
    answer = get(f"citations/{code}/verify/", deep="1")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["parameter"] == "deep"
    assert f"manage.py verify_citations --deep {codes.show(code)}" in error["accepted"]
    assert get(f"citations/{code}/verify/").status_code == 200


@pytest.mark.parametrize("value", ["yes", "2", ""])
def test_deep_is_one_or_zero(post, get, world, value):
    code = post({"query": QUERY}).json()["code"]
    answer = get(f"citations/{code}/verify/", deep=value)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "deep")


def test_anybody_can_fold_the_records_themselves(post, get, told, world):
    citation = post({"query": QUERY}).json()
    address, content, seen = f"citations/{citation['code']}/records/?limit=5", b"", 0
    while address:
        page = told(address) if "/api/" not in address else get(address).json()
        for one in page["results"]:
            record = get(one["url"].partition("testserver")[2])
            assert sha256(record.content).hexdigest() == one["digest"]
            content += one["code"].encode() + bytes.fromhex(one["digest"])
            seen += 1
        address = page["next"] and page["next"].partition("testserver")[2]
    assert seen == citation["records"]
    assert sha256(content).hexdigest() == citation["evidence_digest"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", "[]", {"query": 5}, {"question": QUERY}, {"query": "x" * 9000}, {"query": "\x00"}],
)
def test_a_body_that_asks_nothing_is_refused(post, in_force, body):
    response = post(body)
    assert response.status_code == 400
    assert "query" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["/api/v1/territories/", "/api/v1/actors/?colour=blue", "/fr/", "http://[", "/%00"]
)
def test_what_cannot_be_cited_is_422(post, in_force, query):
    response = post({"query": query})
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert not Citation.objects.exists()


def test_a_moment_that_has_not_come_is_refused(post, world):
    assert post({"query": f"{QUERY}&as_of=999999"}).status_code == 400


def test_r12_a_machine_is_told_the_sentence_the_texts_the_formats_and_the_uses(post, told, world):
    made = post({"query": QUERY}).json()
    CitationUse.objects.create(
        citation=Citation.objects.get(code=made["code"]), kind="bill", title="Framework law",
        who="A member", date=date(2025, 1, 1), date_precision="year",
    )  # fmt: skip
    found = told(f"citations/{made['code']}/")
    assert set(found["texts"]) == {"ar", "fr", "en", "es"}
    assert found["texts"]["ar"]["direction"] == "rtl"
    assert "memberships" in found["texts"]["en"]["sentence"]
    assert found["texts"]["en"]["apa"].startswith("Athar. (")
    assert found["formats"]["pdf"].endswith("?format=pdf")
    assert found["cited_in"] == [
        {"kind": "bill", "title": "Framework law", "who": "A member", "date": "2025-01-01",
         "precision": "year", "page": None, "address": None}
    ]  # fmt: skip


def test_r12_each_step_of_a_verification_tells_what_was_noted_and_what_is_found(post, told, world):
    code = post({"query": QUERY}).json()["code"]
    for step in told(f"citations/{code}/verify/")["steps"]:
        assert step["holds"] is (step["expected"] == step["found"])


def test_codes_are_forgiven_and_told_apart(get, post, world):
    code = post({"query": QUERY}).json()["code"]
    assert get(f"citations/{codes.show(code).lower()}/").status_code == 200
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert get(f"citations/{wrong}/").json()["type"] == "code-miskeyed"
    assert get(f"citations/{codes.mint()}/").json()["type"] == "code-unknown"


def test_citations_are_not_listed(get, in_force):
    assert get("citations/").status_code == 405
