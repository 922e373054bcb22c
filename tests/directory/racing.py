"""Verbs that race for an actor: `python -m tests.directory.racing VERB… then VERB VERB…`.

Verbs are `publish:CODE`, `ahead:CODE`, `change:CODE`, `withdraw:CODE`, `merge:CODE:HEIR`,
`split:CODE`. Those before `then` are done one after another. Those after it get a process each,
queue for the lock in their order, and are let go when all stand there. What became of each is said
in a line: `won`, or the name of its refusal. Last comes what verifying finds.
"""

import sys
import time

from tests.directory.committed import (  # sets Django up: first
    ended,
    forked,
    publish_ahead,
    publish_one,
    say,
)

# isort: split
import psycopg
from django.db import connection

from directory.lock import LOCK
from directory.models import ActorVersion
from directory.publishing import PublishingError, merge, publish, split, withdraw
from directory.publishing.verify import verify
from directory.records.facts import ActorFacts

WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
PATIENCE = 60  # seconds


def change(code):
    """A new version that names the one it was made from."""
    seen = ActorVersion.objects.current().get(code=code).digest
    facts = ActorFacts(code=code, names={"fr": "Autrement"})
    publish(kind="publish", role="steward", reason="renamed", opened=[facts], closed=[seen])


def done(told):
    """Do what a verb says."""
    verb, *codes = told.split(":")
    how = {"role": "moderator", "reason": "asked"}
    {
        "publish": publish_one,
        "ahead": publish_ahead,
        "change": change,
        "withdraw": lambda code: withdraw([code], **how),
        "merge": lambda gone, heir: merge(gone, heir, **how),
        "split": lambda code: split(code, **how),
    }[verb](*codes)


def attempt(told):
    try:
        done(told)
    except PublishingError as refusal:
        say(told, type(refusal).__name__)
    else:
        say(told, "won")


def race(verbs):
    """Each in a process of its own, behind one another at the lock, which is then let go."""
    session = connection.get_connection_params()
    connection.close()
    children = []
    with psycopg.connect(**session | {"autocommit": True}) as holder:
        holder.execute("select pg_advisory_lock(%s)", [LOCK])
        for told in verbs:
            children.append(forked(attempt, told))
            until = time.monotonic() + PATIENCE
            while holder.execute(WAITING).fetchone()[0] != len(children):
                if time.monotonic() > until:
                    sys.exit(f"{told} never asked for the lock")
    return max(map(ended, children))


def main(*words):
    here = words.index("then")
    for told in words[:here]:
        done(told)
    failed = race(words[here + 1 :])
    for finding in verify():
        say(finding)
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
