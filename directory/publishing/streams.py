"""Results of any length, a few rows in memory at a time."""

from collections.abc import Iterator

from django.db import connection


def stream(statement: str, values=None) -> Iterator[tuple]:
    """Rows of one statement through a cursor of the server, inside the transaction that is open."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while some := cursor.fetchmany(1_000):
            yield from some
