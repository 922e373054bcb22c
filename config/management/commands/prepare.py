from django.core.management import BaseCommand, CommandError
from django.db import OperationalError

from config.preparation import Preparation


class Command(BaseCommand):
    help = "Prepare the database, the translations and the static files; what stands is left."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", type=int, help="demonstration actors; 0: a real instance")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--texts-only", action="store_true", help="only the translations")
        only.add_argument("--files-only", action="store_true", help="no database: for an image")

    def handle(self, *, demo, texts_only, files_only, **options):
        preparation = Preparation(self._say)
        try:
            preparation.texts()
            if not texts_only:
                preparation.static()
            if not texts_only and not files_only:
                preparation.database(demo=demo)
        except KeyboardInterrupt:
            raise CommandError("interrupted", returncode=130) from None
        except (OperationalError, OSError) as error:
            raise CommandError(_words_for(error)) from error

    def _say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def _words_for(error):
    """A full disk is looked for beneath, too: it often takes the connection with it."""
    beneath = error
    while beneath:
        if "No space left" in str(beneath):
            return "the disk is full"
        beneath = beneath.__cause__ or beneath.__context__
    return " ".join(str(error).split())
