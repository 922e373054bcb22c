"""manage.py load_dossiers: the dossiers that come with Athar, their figures cited here and now."""

from django.core.management.base import BaseCommand, CommandError

from directory import codes
from evidence.citations.citable import NotCitable
from evidence.dossiers.load import load_dossiers


class Command(BaseCommand):
    help = "Publish the dossiers of fixtures/dossiers/ that this instance has never had."

    def handle(self, **options):
        try:
            issues = load_dossiers()
        except NotCitable as error:
            raise CommandError(f"Nothing was published. {error} {error.refused}") from error
        for issue in issues:
            self.stdout.write(
                f"Dossier {codes.show(issue.code)} is published;"
                f" it cites {len(issue.figures)} figures."
            )
        if not issues:
            self.stdout.write("The dossiers were published already.")
