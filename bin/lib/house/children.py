"""Processes that end with us: each in a group of its own, stopped by whatever stops us.

A child also gets SIGTERM from the kernel when we are killed outright, and carries a mark by which
the next start finds what outlived that.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from house.places import LOGS, ROOT
from house.steps import Trouble

MARK = "ATHAR_STARTED_BY"
STOPPING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
LEAST_FREE_MB = 200
PATIENCE = 15  # seconds: the server lets requests finish for 10
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)
_living: list[subprocess.Popen] = []
_mark = "?"
_unhurried = 0
_pending: int | None = None


class Stopped(BaseException):
    """A signal asked us to stop; not an Exception, so nothing swallows it on the way out."""

    def __init__(self, number):
        self.number = number


@contextmanager
def everything_stops(mark):
    """Until the end of the block a signal raises Stopped; all children are gone afterwards.

    `mark` is the command's name, by which its children are known if they outlive it.
    """
    global _mark
    _mark = mark

    def stop(number, frame):
        global _pending
        if _unhurried:
            _pending = number
            return
        for each in STOPPING:
            signal.signal(each, _hurry)
        raise Stopped(number)

    for each in STOPPING:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each in STOPPING:
            signal.signal(each, _hurry)
        stop_all()


@contextmanager
def unhurried():
    """A signal waits for the end of the block: for work that must not stop half-way."""
    global _unhurried, _pending
    _unhurried += 1
    try:
        yield
    finally:
        _unhurried -= 1
        if _pending and not _unhurried:
            number, _pending = _pending, None
            signal.raise_signal(number)


def _hurry(number, frame):
    """Asked a second time: no more patience with children."""
    for child in _living:
        _signal_group(child.pid, signal.SIGKILL)


def start(argv, *, env=None, log=None, at_terminal=False, **options):
    """Start a child in its own group and remember it. Output goes to `log`, or to our own.

    It leaves our terminal's session, unless it must stay in it (`at_terminal`).
    """
    output = _open_log(log) if log else None

    def in_child():
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)

    # No signal may come between the birth of a child and our remembering it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        child = subprocess.Popen(
            [str(word) for word in argv],
            env=(os.environ if env is None else env) | {MARK: f"{_mark}:{ROOT}"},
            cwd=options.pop("cwd", ROOT),
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            **({"process_group": 0} if at_terminal else {"start_new_session": True}),
            preexec_fn=in_child,
            **options,
        )
        _living.append(child)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if output:
            output.close()
    return child


def _open_log(name):
    LOGS.mkdir(parents=True, exist_ok=True)
    return open(LOGS / f"{name}.log", "wb")


def run(argv, **options):
    """Start a child, wait for its end, return its exit code."""
    child = start(argv, **options)
    code = child.wait()
    _living.remove(child)
    return code


def must(argv, *, log, what, causes=(), **options):
    """Run a child quietly. Its failure is Trouble: the first cause found in its log, or its end."""
    if run(argv, log=log, **options) == 0:
        return
    told = (LOGS / f"{log}.log").read_text(errors="replace")
    for sign, meaning in causes:
        if sign.lower() in told.lower():
            raise Trouble(f"{what}: {meaning}")
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < LEAST_FREE_MB:  # a full disk often takes no log either
        raise Trouble(f"{what}: only {free} MB are free under {ROOT}")
    last = "\n  ".join(told.strip().splitlines()[-5:])
    raise Trouble(f"{what}. The end of .local/log/{log}.log:\n  {last}")


def stop(child, patience=PATIENCE):
    """End one child and its whole group: first asked, then told."""
    _signal_group(child.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(patience)
    _signal_group(child.pid, signal.SIGKILL)
    child.wait()
    if child in _living:
        _living.remove(child)


def stop_all():
    for child in reversed(list(_living)):
        stop(child)


def _signal_group(group, number):
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def outlived():
    """Processes that an earlier start of this checkout left behind, with their commands."""
    sign = f"{MARK}={_mark}:{ROOT}".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if sign in (entry / "environ").read_bytes().split(b"\0"):
                    found[int(entry.name)] = _command(entry)
    return found


def _command(entry):
    return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()


def end_outlived(patience=PATIENCE):
    """End what an earlier start left behind; return how many processes that were."""
    left = outlived()
    count = len(left)
    for number, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        until = time.monotonic() + wait
        while left and time.monotonic() < until:
            time.sleep(0.05)
            left = outlived()
    return count
