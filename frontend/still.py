"""The map as a picture: for readers without scripts, and until the live map has come."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from directory.selectors import reference
from directory.selectors.counts import counts
from evidence.drawing import bubbles, map_svg
from evidence.drawing.frame import COUNTRY, Frame
from evidence.wording.numbers import grouped
from frontend.filters import Asked
from frontend.shapes import SHAPES, shape_of

WHOLE = Frame.around(COUNTRY, 864, 811)
REACH = 900  # px of sea and land drawn beyond the frame, for windows of another shape
NAMES = ("ocean", "sea", "neighbour")
INSET = (340, 270)
REACH_OF_INSET, REACH_BESIDE = 40, 140  # drawn beyond it: alone in its frame, and in a wider one
MARGIN_AROUND = 28
NARROW = 22  # the size of names in a territory's map on a narrow screen (drawn-map.css)


@dataclass(frozen=True)
class Stood:
    """A bubble with its link and its words."""

    drawn: str
    url: str
    words: str


def home_map(asked: Asked):
    """The whole country with a bubble for each province or for those too near to part."""
    ground_url = asked.opened.link(reverse("ground"))
    image = format_html(
        '<image href="{}" x="{}" y="{}" width="{}" height="{}"/>',
        ground_url,
        -REACH,
        -REACH,
        WHOLE.width + 2 * REACH,
        WHOLE.height + 2 * REACH,
    )
    found = stood_of(asked)
    stood = linked(found, asked)
    links = format_html_join(
        "",
        '<a href="{}" aria-label="{}">{}</a>',
        ((one.url, one.words, one.drawn) for one in stood),
    )
    return map_svg.drawn(
        WHOLE,
        image + links + map_svg.write(bubbles.names_beside(found, get_language())),
        css="map__still",
        more=format_html('role="group" aria-label="{}"', _("Map of Morocco, drawn")),
    )


def stood_of(asked: Asked) -> list[bubbles.Bubble]:
    """Provinces of the selection as bubbles, those that would overlap as one."""
    return bubbles.merged(_gathered(asked), grouped) if asked.selection is not None else []


def linked(found: list[bubbles.Bubble], asked: Asked) -> list[Stood]:
    """Bubbles that lead to the same page of their territories."""
    stood = []
    for one in found:
        name = one.name if one.parts == 1 else _("{name} and around").format(name=one.name)
        url = asked.opened.address(
            territory=",".join(one.codes), region=None, province=None, bbox=None
        )
        words = ngettext("{name}: {n} organisation", "{name}: {n} organisations", one.count).format(
            name=name, n=grouped(one.count)
        )
        stood.append(Stood(bubbles.bubble(one, grouped, arc=bubbles.dash_of), url, words))
    return stood


def _gathered(asked) -> list[bubbles.Bubble]:
    known = reference.territories(asked.reading)
    wanted = [one for one in known.values() if one.level == "province" and _asked(one, asked)]
    found = counts(asked.selection, "province", [one.code for one in wanted])
    gathered = []
    for one in wanted:
        if one.code in found:
            x, y = WHOLE.place(one.label.x, one.label.y)
            name, _language = map_svg.worded(one, get_language())
            mix = bubbles.grouped(found[one.code])
            gathered.append(bubbles.Bubble(x, y, [one.code], name, mix))
    return gathered


def _asked(province, asked) -> bool:
    """Whether a province lies in what the filters name, or holds it."""
    values = asked.selection.query.values
    known = reference.territories(asked.reading)
    codes = [
        code
        for name in ("territory", "region", "province", "commune", "arrondissement")
        for code in values.get(name, ())
        if code in known and code != "MA"
    ]
    return not codes or any(
        province.region == code or known[code].province == province.code for code in codes
    )


def territory_map(territory, opened, url_of):
    """A territory in its surroundings, its children as links."""
    number = opened.reading.set_of("boundaries")
    if not number:
        return ""
    size = (864, 811) if territory.level == "country" else (680, 440)
    box = COUNTRY if territory.level == "country" else map_svg.box_of((territory.code,), number)
    frame = Frame.around(box, *size, margin=24)
    children = reference.children(territory, opened.reading)
    ranks = ["coast", "region"]
    if territory.level != "country":
        ranks += ["province"]
    if territory.level in ("province", "commune", "arrondissement"):
        ranks += ["commune", "arrondissement"]
    ground = map_svg.ground(frame, number, tuple(ranks))
    shapes = map_svg.shapes_of(
        frame, number, tuple(one.code for one in children) or (territory.code,)
    )
    outline = map_svg.shapes_of(frame, number, (territory.code,))
    language = get_language()
    links = format_html_join(
        "",
        '<a href="{}" aria-label="{}"><path class="drawn__child" d="{}"/></a>',
        (
            (url_of(one), map_svg.worded(one, language)[0], shapes[one.code])
            for one in children
            if shapes.get(one.code)
        ),
    )
    if not children:
        links = format_html('<path class="drawn__chosen" d="{}"/>', outline[territory.code])
    edge = SafeString()
    if territory.level != "country":
        edge = format_html('<path class="drawn__edge" d="{}"/>', outline.get(territory.code, ""))
    names = [
        map_svg.Written(
            *map_svg.worded(one, language),
            "drawn__name--city",
            *frame.place(one.label.x, one.label.y),
            12,
        )
        for one in sorted(children, key=lambda one: one.kind != "municipality")
        if one.label
    ]
    around = map_svg.names_in(frame, number, language, NAMES)
    written = map_svg.write([*names, *around], within=frame, narrow=NARROW)
    return map_svg.drawn(
        frame,
        ground.below + ground.lines + links + edge + written,
        label=""
        if children
        else _("Where {name} lies").format(name=map_svg.worded(territory, language)[0]),
        more=format_html('role="group" aria-label="{}"', _("Territories on a drawn map")),
    )


def box_around(several, opened) -> tuple[float, float, float, float] | None:
    """What holds several actors' communes whole, and their points; of one whose commune is unknown
    its province. None where nothing of it is known.
    """
    number = opened.reading.set_of("boundaries")
    known = reference.territories(opened.reading)
    places = [facts["place"] for facts in several]
    codes = {code for code in map(_narrowest, places) if code in known}
    if not number or not codes:
        return None
    west, south, east, north = map_svg.box_of(tuple(sorted(codes)), number)
    points = [(float(one["lon"]), float(one["lat"])) for one in places if one["lon"] is not None]
    lons, lats = zip(*points, (west, south), (east, north), strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _narrowest(place) -> str | None:
    return place["arrondissement"] or place["commune"] or place["province"] or place["region"]


def actor_map(facts, opened, around=None):
    """Where an actor stands: its commune in its province, and its point where it is public; or in
    a box that shows others beside it, in a frame that may be wider than its picture.
    """
    place = facts["place"]
    known = reference.territories(opened.reading)
    number = opened.reading.set_of("boundaries")
    leaf = known.get(place["arrondissement"] or place["commune"])
    wider = known.get(place["province"]) or known.get(place["region"])
    if not number or wider is None:
        return ""
    shown = (leaf or wider).code
    box = around or map_svg.box_of((wider.code,), number)
    margin, reach = (MARGIN_AROUND, REACH_BESIDE) if around else (8, REACH_OF_INSET)
    frame = Frame.around(box, *INSET, margin=margin)
    ground = map_svg.ground(frame, number, ("region", "coast", "province", "commune"), reach)
    shapes = map_svg.shapes_of(frame, number, tuple({shown, wider.code}), reach)
    language = get_language()
    parts = [
        ground.below,
        format_html('<path class="drawn__chosen" d="{}"/>', shapes.get(wider.code, "")),
        ground.lines,
        format_html('<path class="drawn__edge" d="{}"/>', shapes.get(shown, "")),
    ]
    x, y = None, None
    if place["lon"] is not None:
        x, y = frame.place(float(place["lon"]), float(place["lat"]))
    elif leaf is not None:
        x, y = frame.place(leaf.label.x, leaf.label.y)
    names = []
    if leaf is not None and x is not None:
        names = [
            map_svg.Written(
                *map_svg.worded(leaf, language), "drawn__name--city", x, round(y + 26, 1), 12.5
            )
        ]
    written = {one.text for one in names}
    others = map_svg.names_in(frame, number, language, ("sea", "city", "town"))
    names += [one for one in others if one.text not in written]
    taken = [] if x is None else [(x - 13, y - 13, x + 13, y + 13)]
    parts.append(map_svg.write(names, taken, within=frame))
    if x is not None:
        parts.append(_point(facts, x, y))
    where = map_svg.worded(leaf or wider, language)[0]
    label = _("Map: {name}").format(name=where)
    return map_svg.drawn(frame, format_html_join("", "{}", ((one,) for one in parts)), label=label)


def asked_map(codes, reading):
    """Where a question is narrowed to: its territories in their region, else in the country."""
    known = reference.territories(reading)
    number = reading.set_of("boundaries")
    wanted = tuple(code for code in codes if code in known and code != "MA")
    if not number:
        return ""
    wider, ranks = _around([known[code] for code in wanted])
    around = map_svg.box_of((wider,), number) if wider else COUNTRY
    frame = Frame.around(around, *INSET, margin=8)
    ground = map_svg.ground(frame, number, ranks)
    regions = tuple(one.code for one in known.values() if one.level == "region")
    shapes = map_svg.shapes_of(frame, number, wanted or regions)
    chosen = format_html_join(
        "",
        '<path class="drawn__chosen" d="{}"/>',
        ((path,) for path in shapes.values() if path),
    )
    language = get_language()
    names = [
        map_svg.Written(
            *map_svg.worded(known[code], language),
            "drawn__name--city",
            *frame.place(known[code].label.x, known[code].label.y),
            12.5,
        )
        for code in wanted
        if known[code].label
    ]
    around_them = map_svg.names_in(frame, number, language, NAMES)
    written = map_svg.write([*names, *around_them], within=frame)
    where = ", ".join(map_svg.worded(known[code], language)[0] for code in wanted)
    label = _("Map: {name}").format(name=where or map_svg.worded(known["MA"], language)[0])
    content = ground.below + chosen + ground.lines + written
    return map_svg.drawn(frame, content, label=label)


def _around(wanted) -> tuple[str | None, tuple[str, ...]]:
    """The territory that some lie in together, and the borders to draw there."""
    provinces = {one.province for one in wanted}
    regions = {one.region for one in wanted}
    if len(provinces) == 1 and None not in provinces and all(one.commune for one in wanted):
        return provinces.pop(), ("coast", "region", "province", "commune")
    if len(regions) == 1 and None not in regions:
        return regions.pop(), ("coast", "region", "province")
    return None, ("coast", "region")


def _point(facts, x, y):
    name = shape_of(facts["legal_form"], facts["kind"])
    css = {"full": "", "hollow": "symbol__hollow", "dashed": "symbol__hollow symbol__dashed"}
    paths = format_html_join(
        "", '<path class="{}" d="{}"/>', ((css[way], path) for way, path in SHAPES[name])
    )
    return format_html(
        '<circle class="drawn__ring" cx="{0}" cy="{1}" r="12"/>'
        '<g class="drawn__point form-{2}" transform="translate({0} {1}) scale(1.1)">{3}</g>',
        x,
        y,
        name,
        paths,
    )
