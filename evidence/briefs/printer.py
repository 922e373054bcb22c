"""The printer itself, a program: HTML on standard input, PDF/UA on standard output.

Started by evidence.briefs.pdf with the one folder it may read. It imports nothing of ours.
"""

import logging
import re
import resource
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

# A line of a font's map to letters that tells several of the Arabic block for one glyph.
LIGATURE = re.compile(rb"^(<[0-9a-f]{4}> <)((?:06[0-9a-f]{2}){2,})>$")
MOST_SECONDS = 30
MOST_MEMORY = 1 << 29


def main(files: Path) -> None:
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Folder(URLFetcher):
        """Files of the folder, and nothing else."""

        def fetch(self, url, headers=None):
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme != "file" or not path.is_relative_to(files):
                raise FatalURLFetchingError(f"a brief holds nothing from {url}")
            return super().fetch(url, headers)

    html = sys.stdin.buffer.read().decode()
    page = HTML(string=html, base_url=f"{files.as_uri()}/", url_fetcher=Folder())
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1", finisher=turn_ligatures))


def turn_ligatures(document, pdf) -> None:
    """Tell the letters of an Arabic ligature in the order they are drawn.

    Readers of PDF (PDFium, Poppler, pdf.js) turn a line of Arabic as it stands on the page into
    the order it is read in, letter by letter; the two letters of one glyph would come out swapped.
    """
    for thing in pdf.objects:
        lines = getattr(thing, "stream", [])
        if b"begincmap" in lines:
            thing.stream = [LIGATURE.sub(_turned, line) for line in lines]


def _turned(found) -> bytes:
    letters = found[2]
    return (
        found[1] + b"".join(letters[at : at + 4] for at in range(len(letters) - 4, -1, -4)) + b">"
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    main(Path(sys.argv[1]).resolve())
