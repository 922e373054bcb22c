"""manage.py keep_checkpoints: the cubes kept whole at some revisions, for reading the past fast."""

import time

from django.core.management.base import BaseCommand

from directory.publishing.checkpoints import keep_checkpoints


class Command(BaseCommand):
    help = "Keep the cubes whole where much was changed since: after imports, or every night."

    def handle(self, **options):
        started = time.monotonic()

        def tell(kept):
            self.stdout.write(f"{kept.cube} at revision {kept.revision}: {kept.cells:,} cells")
            self.stdout.flush()

        made = keep_checkpoints(tell=tell)
        spent = time.monotonic() - started
        self.stdout.write(f"{len(made)} checkpoints kept, {spent:.1f} s.")
