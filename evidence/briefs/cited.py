"""One citation on one sheet of A4, in the language in force: what is printed and handed over."""

from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.as_of import snapshot
from evidence.briefs.paper import LETTERS, SHEET, resolved, static
from evidence.briefs.pdf import Printing
from evidence.citations import answers
from evidence.citations.bibliography import grouped_by_four, question
from evidence.citations.texts import Quotation, link_on_paper
from evidence.drawing.qr import qr
from evidence.templatetags.wording import extent
from evidence.wording.measured import measure_word

OWN_SHEET = Path(__file__).with_name("cited.css")
MOST_CELLS = 8
LONG = 240  # letters of a sentence that must be set smaller to leave room for the rest


def citation_pdf(told: Quotation) -> Printing:
    """The PDF/UA of a citation, being printed: the same bytes for the same release.

    Raises PrinterBusy.
    """
    html = citation_html(told)
    return Printing(html, moment=told.one.recorded_at, files=static(LETTERS).parent.parent)


def citation_html(told: Quotation) -> str:
    one = told.one
    with override(told.language), snapshot(one.revision) as reading:
        asked = dict(parse_qsl(one.normal))
        number = answers.number(one.answer)
        heads, cells = answers.cells(asked, one.answer, reading)
        return render_to_string(
            "briefs/cited.html",
            {
                "told": told,
                "one": one,
                "language": told.language,
                "direction": told.direction,
                "number": number,
                "what": measure_word(one.kind, asked.get("measure", "actors"), reading),
                "heads": heads,
                "cells": cells[:MOST_CELLS],
                "more": max(len(cells) - MOST_CELLS, 0),
                "long": len(told.title) > LONG,
                # The whole sentence stands above; where cells need the room, one way will do.
                "quotes": [one for one in told.styles if one[1] != told.long][: 1 if cells else 3],
                "site": told.url.removesuffix(f"/c/{told.code}"),
                "paper": grouped_by_four(one.paper),
                "question": question(told),
                "qr": qr(
                    link_on_paper(one, told.url), _("QR code: the permanent link of this citation")
                ),
                "sheet": mark_safe(sheet() + lengths(number)),  # noqa: S308 (our own files)
            },
        )


def lengths(number) -> str:
    """How long the bars of this sheet are."""
    if number is None or number.coverage is None:
        return ""
    return (
        f".part-1 {{ inline-size: {extent(number.coverage)} }}"
        f" .verified-1 {{ inline-size: {extent(number.verified_share)} }}"
    )


@cache
def sheet() -> str:
    return resolved(SHEET.read_text(encoding="utf-8") + OWN_SHEET.read_text(encoding="utf-8"))
