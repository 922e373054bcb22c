"""A worker's turns: pages one at a time, streams beside them, not too many."""

import threading
from io import BytesIO

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from config.serving import TurnTaking


@pytest.fixture(autouse=True)
def no_database():
    """The end of an answer lets Django look after its connections; there are none here."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def headers(status, fields):
    headers.status = status


class Site:
    """A stand-in for Django: answers with what it was given, in order."""

    def __init__(self, *responses):
        self.responses = list(responses)

    def __call__(self, environ, start_response):
        start_response("200 OK", [])
        return self.responses.pop(0)


def test_a_page_is_closed_within_its_turn():
    page = HttpResponse(b"page")
    assert TurnTaking(Site(page), streams=1)({}, headers) == [b"page"]
    assert page.closed


def test_pages_take_turns():
    inside = threading.Semaphore(0)
    together = []

    def django(environ, start_response):
        together.append(inside.acquire(timeout=0.05))
        inside.release()
        answer = HttpResponse()
        inside.acquire()
        return answer

    site = TurnTaking(django, streams=1)
    threads = [threading.Thread(target=site, args=({}, headers)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [False] * 4


def test_a_stream_does_not_hold_the_turn():
    site = TurnTaking(Site(StreamingHttpResponse([b"a", b"b"]), HttpResponse(b"page")), streams=1)
    stream = iter(site({}, headers))
    assert next(stream) == b"a"
    assert site({}, headers) == [b"page"]
    assert next(stream) == b"b"


def test_one_stream_too_many_is_told_when_to_come_back():
    site = TurnTaking(Site(*(StreamingHttpResponse([b"a"]) for _ in range(2))), streams=1)
    held = site({}, headers)
    refused = site({}, headers)
    assert headers.status.startswith("503")
    assert b"try again" in refused[0]
    held.close()


def test_a_stream_that_ends_or_is_dropped_gives_its_place_back():
    site = TurnTaking(Site(*(StreamingHttpResponse([b"a"]) for _ in range(3))), streams=1)
    site({}, headers).close()
    dropped = site({}, headers)
    del dropped
    assert list(site({}, headers)) == [b"a"]


def test_static_files_are_not_counted():
    files = [FileResponse(BytesIO(b"a{}")) for _ in range(3)]
    site = TurnTaking(Site(*files), streams=1)
    for _ in range(3):
        site({}, headers).close()
    assert headers.status == "200 OK"
