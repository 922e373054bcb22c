"""A brief as a PDF: its template filled, its style made whole for paper, and printed."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from directory import codes
from evidence.briefs.compose import Brief
from evidence.briefs.paper_map import STYLE_HERE
from evidence.briefs.pdf import Printing
from evidence.citations.bibliography import grouped_by_four
from evidence.citations.texts import link_on_paper
from evidence.drawing.qr import qr
from evidence.models import Citation
from evidence.templatetags.wording import extent

SHEET = Path(__file__).with_name("brief.css")
DRAWINGS = Path(__file__).with_name("drawings.css")
LETTERS = "athar/fonts/plex-latin-400.woff2"
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
USED = re.compile(r"var\((--[\w-]+)\)")


def brief_pdf(brief: Brief, citations: list[Citation], *, site: str) -> Printing:
    """The PDF/UA of a brief in the language in force, being printed; `site` is where it leads to.

    `citations` are those of its figures, in order. The same bytes for the same revision and
    release. Raises PrinterBusy.
    """
    moment = brief.reading.recorded_at
    html = brief_html(brief, citations, site=site)
    return Printing(html, moment=moment, files=static(LETTERS).parent.parent)


def brief_html(brief: Brief, citations: list[Citation], *, site: str) -> str:
    language = get_language()
    label = _("QR code: the permanent link of this citation")
    shown = [codes.show(one.code) for one in citations]
    html = render_to_string(
        "briefs/brief.html",
        {
            "brief": brief,
            "site": site,
            "host": site.partition("://")[2],
            "language": language,
            "direction": "rtl" if get_language_bidi() else "ltr",
            "sheet": mark_safe(sheet() + lengths(brief)),  # noqa: S308 (our own file and numbers)
            "checked": [
                (
                    figure,
                    code,
                    qr(link_on_paper(one, f"{site}/c/{code}"), label),
                    grouped_by_four(one.paper),
                )
                for figure, code, one in zip(brief.figures, shown, citations, strict=True)
            ],
        },
    )
    return html.replace(STYLE_HERE, f"<style>{drawings()}</style>")


def static(name: str) -> Path:
    """A static file of the site: a paper carries the site's own letters and colours."""
    return Path(finders.find(name))


def lengths(brief: Brief) -> str:
    """The rules of this sheet alone: where each name lies, how long each bar is."""
    rules = []
    if brief.map:
        rules += [
            f".name-{at} {{ left: {one.x}%; top: {one.y}% }}"
            for at, one in enumerate(brief.map.names, 1)
        ]
    rules += [
        f".part-{at} {{ inline-size: {extent(one.part)} }}"
        for at, one in enumerate(brief.figures, 1)
        if one.part is not None
    ]
    rules += [
        f".verified-{at} {{ inline-size: {extent(one.verified)} }}"
        for at, one in enumerate(brief.figures, 1)
        if one.verified
    ]
    rules += [
        f".stretch-{at} {{ inline-size: {extent(one.share)} }}"
        for at, one in enumerate(brief.bars, 1)
    ]
    return "\n".join(rules)


@cache
def sheet() -> str:
    return resolved(SHEET.read_text(encoding="utf-8"))


@cache
def drawings() -> str:
    """The style of drawn maps, as the pages have it, then what paper adds."""
    pages = static("athar/css/components/drawn-map.css").read_text(encoding="utf-8")
    return resolved(f"{pages}\n{DRAWINGS.read_text(encoding='utf-8')}")


def resolved(css: str) -> str:
    """A sheet with the tokens of the light palette put in: SVG on paper knows no variables."""
    tokens = static("athar/css/tokens.css").read_text(encoding="utf-8")
    known = dict(TOKEN.findall(tokens[: tokens.index(":root:lang")]))
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return USED.sub(lambda found: known.get(found[1], found[0]), bare)
