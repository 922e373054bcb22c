"""A worker keeps its connection, and notices without asking that the server has ended it."""

import pytest
from django.db import connection


@pytest.fixture
def other(db):
    """Another connection to the same database, as another thread would hold."""
    other = connection.copy()
    other.connect()
    yield other
    other.close()


def test_a_living_connection_is_not_asked_whether_it_lives(other):
    other.force_debug_cursor = True
    assert other.is_usable()
    assert other.queries == []


def test_a_connection_that_the_server_ended_is_not_usable(other):
    with connection.cursor() as cursor:
        process = other.connection.info.backend_pid
        cursor.execute("select pg_terminate_backend(%s, 5000)", [process])
        assert cursor.fetchone()[0]
    assert not other.is_usable()


def test_a_closed_connection_is_not_usable(other):
    other.connection.close()
    assert not other.is_usable()
