"""manage.py load_organisations: the organisations this project began with."""

from django.core.management.base import BaseCommand, CommandError

from directory.organisations import UnknownCommune
from directory.publishing.organisations import load_organisations
from directory.records.validate import InvalidFacts


class Command(BaseCommand):
    help = "Publish the organisations of fixtures/organisations.json, with the source of each fact."

    def handle(self, **options):
        try:
            revision = load_organisations()
        except UnknownCommune as missing:
            raise CommandError(
                f"No territory {missing}: run load_territories first. Nothing was published."
            ) from missing
        except InvalidFacts as invalid:
            raise CommandError(f"Nothing was published. {invalid}") from invalid
        if revision is None:
            self.stdout.write("The organisations were loaded already.")
        else:
            self.stdout.write(
                f"Revision {revision.number} publishes {revision.opened_count} records"
                " of the organisations this project began with."
            )
