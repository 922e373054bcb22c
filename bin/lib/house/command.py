"""How each command of bin/ begins and ends: signals, troubles and exit codes in one place."""

import errno
import fcntl
import os
import pwd
import signal
import sys
from contextlib import contextmanager, suppress

from house import children
from house.places import LOCAL
from house.steps import Trouble, complain, say


def main(name, work):
    """Do the work of bin/`name`, stop whatever it started, exit with the code it returned."""
    try:
        with children.everything_stops(name):
            _same_user()
            code = work()
    except children.Stopped as stopped:
        say(f"Stopped by {signal.Signals(stopped.number).name}; nothing is left running.")
        code = 128 + stopped.number
    except Trouble as trouble:
        complain(trouble)
        code = 1
    except OSError as error:
        complain(_words_for(error))
        code = 1
    sys.exit(code)


@contextmanager
def alone(name, where):
    """One bin/`name` a checkout; the lock falls with its holder, however that ends."""
    LOCAL.mkdir(exist_ok=True)
    with open(LOCAL / f"{name}.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Trouble(f"bin/{name} is already at work here: {lock.read().strip()}") from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {where}")
        lock.flush()
        yield


def _same_user():
    """Only who made .local can start its database; another would spoil it for both."""
    if LOCAL.exists() and LOCAL.stat().st_uid != os.geteuid():
        with suppress(KeyError):
            maker = pwd.getpwuid(LOCAL.stat().st_uid).pw_name
            raise Trouble(f"this checkout was prepared by {maker}: be that user, or clone anew")
        raise Trouble("this checkout was prepared by another user: clone anew")


def _words_for(error):
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    if error.errno == errno.EROFS:
        return f"{error.filename} lies on a read-only file system; clone where you may write"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"{error.filename} may not be written: was it made by another user?"
    return str(error)
