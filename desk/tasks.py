"""What the worker does by itself, at its times. Each may be begun twice, and does no harm then.

Jobs wait in the database and are taken by `manage.py work`; pages need no worker.
"""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.utils.timezone import now
from procrastinate import builtin_tasks
from procrastinate.contrib.django import app

from desk import mail, reminders
from desk.following import asking
from desk.imports import running
from desk.models import LoginAttempt
from desk.privacy import requests
from desk.submissions import pictures

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
@app.task(queueing_lock="forget-ended-sessions")
def forget_ended_sessions(timestamp):
    """Delete sessions that ended, and attempts to log in that count no more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    LoginAttempt.objects.filter(at__lt=now() - timedelta(days=1)).delete()


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="forget-old-pictures")
def forget_old_pictures(timestamp):
    """Delete the pictures of drafts that were left, and of what was decided long ago."""
    pictures.forget()


@app.periodic(cron="7 8 * * *")
@app.task(queueing_lock="send-reminders")
def send_reminders(timestamp):
    """Ask, in the morning, about profiles that nobody confirmed for a year."""
    call_command("send_reminders")


@app.periodic(cron="27 7 * * *")
@app.task(queueing_lock="send-digests")
def send_digests(timestamp):
    """Tell, in the morning, who follows something and was told nothing for a week."""
    call_command("send_digests")


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="forget-unconfirmed")
def forget_unconfirmed(timestamp):
    """Delete addresses at which nobody confirmed what was asked for."""
    asking.forget_unconfirmed()
    requests.forget_unconfirmed()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="publish-answers")
def publish_answers(timestamp):
    """Publish together what was confirmed by one tap."""
    reminders.publish_answers()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send-waiting-mail")
def send_waiting_mail(timestamp):
    """Try again the mails that the server did not take."""
    mail.send_waiting()


@app.task(lock="imports")
def carry_import(run):
    """Read, check, publish or take back a file that was sent on a page; one at a time."""
    running.carry(run)


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="forget-old-imports")
def forget_old_imports(timestamp):
    """Delete what files held, once nobody needs it."""
    running.forget()
