"""Requests of tests are made as the web's database role, and see what the test has written."""

import urllib.request

import pytest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path


def role(request):
    return HttpResponse(_role())


def streamed_role(request):
    return StreamingHttpResponse(_role() for _ in range(2))


def _role():
    with connection.cursor() as cursor:
        cursor.execute("select current_user || ' ' || count(*) from house_note")
        return cursor.fetchone()[0]


urlpatterns = [path("role", role), path("streamed", streamed_role)]


@pytest.fixture
def note(db, settings):
    """A row of this test's transaction."""
    settings.ROOT_URLCONF = __name__
    with connection.cursor() as cursor:
        cursor.execute("create temporary table house_note as select 1")
        cursor.execute(f"grant select on house_note to {settings.WEB_ROLE}")


def test_the_client_asks_as_the_web_role(note, client, settings):
    assert client.get("/role").content.decode() == f"{settings.WEB_ROLE} 1"


def test_a_stream_is_read_as_the_web_role(note, client, settings):
    answer = client.get("/streamed")
    assert list(answer)[1].decode() == f"{settings.WEB_ROLE} 1"


def test_the_test_itself_stays_the_owner(note, client, settings):
    client.get("/role")
    assert _role() == f"{settings.DATABASES['default']['USER']} 1"


def test_a_live_server_sees_uncommitted_rows_as_the_web_role(note, server, settings):
    for _ in range(3):
        with urllib.request.urlopen(f"{server.url}/role") as answer:
            assert answer.read().decode() == f"{settings.WEB_ROLE} 1"


@pytest.mark.pages
def test_a_browser_sees_uncommitted_rows(note, server, page, settings):
    page.goto(f"{server.url}/role")
    assert page.get_by_text(f"{settings.WEB_ROLE} 1").is_visible()
    assert _role().startswith(settings.DATABASES["default"]["USER"])
