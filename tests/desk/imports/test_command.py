"""import_actors: a dry run unless told otherwise; stopped or killed, nothing is half done."""

import csv
import json
import os
import signal
import time

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from directory.lock import LOCK
from directory.models import Revision
from tests.desk.imports.files import LICENCE, SOURCE, Files

HEADER = ["Nom", "Forme juridique", "Commune", "Membres 2023"]
AMAL = ["Coopérative Exemple Amal", "Coopérative", "Berkane", "40"]
TOLD = ("--source", SOURCE, "--licence", LICENCE)


def command(*words):
    call_command("import_actors", *map(str, words))


def test_it_is_a_dry_run_unless_told_to_publish(files, capsys):
    command(files.csv(HEADER, AMAL), *TOLD)

    told = capsys.readouterr().out
    assert "1  new" in told
    assert "Membres 2023 → figures.members.2023" in told
    assert "A dry run: nothing was published" in told
    assert Revision.objects.head().kind == "reference"


def test_it_publishes_and_takes_back(files, capsys):
    command(files.csv(HEADER, AMAL), *TOLD, "--publish")
    told = capsys.readouterr().out
    assert "1 new profiles, 0 changed, 1 figures" in told
    number = told.strip().rpartition("--undo ")[2]

    command("--undo", number)

    assert "1 profiles withdrawn" in capsys.readouterr().out
    assert Revision.objects.head().reason == "import-undone"


def test_the_figures_of_a_column_are_left_out_and_read_again(files, capsys):
    path = files.csv(HEADER, [*AMAL[:3], "quarante"])
    command(path, *TOLD, "--leave-out", "Membres 2023")
    told = capsys.readouterr().out
    assert "Membres 2023: 1 figures left out." in told
    assert "1  new" in told
    command(path, *TOLD, "--read-again", "Membres 2023")
    told = capsys.readouterr().out
    assert "Membres 2023: 1 figures read again." in told
    assert "1  wrong" in told


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("missing.csv", *TOLD), 3, "no file"),
        ((), 2, "Name a file"),
        (("--undo", "999999"), 2, "no import 999999"),
        (("{file}", "--source", "Nouvelle"), 2, "under which licence"),
        (("{file}", *TOLD, "--map", "Nom"), 2, "two words with = between"),
        (("{file}", *TOLD, "--crs", "lune"), 2, "an EPSG code"),
        (("{file}", *TOLD, "--leave-out", "Nom"), 2, "no figures in “Nom”"),
        (("{file}", *TOLD, "--source-kind", "rumeur"), 2, "verified, registry"),
        (("{file}", *TOLD, "--report", "rapport.pdf"), 2, "a report ends in .txt, .json"),
        (("{link}", *TOLD), 4, "a link to another file"),
        (("{wrong}", *TOLD, "--publish"), 5, "1 row of 1 is wrong"),
    ],
)
def test_a_refusal_has_its_exit_code_and_one_message(files, words, status, told):
    file = files.csv(HEADER, AMAL)
    link = files.folder / "link.csv"
    link.symlink_to(file)
    wrong = files.csv(HEADER, ["Exemple", "Coopérative", "Nulle-Part", ""], name="wrong.csv")
    words = [one.format(file=file, link=link, wrong=wrong) for one in words]

    with pytest.raises(CommandError, match=told) as refusal:
        command(*words)

    assert refusal.value.returncode == status


def test_reports_are_text_json_and_the_file_annotated(files):
    path = files.csv(HEADER, AMAL, ["=1+1", "Coopérative", "Nulle-Part", "-5"])
    reports = {kind: files.folder / f"report.{kind}" for kind in ("txt", "json", "csv", "xlsx")}

    command(path, *TOLD, *(word for one in reports.values() for word in ("--report", one)))

    told = json.loads(reports["json"].read_text("utf-8"))
    assert told["outcomes"]["new"] == told["outcomes"]["wrong"] == 1
    (wrong,) = told["told"]
    assert {one["column"] for one in wrong["problems"]} >= {"Nom", "Commune"}
    assert "row 3: wrong" in reports["txt"].read_text("utf-8")
    with reports["csv"].open(encoding="utf-8-sig", newline="") as file:
        first, second, third = csv.reader(file)
    assert first == [*HEADER, "athar row", "athar outcome", "athar problems", "athar answer"]
    assert second[4:6] == ["2", "new profile"]
    assert third[0] == "'=1+1"
    sheet = load_workbook(reports["xlsx"]).active
    assert sheet["A3"].value == "=1+1"
    assert sheet["A3"].data_type == "s"
    assert sheet["A3"].fill.fgColor.rgb == "FFF6C7C2"


