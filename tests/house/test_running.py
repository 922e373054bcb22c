"""bin/run itself, in a copy of this checkout: serves, is killed, begins again, and is stopped."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import asdict
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from house import children

from config import preparation
from tests.scratch import copied

LEFT = shutil.ignore_patterns(".git", ".local", ".venv", "__pycache__", "tests")
READY = 120  # seconds, on a machine that has other things to do


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A copy with the same packages; what it starts is found by its mark."""
    copy = shutil.copytree(settings.BASE, tmp_path / "copy", ignore=LEFT, symlinks=True)
    (copy / ".venv").symlink_to(settings.BASE / ".venv")
    monkeypatch.setattr(children, "ROOT", copy)
    monkeypatch.setattr(children, "_mark", "run")
    return copy


@pytest.fixture
def addresses(django_db_setup):
    """Of a database that holds the country already, as the web role and as its owner."""
    with copied() as scratch:
        loaded = preparation.Loaded(preparation._digest_of_sources(), 0)
        told = json.dumps({"loaded": asdict(loaded)})
        with scratch.connect() as session:
            session.execute(f"comment on database {scratch.name} is '{told}'")
        yield {
            name: urlsplit(os.environ[name])._replace(path=f"/{scratch.name}").geturl()
            for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
        }


@pytest.fixture
def start(checkout, addresses):
    """`start()`: bin/run at a port of its own, once it serves; what it said is in its file."""
    begun, environment = [], os.environ | addresses
    del environment["DJANGO_SETTINGS_MODULE"]  # of the tests, which are not there

    def begin():
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        said = checkout / f"said-{len(begun)}"
        with said.open("w") as out:
            process = subprocess.Popen(
                [checkout / "bin" / "run", "--demo", "0", "--port", str(port)],
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        begun.append(process)
        process.said, process.address = said, f"http://127.0.0.1:{port}"
        until = time.monotonic() + READY
        while "Ready after" not in said.read_text():
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < until, said.read_text()
            time.sleep(0.05)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.wait()
    children.end_outlived()


def holds_its_lock(checkout):
    with (checkout / ".local" / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@pytest.mark.slow
def test_killed_outright_it_serves_again_and_when_asked_to_stop_leaves_nothing(start, checkout):
    killed = start()
    assert holds_its_lock(checkout)
    killed.kill()
    killed.wait()

    again = start()
    with urlopen(f"{again.address}/readyz") as answer:
        assert json.load(answer)["revision"] == 0
    assert len(children.outlived()) >= 3, "server, its workers, and who takes jobs"
    again.send_signal(signal.SIGTERM)

    assert again.wait(20) == 128 + signal.SIGTERM
    assert again.said.read_text().endswith("Stopped by SIGTERM; nothing is left running.\n")
    assert not children.outlived()
    assert not holds_its_lock(checkout)
    with pytest.raises(OSError, match="refused"):
        urlopen(f"{again.address}/readyz")
