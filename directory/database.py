"""Hot SQL: prepared statements and binary results on Django's own connection and transaction.

Django binds values into the text of a statement on the client, so nothing it sends is ever
prepared. What is asked often of a snapshot goes through here, and is prepared the third time; the
statements still count in Django's query log. `prepare=False` is for those whose best plan depends
on their values: a prepared one may be planned once for all.
"""

import time

import psycopg
from django.db import connection


def execute(statement, values=None, *, prepare=None) -> psycopg.Cursor:
    """Run one statement with values bound by the server; return the cursor with its result."""
    connection.ensure_connection()
    session = connection.connection
    if not session.read_only:  # who fills the register would keep a plan made while it was empty
        prepare = False
    cursor = psycopg.Cursor(session)
    started = time.perf_counter()
    with connection.wrap_database_errors:
        cursor.execute(statement, values, prepare=prepare, binary=True)
    if connection.queries_logged:
        connection.queries_log.append(
            {"sql": str(statement), "time": f"{time.perf_counter() - started:.3f}"}
        )
    return cursor


def rows(statement, values=None, *, prepare=None) -> list[tuple]:
    """All rows of one statement."""
    return execute(statement, values, prepare=prepare).fetchall()


def row(statement, values=None, *, prepare=None) -> tuple | None:
    """The first row of one statement."""
    return execute(statement, values, prepare=prepare).fetchone()
