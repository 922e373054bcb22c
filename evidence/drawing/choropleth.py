"""A map coloured by a figure: each shape and each border once, names and values said below it.

Whole pixels keep it small: 75 provinces weigh some 6 KB packed, 1,503 communes less than 30.
"""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evidence.drawing import map_svg
from evidence.drawing.classes import HATCH, attributes
from evidence.drawing.frame import COUNTRY, Frame

WIDTH, HEIGHT = 440, 450
CAPTION = 32  # below the map: what is pointed at or focused says its name and value there
REACH = 20
LINES = {
    "region": ("coast", "region"),
    "province": ("coast", "region", "province"),
}
FINEST = ("coast", "region", "province", "commune", "arrondissement")
WHOLE = Frame.around(COUNTRY, WIDTH, HEIGHT, margin=4)


@dataclass(frozen=True)
class Part:
    """A territory: its class, and what is said where it is pointed at."""

    code: str
    css: str
    said: str = ""
    url: str = ""


def choropleth(
    parts: list[Part],
    *,
    level: str,
    number: int,
    label: str,
    hint: str,
    rtl: bool,
    doors=(),
    narrowed=False,
) -> SafeString:
    """The parts of one level, as links; `hint` stands where their words will, until then.

    With `doors`, parts of a wider level that are the links instead, shapes of a class are one: too
    many to be told apart by who points or tabs.
    """
    codes = tuple(one.code for one in parts)
    frame = Frame.around(map_svg.box_of(codes, number), WIDTH, HEIGHT, 16) if narrowed else WHOLE
    ranks = LINES.get("province" if doors else level, FINEST)
    ground = map_svg.ground(frame, number, ranks, REACH, whole=True)
    shapes = map_svg.shapes_of(frame, number, codes, REACH, whole=True)
    if doors:
        wider = map_svg.shapes_of(
            frame, number, tuple(one.code for one in doors), REACH, whole=True
        )
        drawn = _joined(parts, shapes) + _links(doors, wider, rtl, door=True)
    else:
        drawn = _links(parts, shapes, rtl)
    drawn += format_html(
        '<text class="choropleth__hint" aria-hidden="true" {}>{}</text>', _caption(rtl), hint
    )
    content = format_html(
        '<clipPath id="window"><rect width="{0}" height="{1}" rx="8"/></clipPath>{2}'
        '<g clip-path="url(#window)">{3}</g>{4}'
        '<g class="choropleth__lines" clip-path="url(#window)">{5}</g>',
        WIDTH,
        HEIGHT,
        HATCH,
        ground.below,
        drawn,
        ground.lines,
    )
    sheet = Frame(frame.x, frame.y, frame.scale, WIDTH, HEIGHT + CAPTION)
    more = format_html('role="group" aria-label="{}"', label)
    return map_svg.drawn(sheet, content, css="choropleth", more=more)


def _joined(parts, shapes) -> SafeString:
    by_class: dict[str, str] = {}
    for one in parts:
        by_class[one.css] = by_class.get(one.css, "") + (shapes.get(one.code) or "")
    return format_html_join(
        "",
        '<path {} d="{}"/>',
        ((attributes(css), path) for css, path in sorted(by_class.items())),
    )


def _links(parts, shapes, rtl, *, door=False) -> SafeString:
    """Each with its words, which a sheet shows below the map while it is pointed at or focused."""
    return format_html_join(
        "",
        '<a href="{}"><path {} d="{}"/><text class="choropleth__said" {}>{}</text></a>',
        (
            (
                one.url,
                SafeString('class="choropleth__door"') if door else attributes(one.css),
                shapes.get(one.code) or "",
                _caption(rtl),
                one.said,
            )
            for one in parts
        ),
    )


def _caption(rtl) -> SafeString:
    told = SafeString(' direction="rtl"') if rtl else ""
    return format_html('x="{}" y="{}"{}', WIDTH // 2, HEIGHT + 23, told)
