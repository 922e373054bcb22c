"""What must stand before the site is served, each part made only when its sources changed.

Files are stamped under .local/stamps; what was loaded is stamped in the database itself, as its
comment, so the stamp goes where the data goes.
"""

import hashlib
import json
import subprocess
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from directory.models import Instance

STAMPS = settings.LOCAL / "stamps"
ROOMS = ["api", "config", "desk", "directory", "evidence", "frontend", "geodata"]
DEMONSTRATION = 5000
SEED = 1
# French fills what no reviewer has yet worded in Tamazight.
FALLBACKS = {"zgh": "fr"}
# No page shows these; hashing and compressing them took most of the time.
UNUSED_STATIC = ["rest_framework", "gis", "drf_spectacular", "leaflet/draw", "*/vendor/select2"]


@dataclass(frozen=True)
class Loaded:
    """What this database was last loaded with."""

    sources: str | None
    demo: int


class Preparation:
    """The parts in their order; `say` gets one finished line for each."""

    def __init__(self, say: Callable[[str], None]):
        self.say = say

    def database(self, *, demo: int | None) -> None:
        """Migrations, territories with their localities, demonstration; organisations last."""
        self.migrate()
        loaded = _read_stamp()
        actors = _actors_wanted(demo, loaded)
        sources = _digest_of_sources()
        if loaded == Loaded(sources, actors):
            self.say("Territories and actors: loaded before")
            return
        _write_stamp(Loaded(None, actors))  # an interrupted load goes on with the same wish
        self._load("Territories", "load_territories", demonstration=actors > 0)
        if actors:
            self._load(f"{actors:,} demonstration actors", "load_demo", actors=actors, seed=SEED)
        self._load("Organisations", "load_organisations")
        if actors:
            self._load("Demonstration stories", "load_demo_stories")
        self._load("Official figures", "load_official_figures")
        self._load("Dossiers", "load_dossiers")
        _write_stamp(Loaded(sources, actors))

    def migrate(self) -> None:
        with self._part("Migrations") as part:
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if plan:
                call_command("migrate", interactive=False, verbosity=0)
            part.done = f"{len(plan)} applied" if plan else "none missing"

    def texts(self) -> None:
        """Compile the translations."""
        with self._part("Translations") as part:
            found = (settings.BASE / room / "locale" for room in ROOMS)
            sources = sorted(po for folder in found for po in folder.glob("*/LC_MESSAGES/*.po"))
            made = [po.with_suffix(".mo") for po in sources]
            digest = _digest(sources)
            if _stamp("texts") == digest and all(mo.exists() for mo in made):
                part.done = "as they were"
                return
            for po in sources:
                compile_texts(po)
            _set_stamp("texts", digest)
            part.done = f"{len(sources)} compiled"

    def static(self) -> None:
        """Collect the static files under names that hold their digest."""
        with self._part("Static files") as part:
            digest = _digest(_static_sources())
            if _stamp("static") == digest and (settings.STATIC_ROOT / "staticfiles.json").exists():
                part.done = "as they were"
                return
            call_command(
                "collectstatic",
                interactive=False,
                clear=True,
                verbosity=0,
                ignore_patterns=UNUSED_STATIC,
            )
            _set_stamp("static", digest)
            part.done = "collected"

    def _load(self, title, command, **options):
        with self._part(title):
            call_command(command, **options)

    @contextmanager
    def _part(self, title):
        part, started = _Part(), time.monotonic()
        yield part
        self.say(f"{title}: {part.done} ({time.monotonic() - started:.1f} s)")


class _Part:
    done = "done"


def compile_texts(po: Path) -> None:
    """Make the .mo beside a .po; CommandError with msgfmt's words if it is not sound."""
    language = po.parent.parent.name
    texts = po.read_bytes()
    fallback = po.parents[2] / FALLBACKS.get(language, "-") / "LC_MESSAGES" / po.name
    if fallback.exists():
        texts = _gettext("msgcat", "--use-first", po, fallback)
    _gettext("msgfmt", "--check-format", "-o", po.with_suffix(".mo"), "-", texts=texts)


def _gettext(program, *words, texts=None):
    done = subprocess.run([program, *words], input=texts, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"{words[-2]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def _actors_wanted(demo, loaded):
    """How many demonstration actors; an instance once fixed keeps its kind."""
    instance = Instance.objects.first()
    if instance is None:
        return DEMONSTRATION if demo is None else demo
    if demo is None:
        demo = loaded.demo if loaded else DEMONSTRATION if instance.demonstration else 0
    if bool(demo) != instance.demonstration:
        kind = "a demonstration" if instance.demonstration else "a register without demonstration"
        raise CommandError(
            f"this instance was made as {kind} and stays one; --reset begins a new one"
        )
    return demo


# --- stamps ---------------------------------------------------------------------------------------
def _read_stamp():
    with connection.cursor() as cursor:
        cursor.execute(
            "select shobj_description(oid, 'pg_database') from pg_database"
            " where datname = current_database()"
        )
        (comment,) = cursor.fetchone()
    try:
        return Loaded(**json.loads(comment)["loaded"])
    except (TypeError, ValueError, KeyError):
        return None


def _write_stamp(loaded):
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"comment on database {name} is %s", [json.dumps({"loaded": asdict(loaded)})]
        )


def _stamp(name):
    try:
        return (STAMPS / name).read_text()
    except FileNotFoundError:
        return None


def _set_stamp(name, digest):
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(digest)


# --- what stamps are made of ----------------------------------------------------------------------
def _digest_of_sources():
    """What is loaded, and what loads it."""
    base = settings.BASE
    folders = [
        base / "fixtures",
        base / "geodata" / "loading",
        base / "directory" / "management",
        base / "evidence" / "management",
    ]
    files = [file for folder in folders for file in folder.rglob("*") if _counts(file)]
    return _digest([*files, base / "requirements" / "data.txt"])


def _static_sources():
    base = settings.BASE
    found = (base / room / "static" for room in ROOMS)
    files = [file for folder in found for file in folder.rglob("*") if _counts(file)]
    files += [*base.glob("frontend/*.py"), *base.glob("config/s*.py")]
    return [*files, base / "requirements" / "run.txt"]


def _counts(file):
    return file.is_file() and "__pycache__" not in file.parts


def _digest(files):
    """One digest of names and contents."""
    found = hashlib.sha256()
    for file in sorted(files):
        content = file.read_bytes()
        found.update(f"{file.relative_to(settings.BASE)}\0{len(content)}\0".encode() + content)
    return found.hexdigest()
