"""A private PostgreSQL + PostGIS cluster of this checkout, reached by a Unix socket only.

PostgreSQL refuses root, so as root every program of it runs as the system's user `postgres`. Peer
identity lets the users of this machine in that the map names; there is no password and no port.
"""

import fcntl
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from house import children
from house.packages import postgres_bin
from house.places import KEY, LOCAL
from house.steps import Trouble, step

DATABASE, OWNER, WEB = "athar", "athar", "athar_web"
EXTENSIONS = ("postgis", "pg_trgm", "unaccent", "btree_gist", "btree_gin")
PORT = 5432
NEEDED_MB = 500
USERS = LOCAL / "cluster.users"  # shared by every command that uses the cluster now
OURS = LOCAL / "cluster.ours"  # there while the cluster runs because one of them started it


class Cluster:
    """`started` tells whether it was this process that started it."""

    def __init__(self):
        self.root = os.geteuid() == 0
        self.system_user = "postgres" if self.root else pwd.getpwuid(os.geteuid()).pw_name
        self.started = False

    # --- where things are -------------------------------------------------------------------------
    @cached_property
    def base(self):
        """Under .local, unless a closed parent (root's home) keeps the server's user out."""
        inside = LOCAL / "pg"
        return inside if self._reachable(inside) else Path(f"/var/lib/athar-{KEY}")

    @property
    def data(self):
        return self.base / "data"

    @property
    def socket(self):
        """A socket's path holds 107 bytes, of which its own name takes 14."""
        inside = self.base / "s"
        return inside if len(os.fsencode(inside)) + 14 <= 107 else Path(f"/tmp/athar-{KEY}")

    @cached_property
    def programs(self):
        """The server's programs, of the version that made the data."""
        made_by = self.data / "PG_VERSION"
        version = None
        with suppress(OSError, ValueError):
            version = int(self._as("cat", made_by).stdout)
        found = postgres_bin(version)
        if not found and version:
            raise Trouble(
                f"the private database was made by PostgreSQL {version}, which is not installed any"
                f" more: install postgresql-{version}-postgis-3, or begin anew with bin/run --reset"
            )
        if not found:
            raise Trouble("PostgreSQL 15 or newer with PostGIS is not installed")
        return found

    def environment(self):
        """The two addresses, as settings read them."""
        where = f"host={quote(str(self.socket), safe='')}&port={PORT}"
        return {
            "DATABASE_OWNER_URL": f"postgresql://{OWNER}@/{DATABASE}?{where}",
            "DATABASE_URL": f"postgresql://{WEB}@/{DATABASE}?{where}",
        }

    # --- life -------------------------------------------------------------------------------------
    def start(self):
        """Make it if it is not there, start it if it does not run."""
        LOCAL.mkdir(exist_ok=True)
        with _locked(LOCAL / "cluster.lock"):
            self._make()
            if not self.running():
                self._start()
                self.started = True
            self._furnish()

    def stop(self):
        if self.running():
            self._pg_ctl("stop", "-m", "fast", "-t", "60")

    def destroy(self):
        """Stop it and delete it with everything in it."""
        with suppress(Trouble):
            self.stop()
        for path in {self.base, LOCAL / "pg"}:
            shutil.rmtree(path, ignore_errors=True)
        if str(self.socket).startswith("/tmp/athar-"):
            shutil.rmtree(self.socket, ignore_errors=True)
        OURS.unlink(missing_ok=True)

    def running(self):
        """Really alive and really ours: not just a number in a file."""
        pid = self._postmaster()
        return bool(pid) and self._is_ours(pid)

    def _postmaster(self):
        with suppress(OSError, ValueError, IndexError):
            return int(self._as("cat", self.data / "postmaster.pid").stdout.split()[0])
        return None

    def _is_ours(self, pid):
        with suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            return os.fsencode(self.data) in command
        return False

    def _start(self):
        self.socket.mkdir(parents=True, exist_ok=True)
        self._own(self.socket)
        self.socket.chmod(0o755)
        # No server of ours lives: what is left names a dead one, or a stranger with its number.
        name = f".s.PGSQL.{PORT}"
        for stale in (
            self.data / "postmaster.pid",
            self.socket / name,
            self.socket / f"{name}.lock",
        ):
            self._as("rm", "-f", stale)
        where = f"-k '{self.socket}' -p {PORT}"
        self._pg_ctl("start", "-t", "120", "-l", self.base / "postgres.log", "-o", where)

    def _pg_ctl(self, *words):
        done = self._as(self.programs / "pg_ctl", "-D", self.data, "-w", "-s", *words)
        if done.returncode:
            log = self._as("tail", "-5", self.base / "postgres.log").stdout.strip()
            if "No space left" in log:
                raise Trouble("PostgreSQL did not start: the disk is full")
            raise Trouble(f"PostgreSQL did not {words[0]}: {done.stderr.strip()}\n  {log}")

    # --- making -----------------------------------------------------------------------------------
    def _make(self):
        if self._as("test", "-e", self.data / ".ready").returncode == 0:
            return
        if self._as("test", "-d", self.data).returncode == 0:  # its making was interrupted
            self.stop()
            shutil.rmtree(self.data)
        self.base.mkdir(parents=True, exist_ok=True)
        self._own(self.base)
        free = shutil.disk_usage(self.base).free // 2**20
        if free < NEEDED_MB:
            raise Trouble(f"only {free} MB are free under {self.base}; {NEEDED_MB} are needed")
        for left in self.base.glob("data.*"):
            shutil.rmtree(left, ignore_errors=True)
        # Named for us: the initdb of a start that was killed may still be writing its own.
        made = self.base / f"data.{os.getpid()}"
        # Byte order by default: twice as fast, and prefixes use plain indexes. Letters are known
        # by C.UTF-8 (under C pg_trgm sees no Arabic). People's order is asked for by COLLATE.
        done = self._as(
            *(self.programs / "initdb", "-D", made, "-U", self.system_user, "--encoding=UTF8"),
            *("--locale=C.UTF-8", "--lc-collate=C", "--auth=reject", "--data-checksums"),
            "--no-instructions",
        )
        if done.returncode:
            raise Trouble(f"the private database could not be made: {done.stderr.strip()}")
        self._write(made / "pg_hba.conf", "local all all peer map=athar\n")
        self._write(made / "pg_ident.conf", self._people())
        self._write(made / "postgresql.conf", _settings(), append=True)
        self._as("mv", made, self.data)

    def _people(self):
        """Who of this machine may be whom: the server's user, and root where root began it."""
        users = [self.system_user] + (["root"] if self.root else [])
        roles = [self.system_user, OWNER, WEB]
        return "".join(f"athar {user} {role}\n" for user in users for role in roles)

    def _furnish(self):
        """Roles, database, extensions; the last act of its making."""
        if self._as("test", "-e", self.data / ".ready").returncode == 0:
            return
        self.sql("postgres", f"create role {OWNER} login createdb", unless=_role(OWNER))
        self.sql("postgres", f"create role {WEB} login", unless=_role(WEB))
        # so that the owner's tests may ask as the web role
        self.sql("postgres", f"grant {WEB} to {OWNER}")
        known = f"select from pg_database where datname = '{DATABASE}'"
        self.sql("postgres", f"create database {DATABASE} owner {OWNER}", unless=known)
        # in template1 too: test databases are made by a role that is no superuser
        for name in ("template1", DATABASE):
            wanted = "".join(f"create extension if not exists {each};" for each in EXTENSIONS)
            self.sql(name, f"set client_min_messages = warning; {wanted}")
        self._as("touch", self.data / ".ready")

    def sql(self, database, statement, unless=None):
        """One statement as the cluster's superuser, not needed where `unless` finds a row."""
        psql = [self.programs / "psql", "-h", self.socket, "-p", str(PORT), "-d", database]
        psql += ["-U", self.system_user, "-qXAt", "-v", "ON_ERROR_STOP=1", "-c"]
        if unless and self._as(*psql, f"select exists ({unless})").stdout.strip() == "t":
            return
        done = self._as(*psql, statement)
        if done.returncode:
            raise Trouble(f"the private database refused: {done.stderr.strip()}")

    # --- as the server's user ---------------------------------------------------------------------
    def _as(self, *argv, text=None):
        """Run to its end as the server's user, out of reach of our terminal's signals."""
        who = {}
        if self.root:
            try:
                entry = pwd.getpwnam(self.system_user)
            except KeyError as error:
                raise Trouble("the user postgres is missing: is PostgreSQL installed?") from error
            groups = os.getgrouplist(self.system_user, entry.pw_gid)
            who = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": groups}
        # A file and not a pipe: the server inherits it, and a pipe would end only with the server.
        with open(os.devnull) as nothing:
            return _to_its_end([str(word) for word in argv], text, nothing, who)

    def _write(self, path, text, append=False):
        self._as("tee", *(["-a"] if append else []), path, text=text)

    def _own(self, path):
        if self.root:
            shutil.chown(path, self.system_user, self.system_user)

    def _reachable(self, path):
        """Can the server's user enter every folder above?"""
        if not self.root:
            return True
        above = [parent for parent in path.parents if parent.exists()]
        return all(self._as("test", "-x", parent).returncode == 0 for parent in above[:-1])


