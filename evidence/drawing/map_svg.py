# ruff: noqa: S608 (our own tables and shapes; values are bound)
"""Drawn maps: SVG from our own boundaries, for pages without scripts, cards and paper.

The same ground as the live map: sea, coastal tints, the land around, Morocco and its sand edge,
borders, names. Colours are classes (`drawn-map.css`), or `SHEET` inside a picture that stands
alone. The root is always left to right: the sea does not mirror.
"""

from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from directory.database import rows
from evidence.drawing.frame import Frame
from geodata.models import Label
from geodata.models.boundaries import BorderRank, Detail, LabelKind

LINES = (
    (BorderRank.ARRONDISSEMENT, "commune"),
    (BorderRank.COMMUNE, "commune"),
    (BorderRank.PROVINCE, "province"),
    (BorderRank.REGION, "region"),
    (BorderRank.COAST, "coast"),
)
BOX = """box as (select st_transform(
    st_makeenvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857), 4326)::box2d as degrees)"""
LINE = "st_linemerge(st_collectionextract(st_collect(st_clipbybox2d(l.line, box.degrees)), 2))"
IN_SET = "first_set <= %(set)s and (last_set is null or last_set >= %(set)s)"


def path_of(shape: str, whole: bool = False) -> str:
    """SQL of the SVG path of a geometry in degrees, clipped to the box, in pixels of the frame."""
    return in_pixels(f"st_clipbybox2d({shape}, box.degrees)", whole)


def in_pixels(shape: str, whole: bool = False) -> str:
    """The path to a tenth of a pixel; or to whole ones: a quarter of the bytes, and neighbours,
    whose corners are the same points, still meet.
    """
    placed = (
        f"st_transscale(st_transform({shape}, 3857),"
        " -(%(x)s::float8), -(%(y)s::float8), %(scale)s::float8, %(scale)s::float8)"
    )
    return f"st_assvg(st_snaptogrid({placed}, 1), 1, 0)" if whole else f"st_assvg({placed}, 1, 1)"


def detail_for(frame: Frame) -> str:
    """The coarsest detail whose corners are still finer than a few pixels of the frame."""
    metres = 1 / frame.scale
    return str(Detail.LOW if metres > 400 else Detail.MID if metres > 40 else Detail.FULL)


def _bound(frame: Frame, number: int, reach: float) -> dict:
    where = {"x": frame.x, "y": frame.y, "scale": frame.scale}
    # Half a pixel, in degrees.
    where["finest"] = 0.5 / frame.scale / 111_320
    return where | {"set": number, "detail": detail_for(frame)} | frame.metres(reach)


class Ground(NamedTuple):
    """What lies below, and the border lines that are drawn above what is laid on it."""

    below: SafeString
    lines: SafeString


@lru_cache(maxsize=64)
def ground(
    frame: Frame,
    number: int,
    ranks: tuple[str, ...] = ("region", "coast"),
    reach: float = 40,
    whole: bool = False,
) -> Ground:
    """Sea, land and borders of a set of boundaries; drawn `reach` pixels beyond the frame."""
    bound = _bound(frame, number, reach) | {"ranks": list(ranks)}
    detail = bound["detail"]
    found = rows(
        f"""with {BOX}
        select 'land', {path_of(f'b."{detail}"', whole)} from geodata_boundary b, box
        where b.code = 'MA' and {IN_SET}
        union all
        select 'around', {path_of("st_simplify(c.area, %(finest)s)", whole)}
        from geodata_contextland c, box
        where c.area && box.degrees and {IN_SET}
        union all
        select l.rank, {in_pixels(LINE, whole)}
        from geodata_borderline l, box
        where l.detail = %(detail)s and l.rank = any(%(ranks)s::text[])
            and l.line && box.degrees and {IN_SET}
        group by l.rank""",
        bound,
    )
    shapes: dict[str, str] = {}
    for name, path in found:
        shapes[name] = shapes.get(name, "") + (path or "")
    lines = format_html_join(
        "",
        '<path class="drawn__{}" d="{}"/>',
        ((css, shapes[rank]) for rank, css in LINES if shapes.get(rank)),
    )
    return Ground(_below(frame, shapes.get("land", ""), shapes.get("around", ""), reach), lines)


def _below(frame, land, around, reach) -> SafeString:
    name = f"g{abs(hash(frame)) % 0xFFFFFF:x}"
    return format_html(
        '<defs><path id="{name}-l" d="{land}"/><path id="{name}-a" d="{around}"/>'
        '<g id="{name}-s"><use href="#{name}-l"/><use href="#{name}-a"/></g>'
        '<clipPath id="{name}-c"><use href="#{name}-l"/></clipPath></defs>'
        '<rect class="drawn__sea" x="{x}" y="{x}" width="{width}" height="{height}"/>'
        '<use href="#{name}-s" class="drawn__tint drawn__tint--1"/>'
        '<use href="#{name}-s" class="drawn__tint drawn__tint--2"/>'
        '<use href="#{name}-s" class="drawn__tint drawn__tint--3"/>'
        '<use href="#{name}-a" class="drawn__around"/><use href="#{name}-l" class="drawn__land"/>'
        '<use href="#{name}-l" class="drawn__sand" clip-path="url(#{name}-c)"/>',
        x=-round(reach),
        width=round(frame.width + 2 * reach),
        height=round(frame.height + 2 * reach),
        name=name,
        land=land,
        around=around,
    )


