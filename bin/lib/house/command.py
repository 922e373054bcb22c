"""How each command of bin/ begins and ends: signals, troubles and exit codes in one place."""

import errno
import signal
import sys

from house import children
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


def _words_for(error):
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename} may not be written: was it made by another user?"
    return str(error)
