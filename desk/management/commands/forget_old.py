"""manage.py forget_old: forget what was kept long enough, by the table in desk/retention.py."""

from django.core.management.base import BaseCommand

from desk.retention import forget_old


class Command(BaseCommand):
    help = (
        "Forget what is kept about people once it was kept long enough, rule by rule; stopped, the"
        " next time goes on. The worker does it every night."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="tell how much by each rule; forget nothing"
        )

    def handle(self, *, dry_run, **options):
        total = 0
        for rule, gone in forget_old(dry_run=dry_run):
            total += gone
            self.stdout.write(f"{rule.key:22} {rule.after.days:4} days {gone:9,}")
        self.stdout.write(f"{total:,} in all{', had it not been a dry run' if dry_run else ''}.")
