"""Requests as the web role, on the connection of the test, so that they see what it has written.

`web_role` is on for every test that asks for `client` or `server`; `server` is a live server for
browsers that shares the test's transaction (pytest-django's `live_server` commits, and empties
tables that refuse to be emptied).
"""

import threading
import time

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, connections
from django.test.testcases import LiveServerThread

# Playwright's event loop runs in the thread of the test, and Django would give code under a loop
# another connection than code before it: here a connection belongs to its thread alone.
connections._connections = threading.local()

# One request or one statement of the test at a time: they share a connection.
turn = threading.RLock()


@pytest.fixture(autouse=True)
def _requests_as_web_role(request):
    if {"client", "server", "web_role"} & set(request.fixturenames):
        request.getfixturevalue("web_role")


@pytest.fixture
def web_role(db, monkeypatch):
    """Whatever answers a request does so as the web's database role; the test stays the owner."""
    answer = BaseHandler.get_response

    def answer_as_web(self, request):
        with asked, turn, _as_web():
            response = answer(self, request)
        if response.streaming and not response.is_async:
            response.streaming_content = _stream_as_web(response.streaming_content)
        return response

    monkeypatch.setattr(BaseHandler, "get_response", answer_as_web)


class _Asked:
    """Requests that wait for their turn or are being answered."""

    def __init__(self):
        self.count, self.lock = 0, threading.Lock()

    def __enter__(self):
        with self.lock:
            self.count += 1

    def __exit__(self, *error):
        with self.lock:
            self.count -= 1

    def settle(self, seconds=10):
        """Wait until all are answered: a browser that left does not take them back."""
        until = time.monotonic() + seconds
        quiet = 0
        while quiet < 3 and time.monotonic() < until:
            quiet = 0 if self.count else quiet + 1
            time.sleep(0.02)


asked = _Asked()


class _as_web:
    """Nests: only the outermost sets and resets the role."""

    depth = 0

    def __enter__(self):
        if _as_web.depth == 0:
            _set_role(settings.WEB_ROLE)
        _as_web.depth += 1

    def __exit__(self, *error):
        _as_web.depth -= 1
        if _as_web.depth == 0:
            _set_role(None)


def _set_role(role):
    connection.ensure_connection()
    session = connection.connection
    if session.closed or session.info.transaction_status.name == "INERROR":
        return  # a rollback, or the end of the test, brings the owner back
    name = connection.ops.quote_name(role) if role else "none"
    session.execute(f"set local role {name}" if connection.in_atomic_block else f"set role {name}")


def _stream_as_web(chunks):
    """The role is kept to the last chunk: while a COPY runs its connection takes no statement."""
    with turn, _as_web():
        yield from chunks


class _SharedConnectionServer(LiveServerThread.server_class):
    def _close_connections(self):
        """The connection is the test's: it stays open between requests."""


class _ServerThread(LiveServerThread):
    server_class = _SharedConnectionServer


class Server:
    """A live server in this process. `with server.still:` holds requests while the test writes."""

    def __init__(self):
        self.still = turn
        connection.inc_thread_sharing()
        self._thread = _ServerThread(
            "localhost",
            StaticFilesHandler,
            connections_override={"default": connections["default"]},
        )
        self._thread.daemon = True
        self._thread.start()
        self._thread.is_ready.wait()
        if self._thread.error:
            raise self._thread.error

    @property
    def url(self):
        return f"http://localhost:{self._thread.port}"

    def stop(self):
        self._thread.connections_override = {}
        self._thread.terminate()
        connection.dec_thread_sharing()


@pytest.fixture(scope="session")
def _server(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        server = Server()
    yield server
    server.stop()


@pytest.fixture
def server(_server, web_role):
    """The address of a live server that answers as the web role within the test's transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    with turn_taking_statements():
        yield _server
        asked.settle()
        with turn:  # a request that is still being answered ends before the test's rollback
            request_started.connect(close_old_connections)
            request_finished.connect(close_old_connections)


def turn_taking_statements():
    """Statements of the test wait for a request's to end, and the other way round."""

    def in_turn(execute, sql, params, many, context):
        with turn:
            return execute(sql, params, many, context)

    return connections["default"].execute_wrapper(in_turn)
