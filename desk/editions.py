"""Editions asked for on a page: the worker makes them, since one of a million takes a minute."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

TASK = "desk.tasks.make_edition"


def ask(revision: int) -> bool:
    """Have the edition of a revision made, or made again; False where that waits already."""
    job = app.configure_task(TASK, queueing_lock=f"edition-{revision}")
    try:
        with transaction.atomic():
            job.defer(revision=revision)
    except AlreadyEnqueued:
        return False
    return True


def asked(most: int = 5) -> list[ProcrastinateJob]:
    """The last that were asked for, the newest first."""
    return list(ProcrastinateJob.objects.filter(task_name=TASK).order_by("-id")[:most])
