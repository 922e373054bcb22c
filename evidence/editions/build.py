"""The package of an edition: files in a fixed order, each streamed, summed and stamped alike.

The same revision, number and site give the same bytes, unless something was redacted since.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from directory.as_of import Reading
from directory.selection.filterset import ActorFilterSet
from directory.selection.selection import Selection
from evidence.editions import tables, texts
from evidence.formats.columns import TABLE_COLUMNS
from evidence.formats.csv import actors_csv
from evidence.formats.geojson import actors_geojson
from evidence.formats.gpkg import actors_gpkg

BLOCK = 1 << 18
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Plan:
    """What an edition is of: enough to make it, and to make it again."""

    number: int
    reading: Reading
    previous_revision: int
    site: str
    is_demo: bool

    @property
    def folder(self) -> str:
        return f"athar-edition-{self.number}"

    @property
    def link(self) -> str:
        return f"{self.site}/e/{self.number}"


@dataclass
class Made:
    """A package on disk: its digest, its size, and what is inside."""

    path: Path
    actors: int
    digest: bytes = b""
    size: int = 0
    files: list[dict] = field(default_factory=list)


def whole_register(reading: Reading, demo: str) -> Selection:
    """Every actor that stands, active or closed."""
    asked = ActorFilterSet({"status": "any", "demo": demo}, reading=reading)
    asked.is_valid()
    return asked.selection()


def build(plan: Plan, path: Path, *, say: Callable[[str], None]) -> Made:
    """Write the package to `path`; `say` hears of each file. Must run inside the snapshot."""
    selection = whole_register(plan.reading, "any" if plan.is_demo else "false")
    made = Made(path, selection.total)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, blocks in _files(plan, selection, path.parent):
            made.files.append(_add(package, plan, name, blocks))
            say(f"{name}: {made.files[-1]['size']:,} bytes")
        sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in made.files)
        _add(package, plan, SUMS, [sums.encode()])
    made.digest, made.size = sha256_of(path), path.stat().st_size
    return made


def sha256_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _files(plan: Plan, selection: Selection, beside: Path) -> Iterator[tuple[str, Iterable[bytes]]]:
    reading = plan.reading
    yield "README.txt", [texts.readme(plan, selection.total)]
    yield "LICENCE.txt", [texts.licence(reading)]
    yield "CITATION.txt", [texts.citation(plan)]
    yield "CITATION.bib", [texts.bibtex(plan)]
    yield "DICTIONARY.csv", [texts.dictionary(columns_of_files())]
    yield "actors.csv", actors_csv(selection)
    yield "actors.geojson", actors_geojson(selection, _head(plan))
    yield "actors.gpkg", _gpkg(plan, selection, beside)
    for one in tables.TABLES:
        yield one.file, one.csv(reading)
    yield tables.CHANGES, tables.changes_csv(reading, plan.previous_revision)


def _head(plan) -> bytes:
    told = {
        "edition": plan.number,
        "revision": plan.reading.revision,
        "as_of": plan.reading.recorded_at.isoformat(),
        "cite_as": plan.link,
        "licence": "CC-BY-4.0",
    }
    return orjson.dumps(told)[1:-1]


def _gpkg(plan, selection, beside) -> Iterator[bytes]:
    """A GeoPackage is written to disk first: its format goes back to what it wrote before."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=".gpkg-") as folder:
        path = Path(folder) / "actors.gpkg"
        note = texts.note(plan)
        actors_gpkg(selection, path, moment=plan.reading.recorded_at, note=note)
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


def _add(package, plan, name, blocks) -> dict:
    """One file of the package, stamped with the moment of the revision."""
    info = zipfile.ZipInfo(f"{plan.folder}/{name}", plan.reading.recorded_at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr = 3, 0o644 << 16
    digest, size = hashlib.sha256(), 0
    with package.open(info, "w", force_zip64=True) as out:
        for block in blocks:
            digest.update(block)
            size += len(block)
            out.write(block)
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def columns_of_files() -> dict[str, tuple[str, ...]]:
    """File to its columns, for the dictionary and what checks it."""
    found = {"actors.csv": tuple(column.name for column in TABLE_COLUMNS)}
    found |= {one.file: one.columns for one in tables.TABLES}
    return found | {tables.CHANGES: tables.CHANGED}
