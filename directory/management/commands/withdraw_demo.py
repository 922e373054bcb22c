"""manage.py withdraw_demo: end a demonstration; its history stays."""

from django.core.management.base import BaseCommand

from directory.publishing.demo import withdraw_demo


class Command(BaseCommand):
    help = "Withdraw every demonstration actor in one revision. History stays readable."

    def handle(self, **options):
        revision = withdraw_demo()
        if revision is None:
            self.stdout.write("There are no demonstration actors to withdraw.")
        else:
            self.stdout.write(
                f"Revision {revision.number} withdraws them: {revision.closed_count:,} records."
            )
