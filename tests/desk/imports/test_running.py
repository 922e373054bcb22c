"""A file sent on a page: carried by the worker step by step, within a scope, and taken up."""

import os
import signal
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils.timezone import now
from django.utils.translation import override

from desk.imports import running, staging
from desk.imports.wording import problem_words
from desk.models import Import, ImportRow, ImportRun
from directory.lock import LOCK
from directory.models import ActorVersion, Membership, Revision
from tests import people
from tests.desk.imports.files import SOURCE, row
from tests.desk.test_jobs import working
from tests.register import compare_as_commit

HEADER = "Nom,Forme juridique,Commune,Membres 2023\n"
AMAL = "Coopérative Exemple Amal,Coopérative,Berkane,40\n"
NOUR = "Association Exemple Nour,Association,Taza,12\n"
COUNTRY = ("country", "MA")


def sent(by, *lines, scope=COUNTRY, name="exemple.csv", header=HEADER):
    """A file that was sent, and read."""
    file = SimpleUploadedFile(name, (header + "".join(lines)).encode())
    run = running.send(by, file, source=SOURCE, licence="CC-BY-4.0", scope=scope)
    return carried(run)


def carried(run):
    running.carry(run.pk)
    return ImportRun.objects.select_related("parent").get(pk=run.pk)


def asked(run, step, by, **options):
    running.ask(run, step, by=by, **options)
    return carried(run)


@pytest.fixture
def hind(files):
    return people.administrator()


def test_a_file_is_read_checked_published_and_taken_back(hind):
    run = sent(hind, AMAL, NOUR)
    assert (run.state, run.content, run.parent.rows) == ("done", None, 2)
    run = asked(run, "check", hind)
    assert staging.outcomes(run.parent)["new"] == 2
    assert not ActorVersion.objects.exists()
    run = asked(run, "publish", hind, expected={"new": 2, "update": 0})
    assert run.parent.revision == Revision.objects.head()
    assert run.parent.revision.role == "moderator"
    assert run.options["applied"] == {"new": 2, "changed": 0, "figures": 2}
    run = asked(run, "undo", hind)
    assert run.parent.state == "undone"
    assert not ActorVersion.objects.current().exists()


def test_what_would_be_public_is_what_was_looked_at(hind):
    run = asked(sent(hind, AMAL, NOUR), "publish", hind, expected={"new": 3, "update": 0})
    assert (run.state, run.refusal["what"]) == ("failed", "changed-meanwhile")
    assert not ActorVersion.objects.exists()


def test_a_step_that_was_done_is_not_done_twice(hind):
    run = asked(sent(hind, AMAL), "publish", hind)
    ImportRun.objects.filter(pk=run.pk).update(state="running")  # killed after the commit
    head = Revision.objects.head().number
    assert carried(run).state == "done"
    assert Revision.objects.head().number == head


def test_what_waits_is_stopped_and_taken_up_again(hind):
    run = sent(hind, AMAL)
    running.ask(run, "check", by=hind)
    with pytest.raises(running.Busy):
        running.ask(run, "publish", by=hind)
    running.stop(run)
    assert carried(run).state == "stopped"
    running.go_on(run, by=hind)
    assert carried(run).state == "done"


def test_a_file_that_cannot_be_read_says_so_and_is_thrown_away(hind):
    file = SimpleUploadedFile("exemple.pdf", b"%PDF-1.7 nothing")
    run = running.send(hind, file, source=SOURCE, licence="CC0-1.0", scope=COUNTRY)
    run = carried(run)
    assert (run.state, run.refusal["what"]) == ("failed", "no-table")
    assert run.refusal["told"] == {"file": "exemple.pdf"}
    running.drop(run)
    assert not ImportRun.objects.exists()


def test_the_same_file_is_not_here_twice(hind):
    sent(hind, AMAL)
    assert sent(hind, AMAL).refusal["what"] == "here-already"


def test_a_region_s_moderator_brings_in_rows_of_her_region_only(files):
    by = people.moderator("region", "02")
    with pytest.raises(running.NotYours):
        sent(by, AMAL)
    run = asked(sent(by, AMAL, NOUR, scope=("region", "02")), "check", by)
    outcomes = [row(run.parent, number).outcome for number in (2, 3)]
    assert outcomes == ["new", "wrong"]
    assert row(run.parent, 3).problems[-1]["problem"] == "out-of-scope"


