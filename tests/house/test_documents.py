"""Documents that list things list exactly what is there."""

import re
from pathlib import Path

from django.conf import settings

TABLE = Path("docs/operations/settings.md")
NAME = re.compile(r"\b(?:ATHAR|DATABASE)_[A-Z_]*[A-Z]\b")
# Words of our own that are no variables of the environment.
OURS = {"ATHAR_STARTED_BY"}


def names_in(*patterns):
    files = (file for pattern in patterns for file in settings.BASE.glob(pattern))
    return {name for file in files if file.is_file() for name in NAME.findall(file.read_text())}


def test_every_setting_is_documented_and_no_other():
    text = (settings.BASE / TABLE).read_text()
    documented = set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))
    rooms = ["config", "frontend", "api", "desk", "evidence", "directory", "geodata"]
    rooms.append("bin/lib/house")
    read = names_in("tests/conftest.py", *(f"{room}/**/*.py" for room in rooms)) - OURS
    assert documented == read


def test_every_variable_of_compose_is_documented():
    documented = set(NAME.findall((settings.BASE / TABLE).read_text()))
    assert names_in("docker-compose.yml", "docker/*") <= documented
