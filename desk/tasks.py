"""What the worker does by itself, at its times. Each may be begun twice, and does no harm then.

Jobs wait in the database and are taken by `manage.py work`, a few at once: a long one must not
keep mails waiting. Those of one `lock` come one after the other. Pages need no worker.
What fails is tried again, ever more seldom; what has its turn every few minutes is not: a job
that waits for another try would keep its next turn away.
"""

from io import StringIO

from asgiref.sync import sync_to_async
from django.core.management import call_command
from procrastinate import RetryStrategy, builtin_tasks
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from desk import mail, reminders
from desk.imports import running, telling
from desk.jobs import STALLED
from evidence.editions.publish import publish_edition

TRIES = 6  # more of them; each wait four times as long, the last of more than an hour
AGAIN = RetryStrategy(max_attempts=TRIES, exponential_wait=4)
# Whatever else goes wrong with an import or an edition is told to who asked for it.
AGAIN_IF_AWAY = RetryStrategy(max_attempts=TRIES, exponential_wait=4, retry_exceptions=running.AWAY)
KEPT_HOURS = 30 * 24  # how long jobs that ended are shown


def _do(command):
    """What the operator would do by hand; what it would tell her then is told by its job."""
    call_command(command, stdout=StringIO())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take-up-stalled", pass_context=True)
async def take_up_stalled(context, timestamp):
    """Give back the jobs of workers that were killed, unless they are what kills them."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED.total_seconds()):
        if job.attempts >= TRIES:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
            if job.task_name == running.TASK:
                await sync_to_async(running.give_up)(job.task_kwargs["run"])
            continue
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # its next turn waits already, and for this one to end
            await manager.finish_job(job, status=Status.ABORTED, delete_job=False)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget-old-jobs", pass_context=True, retry=AGAIN)
async def forget_old_jobs(context, timestamp):
    """Delete the jobs that ended long ago."""
    await builtin_tasks.remove_old_jobs(
        context,
        max_hours=KEPT_HOURS,
        remove_failed=True,
        remove_cancelled=True,
        remove_aborted=True,
    )


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="forget-old", lock="forget-old", retry=AGAIN)
def forget_old(timestamp):
    """Forget what is kept of people, by the table of how long (desk/retention.py)."""
    _do("forget_old")


@app.periodic(cron="7 8 * * *")
@app.task(queueing_lock="send-reminders", lock="send-reminders", retry=AGAIN)
def send_reminders(timestamp):
    """Ask, in the morning, about profiles that nobody confirmed for a year."""
    _do("send_reminders")


@app.periodic(cron="27 7 * * *")
@app.task(queueing_lock="send-digests", lock="send-digests", retry=AGAIN)
def send_digests(timestamp):
    """Tell, in the morning, who follows something and was told nothing for a week."""
    _do("send_digests")


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="publish-answers", lock="publish-answers")
def publish_answers(timestamp):
    """Publish together what was confirmed by one tap."""
    reminders.publish_answers()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send-waiting-mail", lock="send-waiting-mail")
def send_waiting_mail(timestamp):
    """Hand the outbox to the server: also begun by each mail that is written."""
    mail.send_waiting()


@app.task(lock="imports", retry=AGAIN_IF_AWAY, pass_context=True)
def carry_import(context, run):
    """Read, check, publish or take back a file that was sent on a page; one at a time."""
    running.carry(run, last=context.job.attempts >= TRIES)


@app.task(lock="editions", retry=AGAIN_IF_AWAY)
def make_edition(revision):
    """Make the edition of a revision; begun twice, it comes out the same, byte for byte."""
    publish_edition(revision)


@app.task(retry=AGAIN)
def tell_of_import(parent, revision, by):
    """Tell who keeps profiles that a file changed, or whose change was taken back."""
    telling.tell(parent, revision, by)
