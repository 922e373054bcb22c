"""manage.py import_actors FILE --source NAME: bring a network's file into the register.

A dry run, unless --publish: it reads, maps and checks, and tells what it found. Guide:
docs/guides/importing.md.
"""

import signal
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from desk.imports import applying, leaving, report, staging, undoing
from desk.imports.refusals import BadRequest, ImportRefused
from desk.models import Import
from directory.publishing import PublishingError

EVERY = 1.0  # seconds between two lines of progress
STOPPED = 130


class Command(BaseCommand):
    help = "Import actors from CSV, XLSX, ODS, GeoJSON or GeoPackage; a dry run unless --publish."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="the file; not with --undo")
        parser.add_argument("--source", default="", help="who gives it; its columns are remembered")
        parser.add_argument("--licence", default="", help="wanted of a new source: CC-BY-4.0, …")
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=FIELD", help="how a column reads"
        )
        parser.add_argument(
            "--set", action="append", default=[], metavar="FIELD=VALUE", help="of rows that lack it"
        )
        parser.add_argument("--year", type=int, help="of figures whose column names none")
        parser.add_argument("--crs", default="", help="of x and y: an EPSG code, or “nord maroc”")
        parser.add_argument("--source-kind", default="declared", help="of figures: registry, …")
        parser.add_argument("--encoding", help="utf-8, utf-16, cp1256 or cp1252; found by itself")
        parser.add_argument("--sheet", help="of a workbook, or the layer of a map; the first")
        parser.add_argument("--answers", help="a file that answers uncertain rows")
        parser.add_argument(
            "--leave-out", action="append", default=[], metavar="COLUMN",
            help="do without its figures that stop their rows",
        )  # fmt: skip
        parser.add_argument(
            "--read-again", action="append", default=[], metavar="COLUMN",
            help="read its figures that were left out",
        )  # fmt: skip
        parser.add_argument(
            "--report", action="append", default=[], metavar="FILE", help=".txt, .json, .csv, .xlsx"
        )
        parser.add_argument("--publish", action="store_true", help="as one revision")
        parser.add_argument("--skip-wrong", action="store_true", help="publish the others")
        parser.add_argument("--skip-unsure", action="store_true", help="publish the others")
        parser.add_argument("--undo", type=int, metavar="IMPORT", help="take an import back")

    @override("en")  # as everything else it prints
    def handle(self, *, file, undo, **options):
        # Stopping politely undoes the transaction before the connection is gone.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._started, self._told = time.monotonic(), 0.0
        try:
            if (undo is None) == (file is None):
                raise BadRequest("file-or-undo")
            if undo is not None:
                self._undo(undo)
            else:
                self._import(file, options)
        except ImportRefused as refusal:
            raise CommandError(str(refusal), returncode=refusal.status) from refusal
        except PublishingError as refusal:
            raise CommandError(f"Nothing was published: {refusal}.") from refusal
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped; nothing was published. Begun again, it goes on where it stood.",
                returncode=STOPPED,
            ) from None

    def _import(self, file, options):
        said = staging.Said(
            mapping=dict(_pair("--map", one) for one in options["map"]),
            constants=dict(_pair("--set", one) for one in options["set"]),
            year=options["year"],
            crs=staging.crs_named(options["crs"]) if options["crs"] else None,
            source_kind=options["source_kind"],
            encoding=options["encoding"],
            sheet=options["sheet"],
        )
        parent = staging.begin(
            file, options["source"], licence=options["licence"], said=said, tell=self._tell
        )
        if options["answers"]:
            count = staging.answer(parent, options["answers"])
            self.stdout.write(f"{count:,} answers taken.")
        for column in options["read_again"]:
            count = leaving.read_again(parent, column)
            self.stdout.write(f"{column}: {count:,} figures read again.")
        staging.check(parent, tell=self._tell)
        for column in options["leave_out"]:
            count = leaving.leave_all_out(parent, column)
            self.stdout.write(f"{column}: {count:,} figures left out.")
        if options["leave_out"]:
            staging.check(parent, tell=self._tell)
        for path in options["report"]:
            report.write(parent, path)
        report.text(parent, self.stdout)
        if not options["publish"]:
            self.stdout.write("\nA dry run: nothing was published. Add --publish to do so.")
            return
        applied = applying.apply(
            parent,
            skip_wrong=options["skip_wrong"],
            skip_unsure=options["skip_unsure"],
            tell=self._tell,
        )
        self.stdout.write(
            f"\nRevision {applied.revision.number}: {applied.new:,} new profiles,"
            f" {applied.changed:,} changed, {applied.figures:,} figures;"
            f" {time.monotonic() - self._started:.1f} s, the lock held for"
            f" {applied.locked:.1f} s. To take it back: --undo {parent.pk}"
        )

    def _undo(self, number):
        parent = Import.objects.filter(pk=number).first()
        if parent is None:
            raise BadRequest("no-import", number=str(number))
        undone = undoing.undo(parent, tell=self._tell)
        self.stdout.write(
            f"Revision {undone.revision.number}: {undone.withdrawn:,} profiles withdrawn,"
            f" {undone.restored:,} as they were before, {undone.kept:,} kept since somebody"
            " changed them meanwhile."
        )

    def _tell(self, phase, done, total):
        now = time.monotonic()
        if now - self._told < EVERY and done != total:
            return
        self._told = now
        of = f" of {total:,}" if total else ""
        self.stdout.write(f"{phase}: {done:,}{of}, {now - self._started:.0f} s")
        self.stdout.flush()


def _pair(option, text):
    name, equals, value = text.rpartition("=") if option == "--map" else text.partition("=")
    if not (name and equals and value):
        raise BadRequest("no-pair", option=option, value=text)
    return name.strip(), value.strip()
