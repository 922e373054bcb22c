"""Imported once by the process that others are forked from: see tests/forked.py."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

import desk.imports.applying  # noqa: E402
import desk.stewards  # noqa: E402
import desk.submissions  # noqa: E402
import desk.tasks  # noqa: E402, F401
import directory.publishing.verify  # noqa: E402, F401
