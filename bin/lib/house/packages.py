"""The system's packages that Athar needs, installed by apt where they are missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from house import children
from house.places import ROOT
from house.steps import Trouble, step

POSTGRES = Path("/usr/lib/postgresql")
LEAST_POSTGRES = 15
APT = ROOT / "bin" / "lib" / "apt.sh"
LIBRARIES = Path("/usr/lib")
SYSTEM = Path("/etc/os-release")
CHROMIUM = "chromium-headless-shell"
# What WeasyPrint shapes and cuts letters with: the name of the file it asks for, and its package.
PRINTING = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
CAUSES = [
    ("No space left on device", "the disk is full"),
    ("You don't have enough free space", "the disk is full"),
    ("Could not get lock", "another package manager is at work; try again when it has ended"),
    ("Temporary failure resolving", "no network"),
    ("Could not resolve", "no network"),
    ("Failed to fetch", "the network or the package mirror did not answer"),
    ("Unable to locate package", "this system has no such package"),
]


def postgres_bin(version=None):
    """The programs of the newest server that also has PostGIS, or of one version; None if none."""
    found = sorted(
        (int(home.name) for home in POSTGRES.glob("*") if home.name.isdigit()), reverse=True
    )
    for number in found if version is None else [version]:
        extension = Path(f"/usr/share/postgresql/{number}/extension/postgis.control")
        programs = POSTGRES / str(number) / "bin"
        if number >= LEAST_POSTGRES and (programs / "postgres").exists() and extension.exists():
            return programs
    return None


def chromium():
    """The browser of the page tests, or None: Chromium without its windows, which cost two thirds
    of a page's time, or a whole one.
    """
    named = os.environ.get("ATHAR_CHROMIUM")
    if named:
        return named if shutil.which(named) else None
    found = shutil.which(CHROMIUM) or shutil.which("chromium")
    return found if found and not _is_snap(found) else None


def _has_libatomic():
    """What drives the browser is a Node that needs it, and a small Debian has none."""
    return any(Path("/usr/lib").glob("*/libatomic.so.1"))


def _is_snap(program):
    """Ubuntu's chromium is a script that starts, or asks for, a snap."""
    start = Path(program).resolve()
    return "snap" in start.parts or b"/snap/" in start.read_bytes()[:4096]


def printing():
    """The packages of the libraries that draw paper and are not here."""
    return [
        package
        for file, package in PRINTING.items()
        if not any(LIBRARIES.glob(file)) and not any(LIBRARIES.glob(f"*/{file}"))
    ]


def ensure(*, database, tests):
    """Install what is missing for a private database and, for tests, a browser."""
    with step("System packages") as now:
        missing = []
        if database and not postgres_bin():
            missing += ["postgresql", "postgresql-postgis"]
        if not shutil.which("msgfmt"):
            missing += ["gettext"]
        missing += printing()
        if tests and not chromium():
            _refuse_other_browsers()
            missing += [CHROMIUM]
        if tests and not _has_libatomic():
            missing += ["libatomic1"]
        if not missing:
            now.done = "present"
            return
        rights = _rights_to_install(missing)
        now.begins(f"installing {' '.join(missing)}")
        _install(missing, rights)
        now.done = f"installed {' '.join(missing)}"
        if database and not postgres_bin():
            raise Trouble("PostgreSQL 15 or newer with PostGIS is still missing after the install")


def _refuse_other_browsers():
    named = os.environ.get("ATHAR_CHROMIUM")
    if named:
        raise Trouble(f"ATHAR_CHROMIUM names {named}, which is not there")
    if "ID=ubuntu" in SYSTEM.read_text():
        raise Trouble(
            "the page tests need a Chromium, and Ubuntu's is a snap that tests cannot drive:"
            " set ATHAR_CHROMIUM to a Chromium or Chrome of yours"
        )


def _rights_to_install(names):
    """The words that make a command root's; a password is asked for only at a terminal."""
    if not shutil.which("apt-get"):
        raise Trouble(f"{', '.join(names)}: install them with your system's packages")
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        if subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
            return ["sudo", "-n"]
        if sys.stdin.isatty() and subprocess.call(["sudo", "-v"]) == 0:
            return ["sudo", "-n"]
    raise Trouble(
        f"{', '.join(names)}: missing, and this user may not install packages;"
        f" ask for, {_by_hand(names)}"
    )


def _install(names, rights):
    children.must(
        [*rights, "sh", APT, *names],
        log="apt",
        what=f"packages could not be installed ({_by_hand(names)})",
        causes=CAUSES,
        at_terminal=bool(rights),  # where sudo remembers the password
    )


def _by_hand(names):
    return f"as root: apt-get update && apt-get install {' '.join(names)}"
