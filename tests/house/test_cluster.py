"""The private database of a checkout: made, started after whatever befell it, deleted when somebody
agrees; and a start that is stopped, whatever it was at.
"""

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from house import children, cluster, run
from house.steps import Trouble

LIB = Path(run.__file__).parents[1]


@pytest.fixture(scope="module")
def checkout():
    """The .local of a checkout of its own, whose first start was interrupted while it made the
    database.
    """
    folder = Path(tempfile.mkdtemp(prefix="athar-house-"))
    folder.chmod(0o755)
    for left in ("pg/data/base", "pg/data.7"):
        (folder / left).mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "KEY", folder.name)
        for name, path in {"LOCAL": ".", "USERS": "users", "OURS": "ours"}.items():
            patch.setattr(cluster, name, folder / path)
        yield folder
        cluster.Cluster().destroy()
    shutil.rmtree(folder)


@pytest.fixture
def database(checkout):
    """The database, running, with a row in it."""
    made = cluster.Cluster()
    made.start()
    ask(made, "create table if not exists kept as select 7 as n")
    return made


@pytest.fixture(autouse=True)
def trial(monkeypatch):
    monkeypatch.setattr(children, "_mark", "trial-of-clusters")
    monkeypatch.delenv("DATABASE_URL", raising=False)


def ask(database, statement, address="DATABASE_OWNER_URL"):
    with psycopg.connect(database.environment()[address], autocommit=True) as line:
        found = line.execute(statement)
        return found.fetchall() if found.description else []


def kill(database):
    """As after a power cut: the server is gone, and its pid file is not."""
    os.kill(database._postmaster(), signal.SIGKILL)
    until = time.monotonic() + 10
    while database.running() and time.monotonic() < until:
        time.sleep(0.02)
    assert (database.data / "postmaster.pid").exists()


# ---- starting ------------------------------------------------------------------------------------


def test_it_is_made_anew_where_its_making_was_interrupted(database):
    assert [each.name for each in database.base.glob("data*")] == ["data"]
    assert ask(database, "select current_user", "DATABASE_URL") == [("athar_web",)]
    there = {name for (name,) in ask(database, "select extname from pg_extension")}
    assert there >= set(cluster.EXTENSIONS)


def test_it_listens_on_its_socket_only(database):
    assert ask(database, "show listen_addresses") == [("",)]


def test_what_runs_is_not_started_again(database):
    pid = database._postmaster()
    other = cluster.Cluster()
    other.start()
    assert (other.started, other._postmaster()) == (False, pid)


def test_after_a_server_that_was_killed_it_starts_with_all_that_was_committed(database):
    kill(database)
    again = cluster.Cluster()
    again.start()
    assert again.started
    assert ask(again, "select n from kept") == [(7,)]


def test_a_pid_file_that_names_a_stranger_keeps_nobody_from_starting(database):
    kill(database)
    file = database.data / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"]) as stranger:
        _, *rest = file.read_text().splitlines(keepends=True)
        file.write_text("".join([f"{stranger.pid}\n", *rest]))
        again = cluster.Cluster()
        assert not again.running()
        again.start()
        assert (again.started, stranger.poll()) == (True, None)
        stranger.kill()


def test_the_last_who_uses_it_stops_it_where_one_of_them_started_it(database):
    with cluster.in_use() as found:
        assert not found.started
    assert database.running()  # started by hand, and left so
    database.stop()
    with cluster.in_use() as first:
        with cluster.in_use() as second:
            assert (first.started, second.started) == (True, False)
        assert first.running()
    assert not database.running()


# ---- deleting ------------------------------------------------------------------------------------


@pytest.fixture
def stamps(checkout, monkeypatch):
    made = checkout / "stamps"
    made.mkdir(exist_ok=True)
    monkeypatch.setattr(run, "STAMPS", made)
    return made


def answer(monkeypatch, words):
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))


@pytest.mark.parametrize("words", ["", "\n", "no\n", "y\n", "YES\n", "yes please\n"])
def test_reset_deletes_nothing_without_a_yes(database, stamps, monkeypatch, capsys, words):
    answer(monkeypatch, words)
    with pytest.raises(Trouble, match="nothing was deleted"):
        run.reset()
    assert "every actor and revision in it" in capsys.readouterr().out
    assert ask(database, "select n from kept") == [(7,)]
    assert stamps.exists()


def test_reset_touches_no_database_that_is_not_ours(database, stamps, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://athar_web@elsewhere/athar")
    answer(monkeypatch, "yes\n")
    with pytest.raises(Trouble, match="DATABASE_URL names another"):
        run.reset()
    assert sys.stdin.readline() == "yes\n"  # it did not ask
    assert database.running()


def test_reset_deletes_the_database_and_what_was_prepared_from_it(database, stamps, monkeypatch):
    answer(monkeypatch, "yes\n")
    run.reset()
    assert not database.running()
    assert not database.base.exists()
    assert not stamps.exists()


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], ("127.0.0.1", 8000, None, False)),
        (["--reset", "--demo", "20"], ("127.0.0.1", 8000, 20, True)),
        (["--demo", "0", "--port", "9000", "--host", "::1"], ("::1", 9000, 0, False)),
    ],
)
def test_what_a_start_is_asked_for(monkeypatch, words, asked):
    monkeypatch.setattr(sys, "argv", ["bin/run", *words])
    told = run.arguments()
    assert (told.host, told.port, told.demo, told.reset) == asked


@pytest.mark.parametrize(
    "words", [["--demo", "-1"], ["--demo", "many"], ["--port", "0"], ["--port", "65536"], ["--joy"]]
)
def test_a_start_that_is_asked_wrongly_says_what_it_takes(monkeypatch, capsys, words):
    monkeypatch.setattr(sys, "argv", ["bin/run", *words])
    with pytest.raises(SystemExit) as ended:
        run.arguments()
    assert ended.value.code == 2
    assert words[0] in capsys.readouterr().err


# ---- stopping ------------------------------------------------------------------------------------

WORK = """
import time
from house import children, run
from house.command import main

def whole():
    with children.unhurried():
        print("up", flush=True)
        print("whole" if input() else "", flush=True)
    time.sleep(60)

main("phase", lambda: {})
"""
PHASES = {
    "it asks whether to delete": "run.reset()",
    "it works by itself": "(print('up', flush=True), time.sleep(60))",
    "it waits for what prepares": "children.run(['sh', '-c', 'echo up; sleep 60'])",
    "it serves": "children.start(['sh', '-c', 'echo up; sleep 60']).wait()",
}


def started(work):
    """A command at that work, once it has said its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORK.format(work)],
        env=os.environ | {"PYTHONPATH": str(LIB)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline()
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("phase", PHASES)
def test_a_start_is_stopped_whatever_it_is_at(monkeypatch, phase, number):
    monkeypatch.setattr(children, "_mark", "phase")
    with started(PHASES[phase]) as process:
        process.send_signal(number)
        told = process.stdout.read()
        assert process.wait(10) == 128 + number
    assert told.endswith(f"Stopped by {number.name}; nothing is left running.\n")
    assert not children.outlived()


def test_what_must_not_stop_half_way_comes_to_its_end_before_the_signal_counts():
    with started("whole()") as process:
        process.send_signal(signal.SIGTERM)
        process.stdin.write("on\n")
        process.stdin.flush()
        told = process.stdout.read()
        assert process.wait(10) == 128 + signal.SIGTERM
    assert told == "whole\nStopped by SIGTERM; nothing is left running.\n"
