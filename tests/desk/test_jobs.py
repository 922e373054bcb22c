"""Jobs wait in the database; whoever takes them may be killed, and none is lost."""

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from desk.tasks import forget_old

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
ENDED = "select status::text from procrastinate_jobs where id = %s"


@pytest.fixture
def work(committed_database):
    """Take what waits, as the web's database role, until nothing does."""

    def run():
        code, told = committed_database.start("manage.py", "work", "--once", role="web").ended()
        assert code == 0, told

    return run


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