def test_what_a_network_brings_belongs_to_it_and_goes_with_it(files, register):
    made = register.actor("Réseau Exemple", kind="network")
    register.publish_all(made)
    network = made.code
    ice = "001561191000066"
    register.publish("Association Exemple Nour", registry={"ice": ice})
    by = people.moderator("network", network)
    run = sent(
        by,
        "Coopérative Exemple Amal,Coopérative,\n",
        f"Association Exemple Nour,Association,{ice}\n",
        header="Nom,Forme juridique,ICE\n",
        scope=("network", network),
    )
    run = asked(run, "publish", by, skip_wrong=True)
    assert row(run.parent, 3).problems[-1]["problem"] == "out-of-scope"
    amal = row(run.parent, 2).actor
    assert Membership.objects.current().filter(member__code=amal).get().network.code == network
    asked(run, "undo", by)
    assert not Membership.objects.current().exists()
    assert not ActorVersion.objects.current().filter(code=amal).exists()
    compare_as_commit()


def test_what_a_programme_brings_belongs_to_it_and_others_are_refused_by_name(files, register):
    nour = "001561191000066"
    lina = "001561191000163"
    within = register.publish("Coopérative Exemple Lina", registry={"ice": lina})
    register.publish("Association Exemple Nour", registry={"ice": nour})
    programme = register.programme("Programme Exemple", within).code
    by = people.moderator("programme", programme)
    run = sent(
        by,
        "Coopérative Exemple Amal,Coopérative,\n",
        f"Association Exemple Nour,Association,{nour}\n",
        f"Coopérative Exemple Lina,Coopérative,{lina}\n",
        header="Nom,Forme juridique,ICE\n",
        scope=("programme", programme),
    )
    run = asked(run, "publish", by, skip_wrong=True)
    outcomes = [row(run.parent, number).outcome for number in (2, 3, 4)]
    assert outcomes == ["new", "wrong", "update"]
    (problem,) = row(run.parent, 3).problems
    with override("fr"):
        said = problem_words(problem)
    assert "Association Exemple Nour" in said
    assert said.endswith("Programme Exemple")
    amal = row(run.parent, 2).actor
    assert Membership.objects.current().filter(member__code=amal).get().programme.code == programme
    compare_as_commit()


def test_nobody_brings_in_for_a_programme_of_others(files, register):
    lina = register.publish("Lina")
    hers, other = (register.programme(name, lina).code for name in ("Un", "Autre"))
    by = people.moderator("programme", hers)
    with pytest.raises(running.NotYours):
        sent(by, AMAL, scope=("programme", other))


def test_a_chosen_commune_counts_for_every_row_that_says_it_so(hind):
    lost = "Coopérative Exemple {},Coopérative,Berkan,\n"
    run = asked(sent(hind, lost.format("A"), lost.format("B")), "check", hind)
    (problem,) = row(run.parent).problems
    assert (problem["problem"], problem["choices"][0]) == ("unknown-commune", "02.113.01.09")
    same = {"problem": problem["problem"], "place": problem["place"]}
    staging.choose(run.parent, problem["place"], "02.113.01.09", same)
    run = asked(run, "check", hind)
    assert staging.outcomes(run.parent)["new"] == 2
    assert row(run.parent, 3).told["place"]["commune"] == "02.113.01.09"


def test_rows_are_forgotten_after_a_while_and_what_was_published_never(hind, files):
    published = asked(sent(hind, AMAL), "publish", hind)
    left = sent(hind, NOUR, name="left.csv")
    files.checked(files.text(HEADER + NOUR + AMAL, "by-command.csv"))
    assert running.forget(now() - timedelta(days=1)) == 0
    assert running.forget(now()) == 4
    assert not ImportRow.objects.exists()
    assert list(Import.objects.values_list("pk", flat=True)) == [published.parent.pk]
    assert not ImportRun.objects.filter(pk=left.pk).exists()


ROWS = 1_200
BEGIN = """
from django.core.files.uploadedfile import SimpleUploadedFile
from desk.imports import running
from desk.models import Person
by = Person.objects.create_superuser("hind@athar.example", None, language="fr")
lines = "".join(f"Exemple numéro {at},Coopérative\\n" for at in range(1200))
file = SimpleUploadedFile("exemple.csv", ("Nom,Forme juridique\\n" + lines).encode())
run = running.send(by, file, source="Exemple", licence="CC0-1.0", scope=("country", "MA"))
running.carry(run.pk)
run.refresh_from_db()
running.ask(run, "publish", by=by)
"""
KILLED = "update procrastinate_workers set last_heartbeat = now() - interval '1 hour' returning 1"
TAKE_UP = """
insert into procrastinate_jobs (queue_name, task_name, args)
values ('default', 'desk.tasks.take_up_stalled', '{"timestamp": 0}') returning id"""

