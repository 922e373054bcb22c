"""Publishers in processes of their own: `python -m tests.directory.committed HOW CODE…`.

`together` forks a publisher for each code and lets all go at once. `kill:K` kills itself before
statement K of a publish, the commit that follows the last one counted too.
"""

import os
import signal
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import psycopg  # noqa: E402

from directory.publishing.publish import publish  # noqa: E402
from directory.records.facts import ActorFacts  # noqa: E402


def publish_one(code):
    facts = ActorFacts(code=code, names={"fr": "Exemple"})
    publish(kind="publish", role="moderator", reason="new-profile", opened=[facts])


def together(codes):
    """The exit codes of one process a code, all released by the closing of one pipe."""
    gate, opener = os.pipe()
    children = []
    for code in codes:
        child = os.fork()
        if not child:
            os.close(opener)
            os.read(gate, 1)
            try:
                publish_one(code)
            except BaseException as error:  # noqa: BLE001 (said, then the process ends)
                sys.stderr.write(f"{error!r}\n")
                sys.stderr.flush()
                os._exit(1)
            os._exit(0)
        children.append(child)
    os.close(opener)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


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
    kill_before(int(how.removeprefix("kill:")))
    publish_one(*codes)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
