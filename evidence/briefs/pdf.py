"""HTML to PDF in a process of its own, so that what WeasyPrint takes is given back.

One at a time on a machine: a paper takes a second and some hundred MiB, and readers of pages come
first. Who waits for it waits as for a download, beside pages (decision 0008).
"""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

LONGEST = 20  # seconds; a brief takes one
RETRY_AFTER = 3
PRINTER = Path(__file__).with_name("printer.py")


class PrinterBusy(Exception):
    """Another paper is being printed on this machine; ask again in RETRY_AFTER seconds."""


class PrinterFailed(Exception):
    """The paper could not be printed; the message is the printer's."""


class Printing:
    """A PDF/UA that is being printed from HTML: the same bytes for the same HTML and moment.

    It has its turn and its process from the start; iterate to wait for the bytes, `close` to give
    both back. `files` is the only folder it may read (fonts); nothing is asked of any network.
    Raises PrinterBusy at once, PrinterFailed while iterated.
    """

    def __init__(self, html: str, *, moment: datetime, files: Path):
        self._html = html.encode()
        self._turn = _turn()
        try:
            self._process = subprocess.Popen(  # noqa: S603 (our own program)
                [sys.executable, "-sP", str(PRINTER), str(files)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=settings.BASE,
                env={
                    "PATH": os.environ.get("PATH", ""),
                    "LC_ALL": "C.UTF-8",
                    "PYTHONHASHSEED": "0",
                    "SOURCE_DATE_EPOCH": str(int(moment.timestamp())),
                },
            )
        except OSError:
            self._turn.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        try:
            out, err = self._process.communicate(self._html, timeout=LONGEST)
        except subprocess.TimeoutExpired as error:
            raise PrinterFailed(f"it took more than {LONGEST} seconds") from error
        finally:
            self.close()
        if self._process.returncode or not out.startswith(b"%PDF-"):
            raise PrinterFailed(err.decode(errors="replace")[-2000:])
        yield out

    def close(self) -> None:
        """End the process if it still works, and let the next one print."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):  # what was not yet written goes nowhere
                pipe.close()
        self._turn.close()


def _turn() -> BinaryIO:
    """The printer's own file, locked: every process here knows it. Raises PrinterBusy."""
    held = PRINTER.open("rb")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.close()
        raise PrinterBusy from error
    return held