@lru_cache(maxsize=256)
def shapes_of(
    frame: Frame, number: int, codes: tuple[str, ...], reach: float = 40, whole: bool = False
) -> dict:
    """Territory code to SVG path; none of what is too small to be seen in whole pixels."""
    bound = _bound(frame, number, reach) | {"codes": list(codes)}
    return dict(
        rows(
            f"""with {BOX}
            select b.code, {path_of(f'b."{bound["detail"]}"', whole)}
            from geodata_boundary b, box
            where b.code = any(%(codes)s::text[]) and {IN_SET} order by b.code""",
            bound,
        )
    )


@lru_cache(maxsize=512)
def box_of(codes: tuple[str, ...], number: int) -> tuple[float, float, float, float]:
    """West, south, east, north of some territories."""
    return rows(
        "select st_xmin(e), st_ymin(e), st_xmax(e), st_ymax(e) from (select st_extent(low) as e"
        f" from geodata_boundary where code = any(%(codes)s::text[]) and {IN_SET}) found",
        {"codes": list(codes), "set": number},
    )[0]


# ---- names -------------------------------------------------------------------------------------


class Written(NamedTuple):
    """A name to place: middle in pixels, class, size, and the box it takes."""

    text: str
    language: str
    css: str
    x: float
    y: float
    size: float

    @property
    def box(self):
        half = len(self.text) * self.size * (0.24 if self.language == "ar" else 0.28)
        return (self.x - half, self.y - self.size, self.x + half, self.y + self.size * 0.35)


STYLES = {
    LabelKind.OCEAN: ("drawn__name--sea", 21),
    LabelKind.SEA: ("drawn__name--sea", 13),
    LabelKind.NEIGHBOUR: ("drawn__name--around", 13),
    LabelKind.REGION: ("drawn__name--region", 14),
    LabelKind.CITY: ("drawn__name--city", 12),
    LabelKind.TOWN: ("drawn__name--city", 12),
    LabelKind.COMMUNE: ("drawn__name--commune", 11.5),
}
IN_SCRIPT = {"ar": ("ar", "fr"), "fr": ("fr", "ar"), "en": ("en", "fr"), "es": ("es", "fr")}


def worded(thing, language: str) -> tuple[str, str]:
    """A name in the page's language, else in the next best, and which language that is."""
    for tongue in (*IN_SCRIPT.get(language, (language, "fr")), "ar"):
        text = getattr(thing, f"name_{tongue}", "")
        if text:
            return text, tongue
    return "", language


@lru_cache(maxsize=64)
def names_in(frame: Frame, number: int, language: str, kinds: tuple[str, ...]) -> tuple:
    """The names of the ground that fall in a frame, the most important first."""
    zoom = round(frame.zoom)
    found = Label.objects.in_set(number).filter(
        kind__in=kinds, from_zoom__lte=max(zoom, 5), to_zoom__gte=zoom
    )
    written = []
    for label in found.order_by("rank", "code"):
        x, y = frame.place(label.point.x, label.point.y)
        if frame.holds(x, y, 6):
            text, tongue = worded(label, language)
            css, size = STYLES[label.kind]
            written.append(Written(text, tongue, css, x, y, size))
    return tuple(written)


def write(names, taken=(), *, within: Frame | None = None, narrow: float = 0) -> SafeString:
    """Names that do not overlap: the earlier is kept, the later dropped. `taken` are boxes.

    `within` a frame that cuts what goes beyond it, those that would be cut are dropped too. Where
    a narrow screen shrinks the picture, its sheet writes names at the size `narrow`: those with
    no room for that are marked, and stay away there.
    """
    first = apart([one._replace(size=narrow) for one in names], taken, within) if narrow else []
    at = {(one.text, one.x, one.y) for one in first}
    roomy = [one for one in names if (one.text, one.x, one.y) not in at]
    kept = [one for one in names if (one.text, one.x, one.y) in at]
    kept += [
        one._replace(css=f"{one.css} drawn__name--roomy") if narrow else one
        for one in apart(roomy, [*taken, *(one.box for one in kept)], within)
    ]
    return format_html_join(
        "",
        '<text class="drawn__name {}" x="{}" y="{}" font-size="{}" lang="{}"{}>{}</text>',
        (
            (
                one.css,
                one.x,
                one.y,
                one.size,
                one.language,
                mark_safe(' direction="rtl"') if one.language == "ar" else "",
                one.text,
            )
            for one in kept
        ),
    )


def apart(names, taken=(), within: Frame | None = None) -> list[Written]:
    """Names that do not overlap: the earlier is kept, the later dropped. `taken` are boxes."""
    placed, kept = list(taken), []
    for one in names:
        if within and not whole(one.box, within):
            continue
        if not any(meet(one.box, other) for other in placed):
            placed.append(one.box)
            kept.append(one)
    return kept


def whole(box, frame: Frame) -> bool:
    return frame.holds(*box[:2], 2) and frame.holds(*box[2:], 2)


def meet(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def drawn(frame: Frame, content, *, label: str = "", css: str = "", more="") -> SafeString:
    """The whole picture. With a label it is an image of that name, else a group of links."""
    named = format_html('role="img" aria-label="{}"', label) if label else more
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="drawn {}" viewBox="0 0 {} {}"'
        ' direction="ltr" {}>{}</svg>',
        css,
        frame.width,
        frame.height,
        named,
        content,
    )
