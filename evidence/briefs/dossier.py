"""A dossier on paper: its points in order, each figure with its code, its QR and its sixteen
symbols; as many sheets of A4 as it takes.
"""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from directory import codes
from evidence.briefs.paper import LETTERS, SHEET, resolved, static
from evidence.briefs.pdf import Printing
from evidence.citations.bibliography import grouped_by_four
from evidence.citations.texts import link_on_paper
from evidence.dossiers.told import Told
from evidence.drawing.qr import qr
from evidence.models import DossierIssue, Story
from evidence.stories.told import Told as ToldStory
from evidence.stories.told import told as story_told
from evidence.templatetags.wording import extent

OWN_SHEET = Path(__file__).with_name("dossier.css")


def dossier_pdf(
    issue: DossierIssue, told: Told, stories: dict[str, Story], *, site: str
) -> Printing:
    """The PDF/UA of an issue in the language in force, being printed; `site` is where it leads to.

    `stories` are those of its stories that stand: one taken back is printed no more. The same
    bytes for the same issue, stories and release. Raises PrinterBusy.
    """
    html = dossier_html(issue, told, stories, site=site)
    return Printing(html, moment=issue.issued_at, files=static(LETTERS).parent.parent)


def dossier_html(issue: DossierIssue, told: Told, stories: dict[str, Story], *, site: str) -> str:
    """`issue` may be one that is not issued yet: a draft, and the paper says so."""
    label = _("QR code: the permanent link of this citation")
    points, rules = [], []
    for point in told.points:
        figures = []
        for figure in point.figures:
            at = f"{point.place}-{len(figures) + 1}"
            rules += lengths(at, figure)
            code = codes.show(figure.citation.code)
            figures.append(
                {
                    "at": at,
                    "told": figure,
                    "code": code,
                    "paper": grouped_by_four(figure.citation.paper),
                    "qr": qr(link_on_paper(figure.citation, f"{site}/c/{code}"), label),
                }
            )
        said = [
            story_told(stories[code]) if code in stories else ToldStory(code)
            for code in point.stories
        ]
        points.append({"point": point, "figures": figures, "stories": said})
    shown = codes.show(issue.code)
    return render_to_string(
        "briefs/dossier.html",
        {
            "issue": issue,
            "told": told,
            "points": points,
            "demonstration": told.demonstration or any(one.is_demo for one in stories.values()),
            "shown": shown,
            "site": site,
            "host": site.partition("://")[2],
            "qr": qr(f"{site}/d/{shown}", _("QR code: the permanent link of this dossier")),
            "language": get_language(),
            "direction": "rtl" if get_language_bidi() else "ltr",
            "sheet": mark_safe(sheet() + "\n".join(rules)),  # noqa: S308 (our own files, numbers)
        },
    )


def lengths(at: str, figure) -> list[str]:
    """How long the bars of a figure are."""
    rules = [
        f".share-{at}-{place} {{ inline-size: {extent(share)} }}"
        for place, (_groups, _number, share) in enumerate(figure.rows, 1)
        if share is not None
    ]
    if figure.number and figure.number.coverage is not None:
        rules.append(f".part-{at} {{ inline-size: {extent(figure.number.coverage)} }}")
    return rules


@cache
def sheet() -> str:
    return resolved(SHEET.read_text(encoding="utf-8") + OWN_SHEET.read_text(encoding="utf-8"))
