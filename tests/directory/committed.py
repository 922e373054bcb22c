"""Publishers in processes of their own: `python -m tests.directory.committed HOW CODE…`.

`together` forks a publisher for each code and lets all go at once. `rolled-back` publishes, says as
which revision, and takes it back. `kill:K` kills itself before statement K of a publish, the commit
that follows the last one counted too; `kill-ahead:K` of one that is written ahead of its lock.
"""

import os
import signal
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import psycopg  # noqa: E402
from django.db import transaction  # noqa: E402

from directory.publishing import publish, store, write_ahead  # noqa: E402
from directory.records.facts import ActorFacts  # noqa: E402


def publish_one(code, name="Exemple"):
    facts = ActorFacts(code=code, names={"fr": name})
    return publish(kind="publish", role="moderator", reason="new-profile", opened=[facts])


def publish_ahead(code):
    facts = ActorFacts(code=code, names={"fr": "Exemple"})
    with transaction.atomic():
        ahead = write_ahead(store([facts]))
        publish(kind="publish", role="moderator", reason="new-profile", ahead=ahead)


def publish_and_roll_back(code):
    with transaction.atomic():
        say("was", publish_one(code).number)
        transaction.set_rollback(True)


def say(*words):
    """A line of what a process has to tell, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def forked(work, *arguments) -> int:
    """The process that does the work; it ends with 1, its error said, where that fails.

    Django's connection is closed by then: two processes would speak on it.
    """
    child = os.fork()
    if child:
        return child
    try:
        work(*arguments)
    except BaseException as error:  # noqa: BLE001 (said, then the process ends)
        say(repr(error))
        os._exit(1)
    os._exit(0)


def ended(child) -> int:
    """The exit code of a process, once it has ended."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Gate:
    """What processes forked within wait behind, until it opens for all of them at once."""

    def __init__(self):
        self.here, self.there = os.pipe()

    def wait(self):
        os.close(self.there)
        os.read(self.here, 1)

    def open(self):
        os.close(self.there)


def together(codes):
    """The exit codes of one publisher a code, all released at once."""
    gate = Gate()

    def work(code):
        gate.wait()
        publish_one(code)

    children = [forked(work, code) for code in codes]
    gate.open()
    return [ended(child) for child in children]


def kill_before(statement):
    """Die by SIGKILL before that statement, or before the commit that follows the last."""
    left = [statement]

    def counting(method):
        def counted(*args, **kwargs):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return method(*args, **kwargs)

        return counted

    psycopg.Cursor.execute = counting(psycopg.Cursor.execute)
    psycopg.ClientCursor.execute = counting(psycopg.ClientCursor.execute)
    psycopg.Connection.commit = counting(psycopg.Connection.commit)


def main(how, *codes):
    if how == "together":
        return max(together(codes))
    if how == "rolled-back":
        return publish_and_roll_back(*codes) or 0
    how, _colon, statement = how.partition(":")
    kill_before(int(statement))
    {"kill": publish_one, "kill-ahead": publish_ahead}[how](*codes)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
