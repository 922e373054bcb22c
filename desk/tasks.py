"""What the worker does by itself, at its times. Each may be begun twice, and does no harm then.

Jobs wait in the database and are taken by `manage.py work`, a few at once: a long one must not
keep mails waiting. Those of one `lock` come one after the other. Pages need no worker.
"""

from django.core.management import call_command
from procrastinate import RetryStrategy, builtin_tasks
from procrastinate.contrib.django import app

from desk import mail, reminders
from desk.imports import running, telling

TRIES = 6  # of a job that nothing else begins again; each wait four times as long
STALLED = 60  # seconds without a sign of life: whoever took the job was killed
KEPT_HOURS = 30 * 24  # how long jobs that ended are shown


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take-up-stalled", pass_context=True)
async def take_up_stalled(context, timestamp):
    """Give back the jobs of workers that were killed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget-old-jobs", pass_context=True)
async def forget_old_jobs(context, timestamp):
    """Delete the jobs that ended long ago."""
    await builtin_tasks.remove_old_jobs(
        context, max_hours=KEPT_HOURS, remove_failed=True, remove_cancelled=True
    )


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="forget-old", lock="forget-old")
def forget_old(timestamp):
    """Forget what is kept of people, by the table of how long (desk/retention.py)."""
    call_command("forget_old")


@app.periodic(cron="7 8 * * *")
@app.task(queueing_lock="send-reminders", lock="send-reminders")
def send_reminders(timestamp):
    """Ask, in the morning, about profiles that nobody confirmed for a year."""
    call_command("send_reminders")


@app.periodic(cron="27 7 * * *")
@app.task(queueing_lock="send-digests", lock="send-digests")
def send_digests(timestamp):
    """Tell, in the morning, who follows something and was told nothing for a week."""
    call_command("send_digests")


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="publish-answers", lock="publish-answers")
def publish_answers(timestamp):
    """Publish together what was confirmed by one tap."""
    reminders.publish_answers()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send-waiting-mail", lock="send-waiting-mail")
def send_waiting_mail(timestamp):
    """Try again the mails that the server did not take."""
    mail.send_waiting()


@app.task(lock="imports")
def carry_import(run):
    """Read, check, publish or take back a file that was sent on a page; one at a time."""
    running.carry(run)


@app.task(retry=RetryStrategy(max_attempts=TRIES, exponential_wait=4))
def tell_of_import(parent, revision, by):
    """Tell who keeps profiles that a file changed, or whose change was taken back."""
    telling.tell(parent, revision, by)
