"""A process that erases, with a list of its own: `python -m tests.desk.erased LIST WORDS`."""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402


def main(file, *words):
    settings.ERASURES = Path(file)
    call_command("erase_personal_data", *words)


if __name__ == "__main__":
    main(*sys.argv[1:])
