"""bin/run and its siblings: what they start ends with them; what fails says what to do."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from house import children, cluster, command, packages, run, wheels
from house.steps import Trouble

LIB = Path(run.__file__).parents[1]
WORK = """
import sys, time
from house import children
from house.command import main

def work():
    children.start([sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"])
    time.sleep(60)

main("trial", work)
"""


@pytest.fixture
def trial_run():
    """A command with one long child, as bin/run has a server."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORK],
        env=os.environ | {"PYTHONPATH": str(LIB)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "up\n"
    yield process
    process.kill()
    process.stdout.close()
    process.wait()


@pytest.fixture(autouse=True)
def trial(monkeypatch):
    monkeypatch.setattr(children, "_mark", "trial")


def gone_within(seconds):
    until = time.monotonic() + seconds
    while children.outlived() and time.monotonic() < until:
        time.sleep(0.02)
    return not children.outlived()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_what_was_started(trial_run, number):
    assert children.outlived()
    trial_run.send_signal(number)
    assert trial_run.wait(10) == 128 + number
    assert not children.outlived()


def test_what_was_started_ends_even_when_the_command_is_killed_outright(trial_run):
    trial_run.kill()
    trial_run.wait()
    assert gone_within(10)


def test_what_outlives_all_that_is_ended_by_the_next_start():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    mark = {children.MARK: f"trial:{children.ROOT}"}
    words = [sys.executable, "-c", f"{deaf} print('up', flush=True); time.sleep(60)"]
    with subprocess.Popen(words, env=os.environ | mark, stdout=subprocess.PIPE) as stray:
        stray.stdout.readline()
        # Reaped by us here; by init where the command that started it is gone.
        assert list(children.outlived()) == [stray.pid]
        children.end_outlived(patience=0.1)
        assert stray.wait(5) == -signal.SIGKILL


def test_whoever_asks_the_database_ends_before_it_does(monkeypatch, tmp_path):
    """A page under way is answered, and nobody hears that the database is shutting down."""
    told = []

    class Database:
        started = True

        def running(self):
            return False

        def start(self):
            pass

        def stop(self):
            told.append(child.poll())

    monkeypatch.setattr(cluster, "Cluster", Database)
    for name in ("LOCAL", "USERS", "OURS"):
        monkeypatch.setattr(cluster, name, tmp_path / name)
    with cluster.in_use():
        child = children.start(["sleep", "60"])
    assert told == [-signal.SIGTERM]


@pytest.fixture
def python(monkeypatch, tmp_path):
    """What stands for the site's Python: tells with which words and in which role it was begun."""
    told = tmp_path / "told"
    program = tmp_path / "python"
    program.write_text(
        f'#!/bin/sh\necho "$@" $ATHAR_ROLE $DATABASE_OWNER_URL >> {told}\nsleep 60\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(run, "PYTHON", program)
    return told


@pytest.fixture
def worker(python):
    made = run.Worker({"DATABASE_OWNER_URL": "postgresql://owner@/athar"})
    yield made
    children.stop(made.child, patience=0.1)


def test_the_worker_is_begun_beside_the_server_with_the_rights_of_the_web(worker, python):
    assert said_within(10, python) == "manage.py work web\n"


def test_a_worker_that_was_killed_is_begun_again_after_a_breath(worker, capsys):
    first = worker.child
    first.kill()
    first.wait()
    worker.keep()
    assert worker.child is first  # one that cannot begin at all is not begun a hundred times
    worker.begun -= run.BREATH
    worker.keep()
    assert worker.child.pid != first.pid
    assert worker.child.poll() is None
    assert "The worker ended (exit code -9) and is begun again." in capsys.readouterr().out


def test_a_worker_that_runs_is_left_alone(worker):
    first = worker.child
    worker.begun -= run.BREATH
    worker.keep()
    assert worker.child is first


def said_within(seconds, file):
    until = time.monotonic() + seconds
    while not (file.exists() and file.read_text()) and time.monotonic() < until:
        time.sleep(0.02)
    return file.read_text()


@pytest.mark.parametrize("at_terminal", [True, False])
def test_a_child_leaves_our_session_unless_sudo_must_find_its_password_there(at_terminal):
    child = children.start(["sleep", "60"], at_terminal=at_terminal)
    try:
        assert (os.getsid(child.pid) == os.getsid(0)) == at_terminal
        assert os.getpgid(child.pid) == child.pid
    finally:
        children.stop(child)


def test_a_signal_to_the_install_alone_ends_apt_and_what_apt_started(tmp_path):
    """sudo passes a signal to the one process it started, apt passes none on to dpkg."""
    (tmp_path / "apt-get").write_text("#!/bin/sh\nsleep 60 & echo $!\nwait\n")
    (tmp_path / "apt-get").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    words = ["sh", str(packages.APT), "gettext"]
    with subprocess.Popen(words, env={"PATH": path}, stdout=subprocess.PIPE, text=True) as install:
        grandchild = int(install.stdout.readline())
        install.terminate()
        assert install.wait(10) == 128 + signal.SIGTERM
    assert _command_of(grandchild) == b""


def _command_of(pid):
    """Empty for a process that has ended and is not reaped yet."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_port_in_use_is_told_before_anything_is_prepared():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=f"port {port} is in use.*take another: --port"):
            run.check_port(Namespace(host="127.0.0.1", port=port))


def test_without_the_right_to_install_the_words_for_root_are_told(monkeypatch):
    monkeypatch.setattr(packages, "postgres_bin", lambda: None)
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(packages.shutil, "which", lambda name: None if name == "sudo" else name)
    with pytest.raises(Trouble, match="as root: apt-get update && apt-get install postgresql"):
        packages.ensure(database=True, tests=False)


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ("Temporary failure in name resolution", "no network"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
    ],
)
def test_a_failed_install_tells_its_cause(log, told, monkeypatch, tmp_path):
    monkeypatch.setattr(children, "LOGS", tmp_path)
    words = [sys.executable, "-c", f"print({log!r}); raise SystemExit(1)"]
    with pytest.raises(Trouble, match=told):
        children.must(words, log="pip", what="not installed", causes=wheels.CAUSES)


def test_a_disk_too_full_for_a_log_is_told_by_its_room(monkeypatch, tmp_path):
    monkeypatch.setattr(children, "LOGS", tmp_path)
    monkeypatch.setattr(children.shutil, "disk_usage", lambda path: Namespace(free=2**20))
    with pytest.raises(Trouble, match="not installed: only 1 MB are free"):
        children.must(["false"], log="pip", what="not installed")


@pytest.fixture
def ubuntu(monkeypatch, tmp_path):
    """A machine of Ubuntu whose only Chromium is the script that starts its snap."""
    monkeypatch.setattr(packages, "SYSTEM", tmp_path / "os-release")
    packages.SYSTEM.write_text('NAME="Ubuntu"\nID=ubuntu\n')
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ATHAR_CHROMIUM", raising=False)
    program(tmp_path / "chromium", '#!/bin/sh\nexec /snap/bin/chromium "$@"\n')
    return tmp_path


def program(path, text="#!/bin/sh\n"):
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def test_a_chromium_that_is_a_snap_is_told_with_what_to_do(ubuntu):
    assert packages.chromium() is None
    told = "Ubuntu's is a snap that tests cannot drive: set ATHAR_CHROMIUM to a Chromium or Chrome"
    with pytest.raises(Trouble, match=told):
        packages.ensure(database=False, tests=True)


def test_beside_a_snap_another_chromium_serves(ubuntu, monkeypatch):
    shell = program(ubuntu / "chromium-headless-shell")
    assert packages.chromium() == shell
    named = program(ubuntu / "chrome")
    monkeypatch.setenv("ATHAR_CHROMIUM", named)
    assert packages.chromium() == named


def test_a_chromium_that_is_named_and_not_there_is_told(ubuntu, monkeypatch):
    monkeypatch.setenv("ATHAR_CHROMIUM", "/nowhere/chrome")
    with pytest.raises(Trouble, match="ATHAR_CHROMIUM names /nowhere/chrome, which is not there"):
        packages.ensure(database=False, tests=True)


def test_a_disk_that_fills_while_loading_is_told_even_where_it_took_the_connection(monkeypatch):
    def load(self):
        try:
            raise OperationalError("could not extend file: No space left on device")
        except OperationalError:
            raise OperationalError("the database system is in recovery mode")  # noqa: B904

    monkeypatch.setattr("config.preparation.Preparation.texts", load)
    with pytest.raises(CommandError, match="^the disk is full$"):
        call_command("prepare", texts_only=True)


def test_a_checkout_of_another_user_is_refused_before_anything_is_written(monkeypatch):
    monkeypatch.setattr(command.os, "geteuid", lambda: command.LOCAL.stat().st_uid + 1)
    with pytest.raises(Trouble, match="this checkout was prepared by .*: be that user"):
        command._same_user()


def test_a_full_disk_is_told_before_packages_are_fetched(monkeypatch):
    monkeypatch.setattr(wheels.shutil, "disk_usage", lambda path: Namespace(free=2**20))
    with pytest.raises(Trouble, match="only 1 MB are free"):
        wheels._check_space(700)


@pytest.mark.parametrize(
    ("host", "told", "address"),
    [
        ("127.0.0.1", {}, "http://127.0.0.1:8712"),
        ("::1", {}, "http://[::1]:8712"),
        ("0.0.0.0", {}, f"http://{socket.gethostname()}:8712"),
        ("0.0.0.0", {"ATHAR_ADDRESS": "https://athar.example"}, "https://athar.example"),
        ("127.0.0.1", {"ATHAR_HOSTS": "athar.example"}, None),
    ],
)
def test_mails_name_the_address_that_is_served_unless_another_is_told(host, told, address):
    environment = run.addressed(told, Namespace(host=host, port=8712))
    assert environment.get("ATHAR_ADDRESS") == address
