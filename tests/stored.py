"""The test database: copied from a template that is made anew when what makes it has changed.

Every migration and the whole country take most of a minute; a copy takes a second. Processes that
share the suite, and later runs, copy the same template.
"""

import fcntl
import hashlib
import os
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from directory.publishing.reference import stage_indicators, stage_taxonomies
from geodata.loading import sources, stage, store
from tests.forked import FORKS

# What decides how the template comes out; the locks name the packages that ship territories.
MADE_OF = (
    "*/migrations/*.py",
    "*/sql/**/*.sql",
    "*/sqlfiles.py",
    "config/settings.py",
    "directory/**/*.py",
    "fixtures/**/*.*",
    "geodata/**/*.*",
    "requirements/*.txt",
    "tests/stored.py",
)
# Its files as they lie on the disk: through the log of changes it takes twice as long.
COPY = 'create database "{}" template "{}" strategy file_copy'


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A database of this process, with territories, boundaries, census, localities, taxonomies and
    indicators stored as set 1 of each series; no revision names them yet.
    """
    kept = connection.settings_dict["NAME"]
    own = "_".join(filter(None, (_prefix(), os.environ.get("PYTEST_XDIST_WORKER"))))
    with django_db_blocker.unblock():
        with on_server() as server, _alone():
            template = _template(server)
            drop(server, own)
            server.execute(COPY.format(own, template))
        _turn_to(own)
        yield
        connection.close()
        with on_server() as server:
            drop(server, own)
        _turn_to(kept)


def drop(server, name):
    """A vacuum that was just begun in it, or a session of another role that was killed, is not the
    owner's to end, and ends by itself.
    """
    deadline = time.monotonic() + 60
    while True:
        try:
            return server.execute(f'drop database if exists "{name}" with (force)')
        except psycopg.errors.InsufficientPrivilege:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _prefix():
    return connection.settings_dict["TEST"]["NAME"]


def _template(server):
    """The name of the template, made first where there is none of that name; older ones go."""
    name = f"{_prefix()}_{_digest()}"
    ours = rf"^{_prefix()}_[0-9a-f]{{{len(_digest())}}}(_making)?$"
    found = server.execute("select datname from pg_database where datname ~ %s", [ours])
    known = [one for (one,) in found]
    if name in known:
        return name
    for one in known:
        drop(server, one)
    _make(f"{name}_making")
    server.execute(f'alter database "{name}_making" rename to "{name}"')
    return name


def _make(name):
    test = connection.settings_dict["TEST"]
    usual, test["NAME"] = test["NAME"], name
    staging = FORKS.Process(target=_stage)
    staging.start()  # the other core has nothing else to do while the tables are made
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        staging.join()
        with TemporaryDirectory() as folder:
            staged = _stage()
            staged.series += [stage_taxonomies(Path(folder)), stage_indicators(Path(folder))]
            store.store(staged)
    finally:
        test["NAME"] = usual
        connection.close()


def _stage():
    """Territories as they are shipped, kept for whoever asks again."""
    return stage.stage(sources.shipped())


def _digest():
    found = hashlib.sha256()
    for path in sorted({path for pattern in MADE_OF for path in settings.BASE.glob(pattern)}):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(f"{path.relative_to(settings.BASE)}\0".encode())
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def _turn_to(name):
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def _alone():
    """One process at a time makes the template, or copies it: nobody may be in it meanwhile."""
    settings.LOCAL.mkdir(exist_ok=True)
    with (settings.LOCAL / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def on_server():
    given = connection.settings_dict
    host, port = given["HOST"] or None, given["PORT"] or None
    words = {"user": given["USER"], "password": given["PASSWORD"], "host": host, "port": port}
    with psycopg.connect(dbname="postgres", autocommit=True, **words) as server:
        yield server