STOP = "update desk_importrun set stop = true where state = 'running' returning 1"
MAILS = """
insert into procrastinate_jobs (queue_name, task_name, args)
values ('default', 'desk.tasks.send_waiting_mail', '{"timestamp": 0}') returning id"""
PUBLISHING = "select count(*) from desk_import where state = 'publishing'"
DONE = "select count(*) from desk_importrun where state = 'done'"
SENT = """
select (exists (select from procrastinate_jobs
where task_name = 'desk.tasks.send_waiting_mail' and status = 'succeeded'))::int"""


@pytest.mark.slow
def test_of_a_worker_that_was_killed_nothing_is_half_done_and_another_goes_on(committed_database):
    code, told = committed_database.start("manage.py", "shell", "-c", BEGIN).ended()
    assert code == 0, told
    worker = committed_database.start("manage.py", "work", "--once", role="web")
    committed_database.until(PUBLISHING, 1, worker)
    worker.kill()
    worker.ended()
    assert committed_database.ask("select count(*) from directory_actor") == [(0,)]
    assert committed_database.head == 0
    committed_database.ask(KILLED)
    committed_database.ask(TAKE_UP)
    code, told = committed_database.start("manage.py", "work", "--once", role="web").ended()
    assert code == 0, told
    assert committed_database.ask("select state from desk_importrun") == [("done",)]
    assert committed_database.ask("select count(*) from directory_actorversion") == [(ROWS,)]


# Whoever waits for the lock loses its session, until the import was among them.
AWAY = """
select (select 0 * count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and wait_event = 'advisory') + count(*)
from procrastinate_jobs j, desk_importrun r
where j.task_name = 'desk.tasks.carry_import' and j.attempts = 1 and r.state = 'running'"""


@pytest.mark.slow
def test_an_import_whose_database_went_away_is_taken_up_again(committed_database):
    code, told = committed_database.start("manage.py", "shell", "-c", BEGIN).ended()
    assert code == 0, told
    with committed_database.connect() as other, working(committed_database) as worker:
        other.execute("begin")
        other.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        committed_database.until(AWAY, 1, worker)
        other.execute("rollback")
        committed_database.until(DONE, 1, worker)
    assert committed_database.ask("select count(*) from directory_actorversion") == [(ROWS,)]


def test_an_import_that_is_given_up_may_be_taken_up_by_its_sender(hind):
    run = sent(hind, AMAL)
    running.ask(run, "check", by=hind)
    running.give_up(run.pk)
    run.refresh_from_db()
    assert (run.state, run.refusal["what"]) == ("failed", "unexpected")
    running.go_on(run, by=hind)
    assert carried(run).state == "done"


def test_where_the_database_is_away_for_long_an_import_fails_and_says_so(hind, monkeypatch):
    run = sent(hind, AMAL)
    running.ask(run, "check", by=hind)

    def away(*_given):
        raise OperationalError("server closed the connection")

    monkeypatch.setitem(running.STEPS, "check", away)
    for last, state in [(False, "running"), (True, "failed")]:
        with pytest.raises(OperationalError):
            running.carry(run.pk, last=last)
        run.refresh_from_db()
        assert run.state == state


@pytest.mark.slow
def test_what_runs_stops_where_it_is_asked_to_and_nothing_is_half_done(committed_database):
    code, told = committed_database.start("manage.py", "shell", "-c", BEGIN).ended()
    assert code == 0, told
    with committed_database.connect() as other:
        other.execute("begin")
        other.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        worker = committed_database.start("manage.py", "work", "--once", role="web")
        committed_database.until(PUBLISHING, 1, worker)
        committed_database.ask(STOP)
        other.execute("rollback")
    code, told = worker.ended()
    assert code == 0, told
    assert committed_database.ask("select state from desk_importrun") == [("stopped",)]
    assert committed_database.ask("select count(*) from directory_actor") == [(0,)]
    assert committed_database.head == 0


@pytest.mark.slow
def test_a_mail_does_not_wait_for_an_import(committed_database):
    code, told = committed_database.start("manage.py", "shell", "-c", BEGIN).ended()
    assert code == 0, told
    committed_database.ask(MAILS)
    with committed_database.connect() as other:
        other.execute("begin")
        other.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        worker = committed_database.start("manage.py", "work", role="web")
        committed_database.until(PUBLISHING, 1, worker)
        committed_database.until(SENT, 1, worker)
        assert committed_database.head == 0
        other.execute("rollback")
    committed_database.until(DONE, 1, worker)
    os.kill(worker.pid, signal.SIGTERM)
    code, told = worker.ended()
    assert code == 0, told
