"""bin/run: from a fresh clone to a served site, and back to nothing when asked to stop."""

import argparse
import http.client
import ipaddress
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress

from house import children, cluster
from house.command import alone, main
from house.places import PYTHON, STAMPS
from house.preparing import manage, prepared
from house.steps import Trouble, say, step

WORKERS = 2
SPARE_THREADS = 2  # a worker's pages take turns on one; the other answers while that one waits
PATIENCE = 60  # seconds for the server to answer
DAY = 24 * 60 * 60  # seconds
BREATH = 30  # seconds between two beginnings of the worker


def arguments():
    parser = argparse.ArgumentParser(
        prog="bin/run",
        description="Serve Athar from this folder; installs and prepares what is missing.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port (%(default)s)")
    parser.add_argument(
        "--demo",
        type=int,
        metavar="N",
        help="demonstration actors of a new instance (5000); 0 makes a real instance without any",
    )
    parser.add_argument(
        "--reset", action="store_true", help="delete the private database first; asks before"
    )
    asked = parser.parse_args()
    if not 0 < asked.port < 65536:
        parser.error("--port takes 1 to 65535")
    if asked.demo is not None and asked.demo < 0:
        parser.error("--demo takes 0 or more")
    return asked


def serve():
    asked = arguments()
    began = time.monotonic()
    with alone("run", f"{address(asked)}/"):
        if asked.reset:
            reset()
        recover()
        check_port(asked)
        with prepared() as told:
            environment = addressed(told, asked)
            demo = [] if asked.demo is None else ["--demo", str(asked.demo)]
            if manage("prepare", *demo, environment=environment):
                raise Trouble("the site could not be prepared; what failed is told above")
            server = start_server(asked, environment)
            worker, eraser = Worker(environment), Eraser(environment)
            say(f"Ready after {time.monotonic() - began:.1f} s. Ctrl-C stops everything.")
            for name, path in [("map", "/"), ("API", "/api/v1/"), ("its docs", "/api/v1/docs/")]:
                say(f"  {name:9} {address(asked)}{path}")
            while server.poll() is None:
                worker.keep()
                eraser.keep()
                with suppress(subprocess.TimeoutExpired):
                    server.wait(1)
            code = server.returncode
            raise Trouble(f"the server ended by itself (exit code {code}); start it again")


def reset():
    """Delete the private database and what was prepared from it, once the person agrees."""
    if os.environ.get("DATABASE_URL"):
        raise Trouble("--reset deletes the private database only, and DATABASE_URL names another")
    say("--reset deletes this checkout's private database with every actor and revision in it.")
    sys.stdout.write("Type yes to delete it: ")
    sys.stdout.flush()
    if sys.stdin.readline().strip() != "yes":
        raise Trouble("nothing was deleted")
    with step("Reset") as now, children.unhurried():
        children.end_outlived()
        cluster.Cluster().destroy()
        shutil.rmtree(STAMPS, ignore_errors=True)
        now.done = "the private database is deleted"


def recover():
    """End what an earlier start left behind when it was killed."""
    if children.outlived():
        with step("Recovery") as now:
            count = children.end_outlived()
            now.done = f"ended {count} processes of an earlier start that was killed"


def check_port(asked):
    """Learn now, and not after all preparations, that the address cannot be had."""
    try:
        family, _, _, _, where = socket.getaddrinfo(
            asked.host, asked.port, type=socket.SOCK_STREAM
        )[0]
    except socket.gaierror as error:
        raise Trouble(f"--host {asked.host} is not an address of this machine") from error
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
            probe.listen()
        except PermissionError as error:
            raise Trouble(f"port {asked.port} needs more rights; take one above 1023") from error
        except OSError as error:
            if error.errno in (98, 48):
                raise Trouble(
                    f"port {asked.port} is in use{holder(asked.port)}; take another: --port"
                ) from error
            raise Trouble(f"cannot listen on {asked.host}: {error.strerror}") from error


def holder(port):
    """` by …`, if this user may know."""
    with suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(
            ["ss", "-Hltnp", f"sport = :{port}"], capture_output=True, text=True, timeout=5
        ).stdout
        if 'users:(("' in told:
            name, rest = told.split('users:(("', 1)[1].split('"', 1)
            return f" by {name} (process {rest.split('pid=')[1].split(',')[0]})"
    return ""