def test_an_annotated_file_is_its_own_file_of_answers(files, register):
    register.publish("Coopérative Exemple Amal", place=files.place("02.113.01.09"))
    path, annotated = files.csv(HEADER, AMAL), files.folder / "annotated.csv"
    command(path, *TOLD, "--report", annotated)
    with annotated.open(encoding="utf-8-sig", newline="") as file:
        header, told = csv.reader(file)
    assert told[5] == "uncertain"
    told[7] = "other"

    command(path, *TOLD, "--answers", files.csv(header, told, name="answers.csv"), "--publish")

    assert Revision.objects.head().kind == "import"


ROWS = 1_200
WAITING = (
    "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    " and database = (select oid from pg_database where datname = current_database())"
)


@pytest.fixture
def begun(committed_database, tmp_path):
    """A register of a test's own, a file of some rows, and the command on it."""

    class Begun:
        scratch = committed_database
        path = Files(tmp_path).csv(
            HEADER[:2], *([f"Exemple numéro {at}", "Coopérative"] for at in range(ROWS))
        )

        def start(self):
            return self.scratch.start(
                "manage.py", "import_actors", str(self.path), *TOLD, "--publish"
            )

        def until(self, question, of):
            self.scratch.until(f"select ({question})::int", 1, of)

        def nothing_is_public(self):
            assert self.scratch.ask("select count(*) from directory_actor") == [(0,)]
            assert self.scratch.ask("select count(*) from directory_recordbytes") == [(0,)]
            assert self.scratch.head == 0

    return Begun()


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [
        "exists (select from desk_importsource)",
        "exists (select from desk_importrow)",
        "exists (select from desk_importrow where outcome <> '')",
        "exists (select from desk_import where state = 'publishing')",
    ],
)
def test_killed_at_any_moment_nothing_is_half_done_and_it_goes_on(begun, moment):
    process = begun.start()
    begun.until(moment, process)
    process.kill()
    code, _told = process.ended()
    if code == 0:
        pytest.skip("it was quicker than the kill")
    begun.nothing_is_public()

    code, told = begun.start().ended()

    assert code == 0, told
    assert f"{ROWS:,} new profiles" in told
    assert begun.scratch.ask("select count(*), max(state) from desk_import") == [(1, "published")]
    assert begun.scratch.ask("select count(*) from directory_actorversion") == [(ROWS,)]


@pytest.mark.slow
@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_and_says_so(begun, word):
    process = begun.start()
    begun.until("exists (select from desk_importrow)", process)
    os.kill(process.pid, word)

    code, told = process.ended()

    assert code == 130, told
    assert "Stopped; nothing was published" in told
    begun.nothing_is_public()


@pytest.mark.slow
def test_killed_while_it_waits_for_the_lock_nothing_is_half_done(begun):
    with begun.scratch.connect() as other:
        other.execute("begin")
        other.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        process = begun.start()
        begun.scratch.until(WAITING, 1)
        process.kill()
        process.ended()
        other.execute("rollback")

    deadline = time.monotonic() + 30
    while begun.scratch.ask(WAITING) != [(0,)]:
        assert time.monotonic() < deadline
    begun.nothing_is_public()


@pytest.mark.slow
def test_where_somebody_publishes_meanwhile_it_is_written_again_and_comes_after(begun):
    scratch = begun.scratch
    (other,) = scratch.actors(1)
    with scratch.connect() as holder:
        holder.execute("select pg_advisory_lock(%s)", [LOCK])
        first = scratch.start("-m", "tests.directory.committed", "together", other)
        scratch.until(WAITING, 1)
        process = begun.start()
        scratch.until(WAITING, 2, process)
    assert first.ended() == (0, "")

    code, told = process.ended()

    assert code == 0, told
    assert f"Revision 2: {ROWS:,} new profiles" in told
    # Versions of the first try went with it, but for the numbers they had taken.
    opened = "select opened, count(*), max(id) - min(id) from directory_actorversion group by 1"
    assert sorted(scratch.ask(opened)) == [(1, 1, 0), (2, ROWS, ROWS - 1)]
    (least,) = scratch.ask("select min(id) from directory_actorversion where opened = 2")
    assert least[0] > ROWS + 1
    scratch.verifies()
