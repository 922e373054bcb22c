"""What every answer carries, and the two addresses that machines watch."""

import json
import logging

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import override_settings

from config.logs import JSONLines, WithRequest, request_id


@pytest.mark.django_db
def test_ready_tells_the_last_revision(client):
    with connection.cursor() as cursor:
        cursor.execute("select max(number) from directory_revision")
        (head,) = cursor.fetchone()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "revision": head}


@pytest.mark.django_db
def test_ready_names_missing_migrations(client):
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'geodata'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["missing"][0].startswith("geodata.")


def test_ready_says_when_the_database_does_not_answer(client, monkeypatch):
    def refuse():
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "database not available"


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_every_answer_forbids_what_is_not_our_own(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for directive in ("script-src", "style-src", "connect-src", "font-src", "form-action"):
        assert f"{directive} 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_every_answer_has_an_id_of_its_own(client):
    first, second = (client.get("/healthz")["X-Request-ID"] for _ in range(2))
    assert first != second


def test_a_visitor_does_not_choose_the_id(client):
    answer = client.get("/healthz", headers={"X-Request-ID": "chosen-by-me"})
    assert answer["X-Request-ID"] != "chosen-by-me"


@override_settings(TRUSTED_PROXIES=["127.0.0.1"])
def test_a_trusted_proxy_does(client):
    answer = client.get("/healthz", headers={"X-Request-ID": "from-the-proxy-1"})
    assert answer["X-Request-ID"] == "from-the-proxy-1"


@override_settings(DEBUG=True)
def test_debug_tells_what_the_database_took(client, db):
    assert '"' in client.get("/readyz")["Server-Timing"]


@override_settings(LOG_REQUESTS=True)
def test_a_request_is_one_line_without_what_was_searched(client, caplog):
    with caplog.at_level(logging.INFO, "athar.requests"):
        client.get("/healthz?q=fatima")
    (record,) = [each for each in caplog.records if each.name == "athar.requests"]
    WithRequest().filter(record)
    line = json.loads(JSONLines().format(record))
    assert (line["method"], line["path"], line["status"]) == ("GET", "/healthz", 200)
    assert "fatima" not in json.dumps(line)


def test_a_log_line_names_its_request():
    record = logging.LogRecord("athar", logging.ERROR, "", 0, "تعاونية", (), None)
    token = request_id.set("abc")
    WithRequest().filter(record)
    request_id.reset(token)
    line = json.loads(JSONLines().format(record))
    assert (line["request"], line["level"], line["message"]) == ("abc", "ERROR", "تعاونية")


def test_languages_are_those_of_the_design():
    assert [code for code, _ in settings.LANGUAGES] == ["ar", "fr", "en", "es", "zgh"]
