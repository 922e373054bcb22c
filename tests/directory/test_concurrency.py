"""Publishing for real: many processes at once, killed ones, and readers meanwhile."""

import os
import subprocess
import sys
import time
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from directory import codes
from directory.lock import LOCK

PUBLISHERS = 32
KILLED = -9


def ended(process):
    """The exit code of a process, once it has ended, and what it said."""
    told = process.communicate()[0].decode()
    return process.returncode, told


class Scratch:
    """A database of this test's own, whose transactions end, and processes that publish to it."""

    def __init__(self, name):
        self.name = name
        database = connection.settings_dict
        self._session = {"user": database["USER"], "host": database["HOST"]}
        if database["PORT"]:
            self._session["port"] = database["PORT"]
        if database["PASSWORD"]:
            self._session["password"] = database["PASSWORD"]

    def connect(self):
        return psycopg.connect(dbname=self.name, autocommit=True, **self._session)

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

    def start(self, *command):
        host, port = quote(self._session["host"], safe=""), self._session.get("port", 5432)
        user = self._session["user"]
        secret = f":{quote(self._session['password'])}" if "password" in self._session else ""
        url = f"postgresql://{user}{secret}@/{self.name}?host={host}&port={port}"
        return subprocess.Popen(
            [sys.executable, *command],
            env=os.environ | {"DATABASE_URL": url, "DATABASE_OWNER_URL": url},
            cwd=settings.BASE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def publisher(self, how, *codes):
        """The exit code of publishers of a kind, and what they said."""
        return ended(self.start("-m", "tests.directory.committed", how, *codes))

    def until(self, question, answer):
        """Ask until the answer comes: another process is on its way to a lock."""
        deadline = time.monotonic() + 60
        with self.connect() as session:
            while session.execute(question).fetchone()[0] != answer:
                assert time.monotonic() < deadline, question

    def verifies(self):
        code, told = ended(self.start("manage.py", "verify_register"))
        assert code == 0, told


@pytest.fixture
def committed_database(django_db_setup, django_db_blocker):
    """A scratch copy of the test database, dropped afterwards."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        template, name = connection.settings_dict["NAME"], f"scratch_{uuid4().hex[:12]}"
        scratch = Scratch(name)
        connection.close()
    with psycopg.connect(dbname="postgres", autocommit=True, **scratch._session) as server:
        server.execute(f'create database "{name}" template "{template}"')
        try:
            yield scratch
        finally:
            server.execute(f'drop database "{name}" with (force)')


def test_32_publishers_at_once_make_one_ledger_without_gaps(committed_database):
    base = committed_database.ask("select max(number) from directory_revision")[0][0]
    made = committed_database.actors(PUBLISHERS)

    assert committed_database.publisher("together", *made) == (0, "")

    in_time = committed_database.ask("select number from directory_revision order by recorded_at")
    assert [number for (number,) in in_time] == list(range(base + PUBLISHERS + 1))
    committed_database.verifies()


def test_a_publisher_killed_before_any_statement_leaves_the_ledger_whole(committed_database):
    (base,) = committed_database.ask("select max(number) from directory_revision")[0]
    for statement in range(1, 60):
        (code,) = committed_database.actors(1)
        ended, told = committed_database.publisher(f"kill:{statement}", code)
        (head,) = committed_database.ask("select max(number) from directory_revision")[0]
        if ended == 0:
            break
        assert (ended, head) == (KILLED, base), told
    else:
        pytest.fail("no publish came to its end")

    assert head == base + 1
    assert statement > 8, "a publish is more than a few statements: were they counted?"
    committed_database.verifies()


def test_a_publisher_who_waited_is_later_than_the_one_it_waited_for(committed_database):
    """Its transaction began first, and its clock was read first; its moment is still the later."""
    early, late = committed_database.actors(2)
    with committed_database.connect() as holder:
        holder.execute("select pg_advisory_lock(%s)", [LOCK])
        waiting = committed_database.start("-m", "tests.directory.committed", "together", early)
        committed_database.until("select count(*) from pg_locks where not granted", 1)
        queued = committed_database.start("-m", "tests.directory.committed", "together", late)
        committed_database.until("select count(*) from pg_locks where not granted", 2)
        (released,) = holder.execute("select clock_timestamp()").fetchone()
    assert [ended(process) for process in (waiting, queued)] == [(0, ""), (0, "")]

    moments = committed_database.ask(
        "select recorded_at from directory_revision order by number desc limit 2"
    )
    assert moments[0] > moments[1] > (released,)


def test_a_terminated_backend_leaves_no_gap(committed_database):
    (base,) = committed_database.ask("select max(number) from directory_revision")[0]
    one, other = committed_database.actors(2)
    with committed_database.connect() as holder:
        holder.execute("select pg_advisory_lock(%s)", [LOCK])
        broken = committed_database.start("-m", "tests.directory.committed", "together", one)
        committed_database.until("select count(*) from pg_locks where not granted", 1)
        holder.execute("select pg_terminate_backend(pid) from pg_locks where not granted")
        assert ended(broken)[0] == 1

    assert committed_database.publisher("together", other) == (0, "")
    assert committed_database.ask("select max(number) from directory_revision") == [(base + 1,)]
    committed_database.verifies()
