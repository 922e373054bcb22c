"""What the processes of a scratch database run: forked from one that has everything imported.

A start of Python and Django costs seconds of a core where dozens race; a fork costs milliseconds,
and is a process of its own as much: it is killed, stopped and waited for.
"""

import multiprocessing
import os
import runpy
import sys
import tempfile
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.preloaded"])


class Process:
    """A command on a database: `-m module words…`, or `manage.py command words…`."""

    def __init__(self, command, database):
        self._said = tempfile.NamedTemporaryFile(prefix="said-")  # noqa: SIM115 (kept to the end)
        self._process = FORKS.Process(target=run, args=(command, database, self._said.name))
        self._process.start()
        self.pid = self._process.pid

    def kill(self):
        self._process.kill()

    def ended(self) -> tuple[int, str]:
        """The exit code, once there is one, and what was said."""
        self._process.join()
        return self._process.exitcode, self.told()

    def told(self) -> str:
        """What it said so far."""
        return Path(self._said.name).read_text()


def run(command, database, said):
    """Within the new process: its output, its database, and then the command."""
    with open(said, "w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1) for number in (1, 2))
    from django.core.management import execute_from_command_line
    from django.db import connection

    connection.settings_dict |= database
    if command[0] == "-m":
        sys.argv = list(command[1:])
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        execute_from_command_line(list(command))
