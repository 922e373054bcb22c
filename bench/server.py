"""The production server, started on a free port for one run, and what it holds in memory."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_it_answers(process, port, path, patience=60):
    """Return when a server answers at all; raise its last error when it ended, or stayed silent."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            connection.getresponse().read()
        except OSError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.1)
        else:
            return


class Server:
    """Granian as bin/run starts it: two workers, one thread each."""

    def __init__(self, application="config.wsgi:application", workers=2, **settings):
        self.port = free_port()
        command = [
            sys.executable, "-m", "granian", application, "--interface", "wsgi",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", str(workers),
            "--no-ws", "--log-level", "error",
        ]  # fmt: skip
        environment = os.environ | {"ATHAR_ROLE": "web", "ATHAR_DEBUG": "0"} | settings
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)

    def __enter__(self):
        until_it_answers(self.process, self.port, "/healthz")
        return self

    def __exit__(self, *problem):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def resident(self) -> dict[int, float]:
        """MiB resident by process of the server's group, the supervising parent included."""
        found = {}
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                if os.getpgid(int(name)) != self.process.pid:
                    continue
                with open(f"/proc/{name}/smaps_rollup") as rollup:
                    lines = dict(line.split(":", 1) for line in rollup if line.startswith("Pss:"))
                found[int(name)] = int(lines["Pss"].split()[0]) / 1024
            except (OSError, KeyError):
                continue
        return found


class Client:
    """One visitor with one connection that stays open."""

    def __init__(self, server, accept_encoding="identity"):
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=900)
        self.headers = {"Accept": "application/json", "Accept-Encoding": accept_encoding}

    def get(self, path, **headers) -> bytes:
        self.connection.request("GET", path, headers=self.headers | headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in (200, 304):
            raise RuntimeError(f"{path}: {answer.status} {content[:300]!r}")
        return content

    def post(self, path, body) -> bytes:
        self.connection.request(
            "POST", path, body, self.headers | {"Content-Type": "application/json"}
        )
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status} {content[:300]!r}")
        return content

    def stream(self, path) -> tuple[float, int]:
        """Seconds to the first byte, and bytes in all, read and thrown away."""
        started = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        total = len(answer.read(1))
        first = time.perf_counter() - started
        while block := answer.read(1 << 16):
            total += len(block)
        return first, total


class Peak:
    """The most the server's processes held together while the block ran."""

    def __init__(self, server):
        self.server, self.most, self.done = server, 0.0, threading.Event()

    def _watch(self):
        while not self.done.wait(0.05):
            self.most = max(self.most, sum(self.server.resident().values()))

    def __enter__(self):
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *problem):
        self.done.set()
        self.thread.join()
