"""manage.py export_citations: every citation as files that need no server."""

import signal
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory.management.progress import Progress
from evidence.archive.export import ExportRefused, export


class Command(BaseCommand):
    help = (
        "Write every citation as static pages in four languages and JSON, with the canonical bytes"
        " behind it, the register's revisions and the script that checks them. The folder is"
        " complete, or it is left as it was."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--site",
            default=settings.NAMED_ADDRESS,
            help="where the permanent links lead; the site's own address unless named",
        )

    def handle(self, *, folder, site, **options):
        if not site:
            raise CommandError("Name the site whose permanent links these are: --site https://…")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        progress = Progress(self.stderr, every=1000)
        try:
            made = export(folder, site.rstrip("/"), say=progress.tell)
        except ExportRefused as refused:
            raise CommandError(f"Nothing was exported: {refused}.") from refused
        except KeyboardInterrupt as stopped:
            raise CommandError("Stopped. The folder is as it was.") from stopped
        progress.clear()
        self.stdout.write(
            f"{made.citations:,} citations with {made.records:,} records are in {folder}."
        )
        if made.failing:
            self.stdout.write(f"{made.failing} of them do not hold: see verify_citations.")
