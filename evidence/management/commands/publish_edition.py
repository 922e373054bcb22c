"""manage.py publish_edition: release the whole public register, or make a release again."""

from django.core.management.base import BaseCommand, CommandError

from directory.as_of import FutureAsOf
from evidence.editions.publish import EditionRefused, publish_edition


class Command(BaseCommand):
    help = (
        "Make a numbered edition of the whole public register as of a revision (the last, unless"
        " one is named). Made again, it is compared with what was issued; after a redaction it is"
        " issued again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--revision", type=int, help="the revision; the last unless named")
        parser.add_argument(
            "--site",
            default="",
            help="where its permanent link leads; the site's own address unless named",
        )

    def handle(self, *, revision, site, **options):
        try:
            outcome = publish_edition(revision, site=site, say=self._say)
        except (EditionRefused, FutureAsOf) as refused:
            raise CommandError(f"No edition was published: {refused}.") from refused
        except KeyboardInterrupt as stopped:
            raise CommandError("Stopped. No edition was published.") from stopped
        one = outcome.edition
        self.stdout.write(
            {
                "new": f"Edition {one.number}, of revision {one.revision}: {one.actors:,} actors.",
                "unchanged": f"Edition {one.number} came out the same, byte for byte.",
                "restored": f"Edition {one.number} came out the same; its file is back.",
                "reissued": f"Edition {one.number} is issued again, without what was redacted.",
            }[outcome.how]
        )
        if outcome.before:
            self.stdout.write(f"SHA-256 before: {outcome.before.sha256}")
        self.stdout.write(f"SHA-256: {one.sha256}")

    def _say(self, line):
        self.stdout.write(f"  {line}")
        self.stdout.flush()
