"""manage.py load_taxonomies: put edited taxonomies and indicators in force."""

import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.indicators import BadIndicators
from directory.publishing.reference import (
    publish_reference,
    stage_indicators,
    stage_taxonomies,
)


class Command(BaseCommand):
    help = (
        "Put the taxonomies and indicators of fixtures/ in force; nothing is done where they are."
    )

    def handle(self, **options):
        with tempfile.TemporaryDirectory() as folder:
            try:
                staged = [stage_taxonomies(Path(folder)), stage_indicators(Path(folder))]
            except BadIndicators as refusal:
                raise CommandError(f"Nothing is put in force: {refusal}") from refusal
            revision = publish_reference(staged, reason="taxonomies-loaded")
        if revision is None:
            self.stdout.write("The taxonomies were in force already.")
        else:
            self.stdout.write(f"Revision {revision.number} puts the taxonomies in force.")
