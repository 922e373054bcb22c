#!/usr/bin/env python3
"""The commands of Athar, as the owner of the database; only serving is done as the web role."""

import os
import sys

if __name__ == "__main__":
    serving = sys.argv[1:2] == ["runserver"]
    os.environ.setdefault("ATHAR_ROLE", "web" if serving else "owner")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
