"""The erasure list: a file outside the database, so that restoring a backup restores nobody.

One JSON object a line, only ever added to. It holds keyed digests, digests of redacted records and
codes of profiles: whoever finds it learns nobody's name, address or number.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from desk.naming import Naming


class Unreadable(Exception):
    """A line of the list is none."""


@dataclass(frozen=True)
class Line:
    """`account`: only what hung on an account was erased, not all that names her."""

    at: datetime
    naming: Naming
    account: bool
    redacted: list[bytes]


def path() -> Path:
    return settings.ERASURES


def append(line: Line) -> None:
    """Written to the disk before the erasure commits: a line too many erases nobody else."""
    told = {
        "at": line.at.isoformat(),
        "account": line.account,
        "naming": line.naming.payload(),
        "redacted": sorted(bytes(digest).hex() for digest in set(line.redacted)),
    }
    path().parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(path(), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(opened, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # What a killed process left without its end was of an erasure that did not happen.
        file.seek(_whole(file.read()))
        file.truncate()
        file.write(json.dumps(told, separators=(",", ":")).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    _keep_entry(path().parent)


def read() -> Iterator[Line]:
    """Raises Unreadable, UnknownKey, FileNotFoundError."""
    content = path().read_bytes()
    for number, text in enumerate(content[: _whole(content)].splitlines(), 1):
        try:
            told = json.loads(text)
            at, account = datetime.fromisoformat(told["at"]), told["account"]
            redacted, given = _digests(told["redacted"]), told["naming"]
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"{path()}, line {number}") from error
        yield Line(at, Naming.read(given), account, redacted)


def _digests(told: Iterable[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in told]


def _whole(content: bytes) -> int:
    """Up to where lines have their ends."""
    return content.rfind(b"\n") + 1


def _keep_entry(folder):
    """A new file is there after a power cut only once its folder was written too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
