"""manage.py load_official_figures: the published totals that stand beside ours."""

from django.core.management.base import BaseCommand, CommandError

from directory.records.validate import InvalidFacts
from evidence.official.publish import load_official_figures


class Command(BaseCommand):
    help = "Publish the official figures of fixtures/official_figures.json, each with its source."

    def handle(self, **options):
        try:
            revision = load_official_figures()
        except InvalidFacts as invalid:
            raise CommandError(f"Nothing was published. {invalid}") from invalid
        if revision is None:
            self.stdout.write("The official figures were loaded already.")
        else:
            self.stdout.write(
                f"Revision {revision.number} publishes {revision.opened_count} official figures."
            )