class Worker:
    """The process that takes jobs, with the web's rights; begun again whenever it ended."""

    def __init__(self, environment):
        self.environment = as_web(environment)
        self.begun = 0.0
        self.child = None
        self.keep()

    def keep(self):
        """Begin it, unless it runs or ended only just now: pages do without it meanwhile."""
        if self.child is not None:
            if self.child.poll() is None or time.monotonic() < self.begun + BREATH:
                return
            say(f"The worker ended (exit code {self.child.returncode}) and is begun again.")
            children.stop(self.child)
        self.begun = time.monotonic()
        self.child = children.start([PYTHON, "manage.py", "work"], env=self.environment)


class Eraser:
    """Once a day, as the owner: the web may not erase whom accepted requests name."""

    def __init__(self, environment):
        self.environment = environment | {"ATHAR_ROLE": "owner"}
        self.begun = 0.0
        self.child = None

    def keep(self):
        """Begin it where a day has passed; what failed is told by itself, and tried tomorrow."""
        if self.child is not None and self.child.poll() is not None:
            children.stop(self.child)
            self.child = None
        if self.child is None and (not self.begun or time.monotonic() > self.begun + DAY):
            self.begun = time.monotonic()
            words = ("erase_personal_data", "--verbosity", "0")
            self.child = children.start([PYTHON, "manage.py", *words], env=self.environment)


def addressed(environment, asked):
    """With where mails find the site: here, unless it is told where it stands."""
    if environment.get("ATHAR_ADDRESS") or environment.get("ATHAR_HOSTS"):
        return environment
    return environment | {"ATHAR_ADDRESS": address(asked)}


def as_web(environment):
    """Without what only the owner of the database may know."""
    web = {name: value for name, value in environment.items() if name != "DATABASE_OWNER_URL"}
    return web | {"ATHAR_ROLE": "web"}


def start_server(asked, environment):
    """Granian, answering before this returns."""
    streams = int(environment.get("ATHAR_STREAMS") or 4)
    web = as_web(environment)
    if not _loopback(asked.host):
        web.setdefault("ATHAR_HOSTS", ",".join(_own_names(asked.host)))
        web.setdefault("ATHAR_HTTPS", "0")
    with step("Server") as now:
        server = children.start(
            [
                *(PYTHON.parent / "granian", "--interface", "wsgi", "--no-ws"),
                *("--host", asked.host, "--port", asked.port),
                *("--workers", WORKERS, "--blocking-threads", streams + SPARE_THREADS),
                *("--workers-kill-timeout", 10, "--respawn-failed-workers"),
                *("--log-level", "error", "config.wsgi:application"),
            ],
            env=web,
        )
        try:
            readiness = _wait(server, asked)
        except BaseException:
            children.stop(server, patience=0.5)  # nobody is being answered yet
            raise
        now.done = f"answers at revision {readiness['revision']}"
    if "ATHAR_HTTPS" not in environment and not _loopback(asked.host):
        say("Note: plain http, for a network you trust; docs/operations/ tells how to go public.")
    return server


def _wait(server, asked):
    until = time.monotonic() + PATIENCE
    told = {}
    while time.monotonic() < until:
        if server.poll() is not None:
            raise Trouble(f"the server did not start (exit code {server.returncode}); see above")
        try:
            status, told = _ask_ready(asked)
            if status == 200:
                return told
        except OSError:
            pass
        time.sleep(0.05)
    raise Trouble(f"the server did not become ready: {told.get('status', 'no answer')}")


def _ask_ready(asked):
    host = asked.host if asked.host not in ("0.0.0.0", "::") else "localhost"
    line = http.client.HTTPConnection(host, asked.port, timeout=5)
    try:
        line.request("GET", "/readyz", headers={"Host": "localhost"})
        answer = line.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
    except ValueError:
        return 0, {}
    finally:
        line.close()


def address(asked):
    host = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(asked.host, asked.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{asked.port}"


def _loopback(host):
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _own_names(host):
    """The names and addresses under which a private network may ask for this machine."""
    names = {socket.gethostname(), socket.getfqdn(), host} - {"0.0.0.0", "::"}
    with suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(["hostname", "-I"], capture_output=True, text=True, timeout=5).stdout
        names.update(f"[{each}]" if ":" in each else each for each in told.split())
    return sorted(names)


if __name__ == "__main__":
    main("run", serve)
