"""Jobs in the administration: seen, and tried again; never written there."""

import re

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from desk.tasks import carry_import, forget_old

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

LIST = "/admin/procrastinate/procrastinatejob/"


def test_an_administrator_sees_what_waits_and_cannot_change_it(desk):
    forget_old.defer(timestamp=0)
    job = ProcrastinateJob.objects.get()
    assert "desk.tasks.forget_old" in desk.get(LIST).content.decode()
    assert desk.get(f"{LIST}{job.pk}/change/").status_code == 200
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{job.pk}/delete/", {"post": "yes"}).status_code == 403


def asked(statement, *values):
    """What others do to jobs."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def seen(desk):
    """What is said of jobs, without markup."""
    page = desk.get(LIST).content.decode()
    part = re.search(r'class="module jobs-state">(.*?)</section>', page, re.DOTALL)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def failed(task, **given):
    task.defer(**given)
    job = ProcrastinateJob.objects.latest("id")
    asked("update procrastinate_jobs set status = 'doing' where id = %s", job.pk)
    asked("update procrastinate_jobs set status = 'failed' where id = %s", job.pk)
    return job


def try_again(desk, *jobs):
    given = {"action": "try_again", "_selected_action": [job.pk for job in jobs]}
    answer = desk.post(LIST, given, follow=True)
    return [str(each) for each in answer.context["messages"]]


def test_an_administrator_sees_whether_a_worker_is_at_work(desk):
    assert "No worker gives a sign of life" in seen(desk)
    asked("insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')")
    assert "No worker gives a sign of life" in seen(desk)
    asked("insert into procrastinate_workers default values")
    assert "A worker is at work." in seen(desk)


def test_an_administrator_sees_what_waits_and_what_failed(desk):
    failed(forget_old, timestamp=0)
    forget_old.defer(timestamp=1)
    assert "Waiting: 1 · Running: 0 · Failed: 1" in seen(desk)


def test_an_administrator_sees_when_each_was_done_last_and_how_it_ended(desk):
    assert "desk.tasks.forget_old not yet" in seen(desk)
    failed(forget_old, timestamp=0)
    assert re.search(r"desk.tasks.forget_old \d+ \w+ \d{4}, [\d:]+ Failed", seen(desk))
    forget_old.defer(timestamp=1)
    assert re.search(r"desk.tasks.forget_old \d+ \w+ \d{4}, [\d:]+ Waiting", seen(desk))


def test_what_failed_is_tried_again_from_there(desk):
    job = failed(forget_old, timestamp=0)
    assert try_again(desk, job) == ["Tried again: 1"]
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("todo", 1)


def test_what_waits_already_or_is_an_import_is_not_tried_again_from_there(desk):
    jobs = [failed(forget_old, timestamp=0), failed(carry_import, run=7)]
    forget_old.defer(timestamp=1)
    told = try_again(desk, *jobs)
    assert told[0] == "Tried again: 0"
    assert told[1].startswith("Left as they are: 2.")
    for job in jobs:
        job.refresh_from_db()
        assert job.status == "failed"


def test_what_did_not_fail_is_left_alone(desk):
    forget_old.defer(timestamp=0)
    assert try_again(desk, ProcrastinateJob.objects.get()) == ["Tried again: 0"]
    assert ProcrastinateJob.objects.get().attempts == 0
