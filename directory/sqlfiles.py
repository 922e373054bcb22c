"""SQL functions of the register: a folder for each, a numbered file for each of its versions.

`sql/fold_text/2.sql` is the living version if no `3.sql` stands beside it; a migration that ran
keeps its file for ever. In a migration:

    operations = [sqlfiles.install("fold_text", 2)]

puts version 2 in place and, reversed, version 1 back; version 1 reversed is the function dropped
(`drop` says how, where a folder holds several or makes triggers). A version must keep the arguments
and the type of the one before: what the database built on it (indexes, constraints, other
functions) stays standing.
"""

import re
from pathlib import Path

from django.db.migrations import RunSQL

FOLDER = Path(__file__).parent / "sql"
_CREATE = re.compile(
    r"^create (?:or replace )?(function|procedure|trigger|view)", re.IGNORECASE | re.MULTILINE
)


def read(name: str, number: int) -> str:
    """The statement that puts version `number` of a function in place, whatever stands there."""
    statement = (FOLDER / name / f"{number}.sql").read_text(encoding="utf-8")
    return _CREATE.sub(r"create or replace \1", statement)


def latest(name: str) -> int:
    """The number of the living version."""
    return max(int(file.stem) for file in (FOLDER / name).glob("*.sql"))


def install(name: str, number: int = 1, *, drop: str | None = None) -> RunSQL:
    """The migration's operation; its reverse restores the version before, or drops the first."""
    before = read(name, number - 1) if number > 1 else drop or f"drop function {name}"
    return RunSQL(read(name, number), before)
