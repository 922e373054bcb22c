"""manage.py work: take the jobs that wait. Told to stop, it finishes those at hand first."""

import asyncio

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

AT_ONCE = 3  # an import of minutes, reminders by the hundred, and still a mail that may not wait
PATIENCE = 30  # seconds for the jobs at hand, once told to stop; they are taken up again later
HEARTBEAT = 10


class Command(BaseCommand):
    help = "Take the jobs that wait in the database, a few at once, until told to stop."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="end when no job waits that may begin now"
        )

    def handle(self, *, once, **options):
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            asyncio.run(_work(working, wait=not once))


async def _work(app, *, wait):
    async with app.open_async():
        await app.run_worker_async(
            name="athar",
            wait=wait,
            concurrency=AT_ONCE if wait else 1,  # `wait` off, it would break off all but the last
            shutdown_graceful_timeout=PATIENCE,
            update_heartbeat_interval=HEARTBEAT,
            delete_jobs="never",
        )
