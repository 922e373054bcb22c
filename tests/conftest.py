"""Guards that harden every test, and what page tests need to drive a real browser."""

import ipaddress
import os
import shutil
import socket

import pytest
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as drawing

pytest_plugins = [
    "tests.stored",
    "tests.web",
    "tests.register",
    "tests.territories",
    "tests.country",
    "tests.demonstration",
    "tests.scratch",
    "tests.submissions",
]

# Playwright's own event loop runs in the thread of the test: Django would refuse its queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    """The longest files first: none is left to one process while the other has nothing to do. In a
    file, what needs the register empty before what needs the one that is kept for the file.
    """
    files = {item.path: number for number, item in reversed([*enumerate(items)])}

    def turn(item):
        keeps = any(name.startswith("kept_") for name in item.fixturenames)
        return item.path.parent.name != "pages", files[item.path], keeps

    items.sort(key=turn)


# How long drawing an example takes says how busy the machine is, and nothing of the code.
drawing.register_profile("athar", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawing.load_profile("athar")


@pytest.fixture(autouse=True)
def nothing_is_remembered(request):
    """What a process keeps of the register goes: the test before was rolled back. So does the
    language that its last page was in. What it keeps of reference sets, which is much, goes where
    a test wrote to their tables.
    """
    translation.deactivate()
    from api.memory import memory
    from api.tiles import ACTORS, BASE_MAP
    from directory.selection.totals import tables, totals
    from directory.selectors import members
    from tests import sets

    for kept in (memory, ACTORS, BASE_MAP, totals, tables, members.counts):
        kept.forget()
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("_django_db_helper")  # whose transaction is to be asked first
    yield
    sets.forget_if_written()


@pytest.fixture(scope="session", autouse=True)
def no_socket_beyond_this_host():
    """A test that reaches for another host fails, saying which."""
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _loopback(address[0]):
            raise AssertionError(f"A test tried to reach {address[0]}.")
        return connect(self, address)

    def guarded_lookup(host, *args, **kwargs):
        if not _loopback(host):
            raise AssertionError(f"A test tried to look up {host}.")
        return lookup(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield


def _loopback(host):
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        text = host.decode() if isinstance(host, bytes) else host
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium that this machine has; root needs it without its sandbox."""
    chromium = os.environ.get("ATHAR_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.fail("No Chromium: install Debian's package, or name one in ATHAR_CHROMIUM.")
    args = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return browser_type_launch_args | {"executable_path": chromium, "args": args}
