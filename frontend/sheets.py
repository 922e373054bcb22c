"""One style sheet for every page, joined from a file per component.

A browser asks once instead of thirty times, and no bundler is needed: this finder hands Django the
joined sheet as if it lay among the static files, and joins it again when a source has changed.
The dark palette is written once, in dark.css, and put under both of its conditions here.
"""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEET = "athar/css/athar.css"  # beside its sources, so that url() means the same in both
SOURCES = Path(__file__).resolve().parent / "static" / "athar" / "css"
DARK_SELECTOR = '[data-theme="dark"]'
DARK_BY_SYSTEM = ':root:not([data-theme="light"])'


def sources() -> list[Path]:
    """The sheets in the order of the cascade: paper last, for it overrules the screen."""
    components = sorted((SOURCES / "components").glob("*.css"))
    order = [SOURCES / name for name in ("tokens.css", "dark.css", "base.css")]
    return [*order, *components, SOURCES / "print.css"]


def dark(css: str) -> str:
    """The dark palette under both its conditions: the reader's system, and the reader's choice."""
    by_system = css.replace(DARK_SELECTOR, DARK_BY_SYSTEM)
    return (
        f"@media screen and (prefers-color-scheme: dark) {{\n{by_system}}}\n"
        f"@media screen {{\n{css}}}\n"
    )


def without_comments(css: str) -> str:
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", bare).strip() + "\n"


def joined() -> str:
    """The whole sheet."""
    parts = ((path.name, without_comments(path.read_text(encoding="utf-8"))) for path in sources())
    return "".join(dark(css) if name == "dark.css" else css for name, css in parts)


class SheetFinder(BaseFinder):
    """Finds `athar/css/athar.css`, made when asked for and kept until a source changes."""

    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=settings.BASE / ".local" / "sheets")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        found = self._made() if path == SHEET else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns):
        self._made()
        yield SHEET, self.storage

    def _made(self) -> str:
        made = Path(self.storage.path(SHEET))
        newest = max(path.stat().st_mtime for path in [*sources(), Path(__file__)])
        if not made.exists() or made.stat().st_mtime < newest:
            made.parent.mkdir(parents=True, exist_ok=True)
            whole = made.with_suffix(".part")
            whole.write_text(joined(), encoding="utf-8")
            whole.replace(made)  # a reader at the same moment gets the old sheet or the new one
        return str(made)
