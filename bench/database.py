"""A connection of our own to the same database, as the web role: the raw side of every pair."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg


def connect(variable="DATABASE_URL") -> psycopg.Connection:
    parts = urlsplit(os.environ[variable])
    query = dict(parse_qsl(parts.query))
    return psycopg.connect(
        dbname=unquote(parts.path.strip("/")),
        user=parts.username,
        password=unquote(parts.password or "") or None,
        host=query.get("host") or parts.hostname,
        port=query.get("port") or parts.port,
        autocommit=True,
    )


class Raw:
    """Prepared, binary: what the database can do when nothing stands before it."""

    def __init__(self, variable="DATABASE_URL"):
        self.connection = connect(variable)

    def rows(self, statement, values=None):
        return self.connection.execute(statement, values, prepare=True, binary=True).fetchall()

    def copy(self, statement) -> int:
        """Bytes of a COPY … TO STDOUT, read and thrown away."""
        with self.connection.cursor().copy(statement) as out:
            return sum(len(block) for block in out)
