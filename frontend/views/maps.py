"""Maps as pictures that stand alone: the ground of the drawn map, and a whole selection."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from csp.decorators import csp_replace
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evidence.drawing import map_svg
from evidence.drawing.bubbles import bubble, names_beside
from evidence.wording.numbers import grouped
from frontend.filters import Asked
from frontend.opening import register_page
from frontend.still import NAMES, REACH, WHOLE, stood_of

CSS = Path(__file__).resolve().parent.parent / "static" / "athar" / "css"
FONTS = """text { font-family: "IBM Plex Sans Arabic", "Noto Sans Arabic", system-ui, sans-serif }
.drawn { --font-work: inherit; --font-voice: inherit }"""


@cache
def sheet() -> str:
    """The colours and lines of a drawn map, as light or dark as the reader's system."""
    from frontend.sheets import DARK_SELECTOR, without_comments

    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")
    light = tokens[tokens.index(":root {") :]
    dark = (CSS / "dark.css").read_text(encoding="utf-8").replace(DARK_SELECTOR, ":root")
    parts = [
        light,
        f"@media (prefers-color-scheme: dark) {{ {dark} }}",
        *(
            (CSS / "components" / name).read_text(encoding="utf-8")
            for name in ("symbol.css", "drawn-map.css")
        ),
        bubble_rules(),
        FONTS,
    ]
    return without_comments("\n".join(parts))


def bubble_rules() -> str:
    """The rules of bubbles out of the live map's sheet."""
    css = (CSS / "components" / "map.css").read_text(encoding="utf-8")
    return "\n".join(f".bubble{block.split('}')[0]}}}" for block in css.split("\n.bubble")[1:])


def policy() -> dict:
    """This picture's own sheet, by its digest: still nothing inline but that."""
    digest = base64.b64encode(hashlib.sha256(sheet().encode()).digest()).decode()
    return {"style-src": [f"'sha256-{digest}'"]}


def picture(frame, content, label) -> HttpResponse:
    drawn = map_svg.drawn(
        frame,
        format_html("<style>{}</style>{}", mark_safe(sheet()), content),  # noqa: S308 (our sheet)
        label=label,
    )
    return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")


def ground_of(opened):
    number = opened.reading.set_of("boundaries")
    if not number:
        return map_svg.Ground(mark_safe(""), mark_safe(""))
    return map_svg.ground(WHOLE, number, ("region", "province", "coast"), REACH)


@csp_replace(policy())
@register_page
def ground(request, opened):
    """Sea, land, borders and names of the country, far beyond its frame."""
    found = ground_of(opened)
    number = opened.reading.set_of("boundaries")
    names = map_svg.names_in(WHOLE, number, get_language(), NAMES)
    frame = map_svg.Frame(
        WHOLE.x - REACH / WHOLE.scale,
        WHOLE.y + REACH / WHOLE.scale,
        WHOLE.scale,
        WHOLE.width + 2 * REACH,
        WHOLE.height + 2 * REACH,
    )
    moved = format_html(
        '<g transform="translate({0} {0})">{1}{2}{3}</g>',
        REACH,
        found.below,
        found.lines,
        map_svg.write(names),
    )
    return picture(frame, moved, _("Morocco, its regions and provinces"))


@csp_replace(policy())
@register_page
def selection(request, opened):
    """A selection as one picture: what the map's page draws without scripts."""
    asked = Asked.of(opened)
    if asked.selection is None:
        return opened.page("pages/actors.html", {"asked": asked})
    found = ground_of(opened)
    number = opened.reading.set_of("boundaries")
    names = map_svg.names_in(WHOLE, number, get_language(), NAMES)
    stood = stood_of(asked)
    drawn = format_html_join("", "{}", ((bubble(one, grouped),) for one in stood))
    beside = names_beside(stood, get_language())
    written = map_svg.write([*beside, *names])
    content = format_html("{}{}{}{}", found.below, found.lines, written, drawn)
    return picture(WHOLE, content, asked.title())
