"""HTML to PDF in a process of its own, so that what WeasyPrint takes is given back.

One at a time on a machine: a page of paper takes a second and some eighty MiB, and readers of pages
come first.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

LONGEST = 20  # seconds; a brief takes one
RETRY_AFTER = 3
PRINTER = Path(__file__).with_name("printer.py")


class PrinterBusy(Exception):
    """Another paper is being printed on this machine; ask again in RETRY_AFTER seconds."""


class PrinterFailed(Exception):
    """The paper could not be printed; the message is the printer's."""


def printed(html: str, *, moment: datetime, files: Path) -> bytes:
    """The PDF/UA of a page of HTML: the same bytes for the same HTML and moment.

    `files` is the only folder it may read (fonts); nothing is asked of any network. Raises
    PrinterBusy, PrinterFailed.
    """
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(int(moment.timestamp())),
    }
    with _turn():
        try:
            done = subprocess.run(  # noqa: S603 (our own program)
                [sys.executable, "-sP", str(PRINTER), str(files)],
                input=html.encode(),
                capture_output=True,
                check=False,
                cwd=settings.BASE,
                env=environment,
                timeout=LONGEST,
            )
        except subprocess.TimeoutExpired as error:
            raise PrinterFailed(f"it took more than {LONGEST} seconds") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise PrinterFailed(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


@contextmanager
def _turn() -> Iterator[None]:
    """Hold the printer, which every process here knows by its own file. Raises PrinterBusy."""
    with PRINTER.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PrinterBusy from error
        yield
