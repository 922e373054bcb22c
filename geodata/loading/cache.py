"""What was staged from given sources, kept beside the checkout: staging again takes no time.

The key covers the bytes of every source, of the loaders themselves and the geometry library's
version; so a changed rule stages anew. A damaged or half-written folder is never used.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import shapely
from django.apps import apps
from django.conf import settings

from geodata.loading import operator_file
from geodata.loading.staged import Staged, StagedSeries, StagedTable

LOADERS = Path(__file__).parent
MODELS = LOADERS.parent / "models"
MANIFEST = "manifest.json"
KEPT = 3
STALE = 3600


def folder():
    return Path(settings.BASE) / ".local" / "cache" / "geodata"


def key(sources, boundaries=None, code_column=None):
    """What decides the outcome of staging, as one digest."""
    code = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted([*LOADERS.glob("*.py"), *MODELS.glob("*.py")])
    }
    own = operator_file.digest(boundaries) if boundaries else None
    parts = [sources.digests, code, own, code_column, shapely.geos_version_string]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def find(key) -> Staged | None:
    """What was staged under a key, every file of it checked; None when there is no such thing."""
    home = folder() / key
    try:
        manifest = json.loads((home / MANIFEST).read_text("utf8"))
        series = [_series(home, item) for item in manifest["series"]]
    except (OSError, ValueError, KeyError):
        return None
    if any(not _intact(table) for item in series for table in item.tables):
        return None
    return Staged(series, manifest["unmatched"])


@contextmanager
def making(key):
    """A folder to stage in, removed again when staging fails."""
    folder().mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix=f"{key}.", dir=folder()))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def keep(key, home, staged: Staged) -> Staged:
    """Move a finished folder to its name, and forget the oldest ones."""
    manifest = {
        "series": [_described(series) for series in staged.series],
        "unmatched": staged.unmatched,
    }
    (home / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), "utf8")
    final = folder() / key
    shutil.rmtree(final, ignore_errors=True)
    os.replace(home, final)
    _forget(final)
    return Staged([_series(final, item) for item in manifest["series"]], staged.unmatched)


def _forget(newest):
    """Keep the last few results; half-written folders of a killed run go after an hour."""
    now = time.time()
    others = [path for path in folder().iterdir() if path.is_dir() and path != newest]
    finished = [path for path in others if not path.suffix]
    finished.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    left = [path for path in others if path.suffix and now - path.stat().st_mtime > STALE]
    for path in [*finished[KEPT - 1 :], *left]:
        shutil.rmtree(path, ignore_errors=True)


def _described(series):
    return {
        "series": series.series,
        "source": series.source,
        "licence": series.licence,
        "attribution": series.attribution,
        "sources": series.sources,
        "tables": [
            {
                "model": table.model._meta.label,
                "file": table.path.name,
                "rows": table.rows,
                "digest": table.digest.hex(),
            }
            for table in series.tables
        ],
    }


def _series(home, item):
    tables = [
        StagedTable(
            apps.get_model(table["model"]),
            home / table["file"],
            table["rows"],
            bytes.fromhex(table["digest"]),
        )
        for table in item["tables"]
    ]
    told = {name: item[name] for name in ("source", "licence", "attribution")}
    sources = tuple(item["sources"]) if item["sources"] else None
    return StagedSeries(item["series"], tables, sources=sources, **told)


def _intact(table):
    try:
        with table.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest() == table.digest
    except OSError:
        return False
