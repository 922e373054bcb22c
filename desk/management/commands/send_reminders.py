"""manage.py send_reminders: ask who keeps profiles that nobody confirmed for a year."""

from django.core.management.base import BaseCommand
from django.db import IntegrityError

from desk.reminders import due, send

AT_ONCE = 500


class Command(BaseCommand):
    help = (
        "Ask by mail who keeps profiles not confirmed for a year; again after a month, then the"
        " networks they belong to. Asking twice a day asks nobody twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=int, default=AT_ONCE, help="most profiles to ask about (%(default)s)"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell how many; send nothing")

    def handle(self, *, limit, dry_run, **options):
        found = list(due(limit=limit))
        if dry_run:
            self.stdout.write(f"{len(found)} profiles are to be asked about.")
            return
        sent = 0
        for one in found:
            try:
                sent += len(send(one))
            except IntegrityError:  # another process asks at the same time
                continue
        self.stdout.write(f"{sent} mails about {len(found)} profiles.")
