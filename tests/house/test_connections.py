"""A worker keeps its connection, and notices without asking that the server has ended it."""

import pytest
from django.db import connection, connections

from directory.as_of import snapshot
from directory.database import rows


@pytest.fixture
def in_place(other):
    """That connection in the place of the test's own, which is in a transaction."""
    own = connections["default"]
    connections["default"] = other
    yield
    connections["default"] = own


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


PREPARED = "select statement from pg_prepared_statements where statement like %s"


def prepared(text):
    with connection.cursor() as cursor:
        cursor.execute(PREPARED, [f"%{text}%"])
        return len(cursor.fetchall())


def test_what_is_asked_often_is_prepared_once_for_all_values(in_place):
    for number in range(5):
        with snapshot():
            assert rows("select %s::int + 40", [number]) == [(number + 40,)]
    assert prepared("+ 40") == 1


def test_what_is_planned_for_its_values_is_never_prepared(in_place):
    for number in range(5):
        with snapshot():
            rows("select %s::int + 41", [number], prepare=False)
        rows("select %s::int - 41", [number])  # outside a snapshot somebody may be writing
    assert prepared("+ 41") == prepared("- 41") == 0


def test_a_refused_question_forgets_nothing_that_was_prepared(in_place):
    for number in range(5):
        with snapshot():
            rows("select %s::int + 42", [number])
    with pytest.raises(KeyError), snapshot():
        raise KeyError("refused")
    assert prepared("+ 42") == 1
    assert not connection.in_atomic_block
