"""Writing the archive: every citation, the bytes behind it, the ledger; all of it or nothing.

The files of the API stand where the API answers them, so that one script checks both. The same
register gives the same bytes.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from directory.as_of import Reading, snapshot
from directory.database import rows
from evidence.archive import pages
from evidence.citations import bibliography
from evidence.citations.machine import as_json, verification_json
from evidence.citations.texts import LANGUAGES, Quotation, quotations
from evidence.citations.verify import ask_again, verify
from evidence.models import Citation

MARK = "athar-citations.json"  # tells a folder of ours, which may be replaced, from any other
SCRIPT = settings.BASE / "docs" / "verify_citation.py"
AT_ONCE = 1_000
FILES = (
    ("bib", bibliography.bibtex),
    ("ris", bibliography.ris),
    ("csl.json", bibliography.csl),
    ("jsonld", bibliography.json_ld),
    ("txt", bibliography.plain_text),
)
BYTES = """
select digest, bytes from directory_recordbytes
where digest = any(%(digests)s::bytea[]) and bytes is not null"""
LEDGER = """
select number, bytes from directory_revision where number between %(first)s and %(last)s
order by number"""


class ExportRefused(Exception):
    """A folder that cannot be written; the message says why."""


@dataclass(frozen=True)
class Exported:
    citations: int
    records: int
    failing: int


def export(
    folder: Path, site: str, *, say: Callable[[str, int, int], None] = lambda *_: None
) -> Exported:
    """Write the archive to a folder, which must be new, empty, or an archive before.

    Raises ExportRefused.
    """
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise ExportRefused(f"{folder} holds something else than an archive of citations")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".exporting-") as place:
        made = Path(place) / "made"
        with snapshot() as reading:
            told = Archive(made, site, reading, say).write()
        before = Path(place) / "before"
        if folder.exists():
            folder.rename(before)
        try:
            made.rename(folder)
        except BaseException:
            if before.exists():
                before.rename(folder)
            raise
    return told


class Archive:
    """An archive being written, as of one revision."""

    def __init__(self, folder: Path, site: str, reading: Reading, say):
        self.folder, self.site, self.reading, self.say = folder, site, reading, say
        self.written: set[bytes] = set()

    def write(self) -> Exported:
        numbers = list(Citation.objects.order_by("code").values_list("pk", flat=True))
        listed, failing = [], 0
        for at, number in enumerate(numbers, 1):
            one = Citation.objects.get(pk=number)
            told = quotations(one, f"{self.site}/c/{one.code[:4]}-{one.code[4:]}")
            failing += not self._citation(one, told)
            listed.append(told)
            self.say("citations", at, len(numbers))
        self._ledger()
        self._common(listed)
        self._sums()
        return Exported(len(numbers), len(self.written), failing)

    def _citation(self, one: Citation, told: list[Quotation]) -> bool:
        """One citation's pages, files, answers and bytes; whether it holds."""
        found = verify(one)
        for each in told:
            folder = f"c/{each.code}"
            self._text(f"{folder}/{each.language}.html", pages.page(each, told, found))
            for ending, write in FILES:
                content = write(each)
                name = f"{folder}/{each.language}.{ending}"
                self._text(name, content if isinstance(content, str) else _json(content))
        french = next(each for each in told if each.language == "fr")
        self._text(f"c/{french.code}/index.html", pages.page(french, told, found))
        api = f"api/v1/citations/{one.code}"
        self._text(f"{api}/index.json", _json(as_json(one, self.site, told)))
        self._text(f"{api}/verify/index.json", _json(verification_json(one, found)))
        self._records(one, api)
        return found.holds

    def _records(self, one: Citation, api: str) -> None:
        """The records behind a citation, listed as they are folded, and their bytes."""
        path = self._path(f"{api}/records/index.json")
        head = {"code": one.code, "revision": one.revision, "count": one.records, "next": None}
        with path.open("w", encoding="utf-8") as file, snapshot(one.revision) as reading:
            file.write(_json(head).rstrip().removesuffix("}").rstrip() + ', "results": [')
            asked, after, first = ask_again(one, reading), None, True
            while some := list(asked.records(after, AT_ONCE)):
                for code, digest in some:
                    url = f"{self.site}/api/v1/records/{digest.hex()}/"
                    record = {"code": code, "digest": digest.hex(), "url": url}
                    file.write(("\n" if first else ",\n") + json.dumps(record))
                    first = False
                self._bytes([digest for _code, digest in some])
                after = some[-1]
            file.write("\n]}\n")

    def _bytes(self, digests: list[bytes]) -> None:
        """Canonical bytes of records not written before; redacted ones have none."""
        wanted = [digest for digest in digests if digest not in self.written]
        for digest, content in rows(BYTES, {"digests": wanted}):
            self._path(f"api/v1/records/{bytes(digest).hex()}/index.json").write_bytes(content)
            self.written.add(bytes(digest))

    def _ledger(self) -> None:
        """Canonical bytes of every revision, so that the chain can be followed."""
        last = self.reading.revision
        for first in range(0, last + 1, AT_ONCE):
            for number, content in rows(LEDGER, {"first": first, "last": first + AT_ONCE - 1}):
                if number <= last:
                    self._path(f"api/v1/revisions/{number}/index.json").write_bytes(content)
            self.say("revisions", min(first + AT_ONCE, last + 1), last + 1)

    def _common(self, listed) -> None:
        reading = self.reading
        for language in LANGUAGES:
            content = pages.index(listed, reading.revision, reading.recorded_at, language)
            self._text(f"{language}.html", content)
            if language == "fr":
                self._text("index.html", content)
        self._text("archive.css", pages.sheet())
        for font in pages.fonts():
            self._path(f"fonts/{font.name}").write_bytes(font.read_bytes())
        shutil.copyfile(SCRIPT, self._path(SCRIPT.name))
        self._text(MARK, _json({"revision": reading.revision, "citations": len(listed)}))

    def _sums(self) -> None:
        """The SHA-256 of every file, as sha256sum checks them."""
        lines = []
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                digest = sha256(path.read_bytes()).hexdigest()
                lines.append(f"{digest}  {path.relative_to(self.folder).as_posix()}\n")
        self._text("SHA256SUMS", "".join(lines))

    def _text(self, name: str, content: str) -> None:
        self._path(name).write_text(content, encoding="utf-8", newline="")

    def _path(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _json(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
