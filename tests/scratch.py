"""A database of a test's own, whose transactions end, and processes that work on it."""

import time
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from directory import codes
from tests.forked import Process
from tests.stored import COPY, drop, on_server

_web = urlsplit(settings.WEB_URL)
WEB = {"user": unquote(_web.username), "password": unquote(_web.password or "")}
OTHERS = (
    "select count(*) from pg_stat_activity"
    " where datname = current_database() and usename <> current_user"
)


class Scratch:
    """A database of this test's own, whose transactions end, and processes that publish to it."""

    def __init__(self, name):
        self.name = name
        database = connection.settings_dict
        self.session = {"user": database["USER"], "host": database["HOST"]}
        if database["PORT"]:
            self.session["port"] = database["PORT"]
        if database["PASSWORD"]:
            self.session["password"] = database["PASSWORD"]

    def connect(self):
        return psycopg.connect(dbname=self.name, autocommit=True, **self.session)

    def ask(self, statement, values=None):
        with self.connect() as session:
            return session.execute(statement, values).fetchall()

    def actors(self, count):
        made = codes.mint_many(count)
        with self.connect() as session:
            session.cursor().executemany(
                "insert into directory_actor (code) values (%s)", [[code] for code in made]
            )
        return made

    def start(self, *command, role="owner"):
        """A process of this database, as its owner or with the web's rights."""
        whose = self.session if role == "owner" else WEB
        words = {name.upper(): whose.get(name, "") for name in ("user", "password")}
        return Process(command, words | {"NAME": self.name})

    def run(self, module, *words):
        """The exit code of a module run with some words, and what it said."""
        return self.start("-m", module, *words).ended()

    def publisher(self, how, *codes):
        """The exit code of publishers of a kind, and what they said."""
        return self.run("tests.directory.committed", how, *codes)

    @property
    def head(self):
        return self.ask("select max(number) from directory_revision")[0][0]

    def until(self, question, answer, of=None):
        """Ask until the answer comes: another process, `of`, is on its way to a lock.

        The server takes its time to answer, so that the other has the core.
        """
        deadline = time.monotonic() + 60
        with self.connect() as session:
            while session.execute(question).fetchone()[0] != answer:
                assert time.monotonic() < deadline, (question, of and of.told())
                session.execute("select pg_sleep(0.01)")

    def verifies(self):
        code, told = self.start("manage.py", "verify_register").ended()
        assert code == 0, told


@contextmanager
def copied():
    """A scratch copy of the test database, dropped afterwards.

    Django's own session ends first, since a database is copied only while nobody is in it.
    """
    scratch, template = Scratch(f"scratch_{uuid4().hex[:12]}"), connection.settings_dict["NAME"]
    connection.close()
    with on_server() as server:
        server.execute(COPY.format(scratch.name, template))
        try:
            yield scratch
        finally:
            scratch.until(OTHERS, 0)
            drop(server, scratch.name)


@pytest.fixture
def committed_database(django_db_setup):
    """A scratch copy of this test's own, with nothing published."""
    with copied() as scratch:
        yield scratch


@pytest.fixture(scope="module")
def shared_database(django_db_setup):
    """One scratch copy for the tests of a file: each finds what those before it published."""
    with copied() as scratch:
        yield scratch
