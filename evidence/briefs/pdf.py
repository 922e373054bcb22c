"""HTML to PDF in a process of its own, so that what WeasyPrint takes is given back.

One at a time on a machine: a paper takes a second and some hundred MiB, and readers of pages come
first. Who waits for it waits as for a download, beside pages (decision 0008).
"""

import contextlib
import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

LONGEST = 20  # seconds; a brief takes one
RETRY_AFTER = 3
PRINTER = Path(__file__).with_name("printer.py")
# Whose lock is a turn at printing; tests that run side by side have one each.
TURN = getattr(settings, "PRINTER_TURN", PRINTER)


class PrinterBusy(Exception):
    """Another paper is being printed on this machine; ask again in RETRY_AFTER seconds."""


class PrinterFailed(Exception):
    """The paper could not be printed; the message is the printer's."""


class Printing:
    """A PDF/UA that is being printed from HTML: the same bytes for the same HTML and moment.

    The process begins at once and ends by itself, read or not; it alone holds the turn, so that
    nobody who goes away keeps others waiting. Iterate to wait for the bytes. `files` is the only
    folder it may read (fonts); nothing is asked of any network. Raises PrinterBusy at once,
    PrinterFailed while iterated.
    """

    def __init__(self, html: str, *, moment: datetime, files: Path):
        self._out = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the paper)
        self._err = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            with _turn() as turn, tempfile.TemporaryFile() as given:
                given.write(html.encode())
                given.seek(0)
                self._process = subprocess.Popen(  # noqa: S603 (our own program)
                    [sys.executable, "-sP", str(PRINTER), str(files)],
                    stdin=given,
                    stdout=self._out,
                    stderr=self._err,
                    pass_fds=[turn.fileno()],
                    cwd=settings.BASE,
                    env={
                        "PATH": os.environ.get("PATH", ""),
                        "LC_ALL": "C.UTF-8",
                        "PYTHONHASHSEED": "0",
                        "SOURCE_DATE_EPOCH": str(int(moment.timestamp())),
                    },
                )
        except BaseException:
            self._close_files()
            raise

    def __iter__(self) -> Iterator[bytes]:
        try:
            self._process.wait(LONGEST)
        except subprocess.TimeoutExpired as error:
            raise PrinterFailed(f"it took more than {LONGEST} seconds") from error
        self._out.seek(0)
        made = self._out.read()
        if self._process.returncode or not made.startswith(b"%PDF-"):
            self._err.seek(0)
            raise PrinterFailed(self._err.read().decode(errors="replace")[-2000:])
        yield made

    def close(self) -> None:
        """End the process if it still works, and with it its turn."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._close_files()

    def _close_files(self):
        self._out.close()
        self._err.close()


@contextlib.contextmanager
def _turn() -> Iterator[BinaryIO]:
    """The printer's own file, locked: every process here knows it. Raises PrinterBusy.

    The lock goes with the last process that holds the file: the printer, which inherits it.
    """
    with TURN.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PrinterBusy from error
        yield held
