"""How it stands with jobs: who works, what waits, what was done when. Told to administrators."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max
from django.utils.timezone import now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import ConnectorException

from desk.imports import running
from directory.database import rows

STALLED = timedelta(seconds=60)  # without a sign of life: whoever took a job was killed
LAST = """
select t.name, j.status::text, e.at
from unnest(%(names)s::text[]) as t (name)
left join lateral (
    select id, status from procrastinate_jobs where task_name = t.name order by id desc limit 1
) j on true
left join lateral (
    select at from procrastinate_events where job_id = j.id and at <= now() order by id desc limit 1
) e on true
order by t.name"""


@dataclass(frozen=True)
class Turn:
    """What has its times: how it stands with the last, and since when; None before the first."""

    task: str
    status: str | None
    at: datetime | None


@dataclass(frozen=True)
class State:
    """`works`: a worker gave a sign of life lately; `sign` is the last one of any."""

    works: bool
    sign: datetime | None
    counts: dict[str, int]
    turns: list[Turn]


def state(moment: datetime | None = None) -> State:
    """How it stands with jobs at a moment, or now."""
    sign = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    works = sign is not None and sign > (moment or now()) - STALLED
    unfinished = ProcrastinateJob.objects.filter(status__in=["todo", "doing", "failed"])
    counts = unfinished.order_by().values_list("status").annotate(Count("id"))
    names = sorted(task for task, _id in app.periodic_registry.periodic_tasks)
    turns = [Turn(*row) for row in rows(LAST, {"names": names}, prepare=False)]
    return State(works, sign, dict(counts), turns)


def try_again(jobs) -> tuple[int, int]:
    """Have failed jobs done again; how many, and how many not: an import is taken up by its sender,
    and what waits already is not queued twice.
    """
    failed = list(jobs.filter(status="failed"))
    begun = sum(_again(job) for job in failed)
    return begun, len(failed) - begun


def _again(job) -> bool:
    if job.task_name == running.TASK:
        return False
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job.pk, now())
    except ConnectorException:
        return False
    return True
