"""manage.py work: take the jobs that wait. Told to stop, it finishes the one at hand first."""

import asyncio

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

PATIENCE = 30  # seconds for the job at hand, once told to stop; it is taken up again later
HEARTBEAT = 10


class Command(BaseCommand):
    help = "Take the jobs that wait in the database, one at a time, until told to stop."

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
            concurrency=1,
            shutdown_graceful_timeout=PATIENCE,
            update_heartbeat_interval=HEARTBEAT,
            delete_jobs="never",
        )
