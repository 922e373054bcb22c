"""The pages of an archive: each citation in four languages, and the list of all."""

from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.as_of import snapshot
from evidence.briefs.paper import LETTERS, resolved, static
from evidence.citations import answers
from evidence.citations.bibliography import grouped_by_four, question
from evidence.citations.texts import Quotation
from evidence.citations.verify import Verified
from evidence.drawing.qr import qr
from evidence.wording.measured import measure_word
from evidence.wording.names import OWN_NAMES

SHEET = Path(__file__).with_name("archive.css")
FONTS = (
    "plex-arabic-400", "plex-arabic-600", "plex-latin-400", "plex-latin-600",
    "markazi-arabic-600", "markazi-latin-600", "markazi-digits-600",
)  # fmt: skip


def page(told: Quotation, others: list[Quotation], found: Verified) -> str:
    """A citation in one language; `others` are all languages it is told in."""
    one = told.one
    with override(told.language), snapshot(one.revision) as reading:
        asked = dict(parse_qsl(one.normal))
        heads, cells = answers.cells(asked, one.answer, reading)
        return render_to_string(
            "archive/citation.html",
            {
                "told": told,
                "one": one,
                "languages": [(each.language, OWN_NAMES[each.language]) for each in others],
                "number": answers.number(one.answer),
                "what": measure_word(one.kind, asked.get("measure", "actors"), reading),
                "heads": heads,
                "cells": cells,
                "paper": grouped_by_four(one.paper),
                "question": question(told),
                "qr": qr(told.url, _("QR code: the permanent link of this citation")),
                "uses": list(one.uses.shown()),
                "found": found,
                "root": "../../",
            },
        )


def index(listed: list[list[Quotation]], revision: int, recorded_at, language: str) -> str:
    """All citations by their titles in one language."""
    with override(language):
        shown = [each for told in listed for each in told if each.language == language]
        return render_to_string(
            "archive/index.html",
            {
                "listed": [(each, f"c/{each.code}/{language}.html") for each in shown],
                "language": language,
                "direction": "rtl" if language == "ar" else "ltr",
                "languages": [(each, OWN_NAMES[each]) for each in ("ar", "fr", "en", "es")],
                "revision": revision,
                "recorded_at": recorded_at,
            },
        )


@cache
def sheet() -> str:
    return resolved(SHEET.read_text(encoding="utf-8"))


def fonts() -> list[Path]:
    folder = static(LETTERS).parent
    return [folder / f"{name}.woff2" for name in FONTS]