def _to_its_end(argv, text, nothing, who):
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        done = subprocess.run(
            argv,
            input=text,
            **({} if text is not None else {"stdin": nothing}),
            stdout=out,
            stderr=errors,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": "/tmp", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            **who,
        )
        out.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(argv, done.returncode, out.read(), errors.read())


def _role(name):
    return f"select from pg_roles where rolname = '{name}'"


def _settings():
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) // 1024
    # A container's /dev/shm is often 64 MB: parallel work would die there.
    shared = 0
    with suppress(OSError):
        shared = shutil.disk_usage("/dev/shm").total // 2**20
    return f"""
# --- Athar (bin/lib/house/cluster.py) ---
listen_addresses = ''
unix_socket_permissions = 0777
max_connections = 60
shared_buffers = {min(memory // 4, 4096)}MB
effective_cache_size = {memory // 2}MB
work_mem = 16MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
jit = off
max_wal_size = 4GB
checkpoint_timeout = 15min
wal_compression = lz4
# few cores: a parallel query takes the other requests' core
max_parallel_workers_per_gather = 0
dynamic_shared_memory_type = {"posix" if shared >= 256 else "mmap"}
log_timezone = UTC
timezone = UTC
"""


@contextmanager
def in_use():
    """The cluster, running until the last command that uses it ends, if one of them started it.

    A cluster started by hand (bin/cluster start) is left running.
    """
    LOCAL.mkdir(exist_ok=True)
    cluster = Cluster()
    with open(USERS, "a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            with step("Private database") as now, children.unhurried():
                if not cluster.running():
                    OURS.touch()
                cluster.start()
                now.done = "started" if cluster.started else "running"
            yield cluster
        finally:
            children.stop_all()  # whoever asks it ends before it does
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if OURS.exists():
                    cluster.stop()
                    OURS.unlink()


@contextmanager
def _locked(path):
    """One start at a time; the lock is not inherited, and falls with its holder."""
    with open(path, "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
