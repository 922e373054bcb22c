"""manage.py send_digests: tell who follows something what changed since a week."""

from django.core.management.base import BaseCommand

from desk.following import digests

AT_ONCE = 2000


class Command(BaseCommand):
    help = (
        "Mail who follows an organisation or a selection what changed in the register since the"
        " last mail, a week ago or longer. Nothing is told twice; no mail goes out where nothing"
        " changed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=int, default=AT_ONCE, help="most addresses to look for (%(default)s)"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell how many; send nothing")

    def handle(self, *, limit, dry_run, **options):
        found = list(digests.due(limit=limit))
        if dry_run:
            self.stdout.write(f"{len(found)} addresses are to be looked for.")
            return
        sent = 0
        for key in found:
            try:
                sent += digests.send(key)
            except digests.ToldMeanwhile:  # another process tells it, or it was stopped
                continue
        self.stdout.write(f"{sent} digests to {len(found)} addresses.")
