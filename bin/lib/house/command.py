"""How each command of bin/ begins and ends: signals, troubles and exit codes in one place."""

import errno
import fcntl
import os
import signal
import sys
from contextlib import contextmanager

from house import children
from house.places import LOCAL
from house.steps import Trouble, complain, say


def main(name, work):
    """Do the work of bin/`name`, stop whatever it started, exit with the code it returned."""
    try:
        with children.everything_stops(name):
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


def _words_for(error):
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename} may not be written: was it made by another user?"
    return str(error)
