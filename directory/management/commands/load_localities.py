"""manage.py load_localities FILE: the census bureau's list of douars in force."""

import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.publishing.publish import PublishingError
from directory.publishing.reference import publish_reference
from geodata.loading.errors import DamagedSource
from geodata.loading.sources import shipped
from geodata.loading.stage import stage_douars

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Load the census bureau's workbook of douars (XLSX or CSV, codes of 13 digits) as the next"
        " set of localities, in place of the douars loaded before. Other localities stay."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="workbook or CSV, a row per douar")
        parser.add_argument("--dry-run", action="store_true", help="say what it holds, no more")

    def handle(self, *, file, dry_run, **options):
        try:
            with tempfile.TemporaryDirectory() as folder:
                staged = stage_douars(shipped(), file, Path(folder))
                rows = sum(table.rows for series in staged.series for table in series.tables)
                self.stdout.write(f"{rows} douars, {len(staged.unmatched)} rows without a match.")
                for sentence in staged.unmatched[:SHOWN]:
                    self.stdout.write(f"  {sentence}")
                if dry_run:
                    return
                revision = publish_reference(staged, reason="localities-loaded")
        except DamagedSource as error:
            raise CommandError(f"Refused, nothing was changed: {error}") from error
        except PublishingError as error:
            raise CommandError(f"Nothing was changed: {error}") from error
        if revision is None:
            self.stdout.write("These douars were in force already.")
        else:
            self.stdout.write(f"Revision {revision.number} puts them in force.")
