"""What a command says while it works: each step, and how long it took."""

import sys
import time
from contextlib import contextmanager


class Trouble(Exception):
    """Something the person at the keyboard must know: what is wrong and what to do."""


class Step:
    """One step under way; `done` replaces the words of its closing line."""

    def __init__(self, title):
        self.title = title
        self.done = "done"

    def begins(self, what):
        """Say what takes long, before it does."""
        say(f"{self.title}: {what} …")


@contextmanager
def step(title):
    """Time a step; its line is written when it ends well."""
    current = Step(title)
    started = time.monotonic()
    yield current
    say(f"{current.title}: {current.done} ({time.monotonic() - started:.1f} s)")


def say(line=""):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(line):
    sys.stdout.flush()
    sys.stderr.write(f"error: {line}\n")
    sys.stderr.flush()
