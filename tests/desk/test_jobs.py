"""Jobs wait in the database; whoever takes them may be killed, and none is lost."""

import asyncio
import os
import signal
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from asgiref.sync import async_to_sync
from croniter import croniter
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.periodic import PeriodicDeferrer

from desk.tasks import TRIES, forget_old

SESSIONS = "desk.tasks.forget_old"
STALLED = "desk.tasks.take_up_stalled"
ENDED_SESSION = (
    "insert into django_session values ('ended', '', now() - interval '1 day') returning 1"
)
WAITING = """
insert into procrastinate_jobs (queue_name, task_name, args)
values ('default', %s, '{"timestamp": 0}') returning id"""
TAKEN = """
with killed as (
    insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')
    returning id
)
insert into procrastinate_jobs (queue_name, task_name, args, status, worker_id)
select 'default', %s, '{"timestamp": 0}', 'doing', id from killed returning id"""
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)  # after all that is done at night and at dawn
DAILY = {"forget_old_jobs", "forget_old", "send_digests", "send_reminders"}
STUCK = """
with killed as (
    insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')
    returning id
)
insert into procrastinate_jobs
    (queue_name, task_name, args, lock, queueing_lock, status, worker_id)
select 'default', 'desk.tasks.send_waiting_mail', '{"timestamp": 0}', 'send-waiting-mail',
    'send-waiting-mail', status::procrastinate_job_status, worker_id
from (select 'doing', id from killed union all select 'todo', null) as held (status, worker_id)
returning id"""
SLEPT = """
insert into procrastinate_periodic_defers (task_name, defer_timestamp)
values ('desk.tasks.forget_old', extract(epoch from now() - interval '3 days')) returning id"""
CAUGHT_UP = """
select count(*) from procrastinate_jobs
where task_name = 'desk.tasks.forget_old' and status = 'succeeded'"""
ENDED = "select status::text from procrastinate_jobs where id = %s"


@pytest.fixture
def work(committed_database):
    """Take what waits, as the web's database role, until nothing does."""

    def run():
        code, told = committed_database.start("manage.py", "work", "--once", role="web").ended()
        assert code == 0, told

    return run


@contextmanager
def working(database):
    """A worker that waits for jobs, told to stop in the end."""
    worker = database.start("manage.py", "work", role="web")
    try:
        yield worker
        os.kill(worker.pid, signal.SIGTERM)
        code, told = worker.ended()
        assert code == 0, told
    finally:
        worker.kill()


def test_what_is_undone_leaves_no_job(db):
    with transaction.atomic():
        forget_old.defer(timestamp=0)
        assert ProcrastinateJob.objects.count() == 1
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


def test_what_waits_already_is_not_queued_again(db):
    forget_old.defer(timestamp=0)
    with pytest.raises(AlreadyEnqueued), transaction.atomic():
        forget_old.defer(timestamp=1)


def test_the_worker_needs_no_rights_but_those_of_the_web(committed_database, work):
    committed_database.ask(ENDED_SESSION)
    [(job,)] = committed_database.ask(WAITING, [SESSIONS])
    work()
    assert committed_database.ask("select count(*) from django_session") == [(0,)]
    assert committed_database.ask(ENDED, [job]) == [("succeeded",)]


def test_the_job_of_a_worker_that_was_killed_is_taken_up_again(committed_database, work):
    [(job,)] = committed_database.ask(TAKEN, [SESSIONS])
    committed_database.ask(WAITING, [STALLED])
    work()
    assert committed_database.ask(ENDED, [job]) == [("succeeded",)]


def test_where_the_next_tick_waits_already_what_a_killed_worker_held_gives_way(
    committed_database, work
):
    """Both are of one queueing lock and of one lock: neither would ever begin."""
    stuck = committed_database.ask(STUCK)
    [(other,)] = committed_database.ask(TAKEN, [SESSIONS])
    committed_database.ask(WAITING, [STALLED])
    work()
    assert [committed_database.ask(ENDED, job) for job in stuck] == [
        [("aborted",)],
        [("succeeded",)],
    ]
    assert committed_database.ask(ENDED, [other]) == [("succeeded",)]


def test_what_kills_its_worker_again_and_again_is_given_up(committed_database, work):
    [(job,)] = committed_database.ask(TAKEN, [SESSIONS])
    committed_database.ask(
        "update procrastinate_jobs set attempts = %s where id = %s returning 1", [TRIES, job]
    )
    committed_database.ask(WAITING, [STALLED])
    work()
    assert committed_database.ask(ENDED, [job]) == [("failed",)]


# ---- what was slept through ----------------------------------------------------------------------


@contextmanager
def no_loop():
    """A process that has shown pages has the browser's loop still running in its thread."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)


def begun(moment):
    """The names of what a worker that starts at a moment has done, and does."""
    deferrer = PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults)
    before = ProcrastinateJob.objects.order_by("id").values_list("id", flat=True).last() or 0
    with no_loop():
        async_to_sync(deferrer.defer_jobs)(deferrer.get_previous_tasks(at=moment.timestamp()))
    made = ProcrastinateJob.objects.filter(id__gt=before).values_list("task_name", flat=True)
    names = sorted(name.removeprefix("desk.tasks.") for name in made)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'succeeded'")
    return names


def test_what_a_worker_slept_through_is_done_once_when_it_starts(db):
    begun(MORNING)
    assert set(begun(MORNING + timedelta(days=3, hours=5))) >= DAILY


def test_what_is_done_is_not_done_again_when_a_worker_starts_anew(db):
    begun(MORNING)
    assert not DAILY & set(begun(MORNING + timedelta(hours=5)))


def test_of_ticks_that_were_missed_only_the_last_counts(db):
    begun(MORNING)
    names = begun(MORNING + timedelta(days=3))
    assert len(names) == len(set(names)) == len(app.periodic_registry.periodic_tasks)


def test_of_two_workers_that_start_one_does_what_was_missed(db):
    begun(MORNING)
    begun(MORNING + timedelta(days=1, minutes=3))
    assert begun(MORNING + timedelta(days=1, minutes=3)) == []


def test_no_timetable_is_longer_than_what_is_caught_up(db):
    for each in app.periodic_registry.periodic_tasks.values():
        turns = croniter(each.cron, MORNING)
        first, second = turns.get_next(float), turns.get_next(float)
        assert second - first <= app.periodic_defaults["max_delay"], each.task.name


def test_the_worker_catches_up_by_itself(committed_database):
    committed_database.ask(SLEPT)
    with working(committed_database) as worker:
        committed_database.until(CAUGHT_UP, 1, worker)


# ---- tried again ---------------------------------------------------------------------------------


def test_what_nothing_else_begins_again_is_tried_again_later(committed_database, work):
    """Of an import that is not there nobody can be told: the job fails, and waits."""
    [(job,)] = committed_database.ask(
        "insert into procrastinate_jobs (queue_name, task_name, args) values ('default',"
        ' \'desk.tasks.tell_of_import\', \'{"parent": 0, "revision": 0, "by": null}\') returning id'
    )
    work()
    told = committed_database.ask(
        "select status::text, attempts, scheduled_at > now() from procrastinate_jobs where id = %s",
        [job],
    )
    assert told == [("todo", 1, True)]
