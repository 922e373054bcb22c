"""manage.py load_territories: territories, boundaries, census, places and taxonomies in force."""

import signal
import tempfile
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from directory.models import Instance, Revision
from directory.publishing.publish import PublishingError
from directory.publishing.reference import (
    fix_instance,
    publish_reference,
    stage_indicators,
    stage_taxonomies,
)
from geodata.loading.errors import DamagedSource
from geodata.loading.sources import Sources, shipped
from geodata.loading.stage import stage
from geodata.loading.staged import Staged
from geodata.models import ReferenceSet
from geodata.models.reference import Series

SHIPPED = "shipped"
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Load territories, boundaries, census and places as reference sets, and publish the"
        " revision that puts them in force. What is loaded already stays; nothing is done twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="fix this instance as a demonstration, for ever",
        )
        parser.add_argument(
            "--boundaries",
            metavar="FILE",
            help="take boundaries from any file GDAL reads, instead of those shipped;"
            f" {SHIPPED!r} returns to these",
        )
        parser.add_argument(
            "--code-column", metavar="NAME", help="the column of HCP codes in that file"
        )
        parser.add_argument(
            "--accept-changed-sources",
            action="store_true",
            help="take sources whose checksums differ from the list: the change is meant",
        )
        parser.add_argument(
            "--prepare-only",
            action="store_true",
            help="stage and keep the result for a later load; touches no database",
        )

    def handle(self, **options):
        began = time.monotonic()

        def progress(step):
            self.stdout.write(f"{time.monotonic() - began:6.1f} s  {step}")
            self.stdout.flush()

        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self._load(progress, **options)
        except DamagedSource as error:
            raise CommandError(f"Refused, nothing was changed: {error}") from error
        except PublishingError as error:
            raise CommandError(f"Nothing was changed: {error}") from error
        except KeyboardInterrupt as interrupt:
            raise CommandError("Interrupted: nothing was changed.", returncode=130) from interrupt

    def _load(self, progress, *, demonstration, accept_changed_sources, prepare_only, **options):
        sources = shipped()
        if not accept_changed_sources:
            sources.check()
        staged = self._stage(sources, progress, keep_own=not prepare_only, **options)
        self._tell(staged)
        if prepare_only:
            progress("prepared")
            return
        progress("storing and publishing")
        with tempfile.TemporaryDirectory() as folder, transaction.atomic():
            fix_instance(demonstration=demonstration or _is_demonstration())
            ours = [stage_taxonomies(Path(folder)), stage_indicators(Path(folder))]
            revision = publish_reference(
                Staged([*staged.series, *ours]), reason="territories-loaded"
            )
        if revision is None:
            progress("everything was in force already")
            return
        before = Revision.objects.get(number=revision.number - 1).reference_sets
        named = ", ".join(
            f"{series} {one['number']}"
            for series, one in sorted(revision.reference_sets.items())
            if one != before.get(series)
        )
        progress(f"revision {revision.number} puts in force: {named}")

    def _stage(self, sources: Sources, progress, *, boundaries, code_column, keep_own, **_):
        own = None if boundaries in (None, SHIPPED) else Path(boundaries)
        staged = stage(sources, boundaries=own, code_column=code_column, progress=progress)
        if boundaries is None and keep_own and (kept := _boundaries_of_the_operator(staged)):
            progress(
                f"boundaries stay as loaded by hand ({kept}); --boundaries {SHIPPED} to change"
            )
            shaped = (Series.TERRITORIES, Series.BOUNDARIES)
            series = [one for one in staged.series if one.series not in shaped]
            return Staged(series, staged.unmatched)
        return staged

    def _tell(self, staged):
        for series in staged.series:
            for table in series.tables:
                title = table.model._meta.verbose_name_plural
                self.stdout.write(f"          {table.rows:>6} {title}")
        if staged.unmatched:
            self.stdout.write(f"          could not match {len(staged.unmatched)}:")
            for sentence in staged.unmatched[:SHOWN]:
                self.stdout.write(f"            {sentence}")
            if len(staged.unmatched) > SHOWN:
                self.stdout.write(f"            and {len(staged.unmatched) - SHOWN} more")


def _is_demonstration():
    """Once fixed it need not be said again."""
    return Instance.objects.filter(demonstration=True).exists()


def _boundaries_of_the_operator(staged):
    """The source of the boundaries in force, when it is not the one shipped."""
    last = ReferenceSet.objects.of_series(Series.BOUNDARIES).order_by("-number").first()
    ours = staged.of(Series.BOUNDARIES).source
    return last.source if last and "operator" in last.source and last.source != ours else None
