"""The map of a brief: our own shapes as vectors, classes of a count, names laid over them.

Letters are HTML above the drawing: WeasyPrint neither joins nor turns Arabic inside SVG.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.selection.selection import Selection
from directory.selectors import reference
from directory.selectors.counts import counts
from evidence.briefs.figures import CENSUS_YEAR, PER
from evidence.drawing import map_svg
from evidence.drawing.classes import HATCH, Legend, attributes, classed
from evidence.drawing.frame import COUNTRY, Frame
from evidence.wording.numbers import grouped, isolated

SIZE = (446, 378)  # CSS pixels: 118 mm by 100
INSET = (102, 102)
TOWNS = ("municipality", "prefecture")
AROUND = ("ocean", "sea", "neighbour")
RANKS = {
    "country": ("coast", "region"),
    "region": ("coast", "region", "province"),
}


@dataclass(frozen=True)
class Placed:
    """A name on the map: its middle, in per cent of the drawing."""

    text: str
    language: str
    css: str
    x: str
    y: str

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


@dataclass(frozen=True)
class PaperMap:
    drawing: SafeString
    names: list[Placed]
    legend: list[Legend]
    legend_title: SafeString
    inset: SafeString


def by_inhabitants(territory, selection: Selection) -> PaperMap | None:
    """What lies below a territory, coloured by organisations for 10,000 inhabitants."""
    below = _below(territory, selection.reading)
    found = _counted(below, selection)
    people = reference.populations([one.code for one in below], CENSUS_YEAR, selection.reading)
    rates = {
        code: Decimal(n) * PER / people[code] for code, n in found.items() if n and people.get(code)
    }
    title = format_html(_("Organisations for {per} inhabitants"), per=isolated(grouped(PER)))
    return _drawn(territory, below, rates, title, selection.reading)


def by_count(territory, selection: Selection) -> PaperMap | None:
    """What lies below a territory, coloured by how many organisations stand there."""
    below = _below(territory, selection.reading)
    found = {code: Decimal(n) for code, n in _counted(below, selection).items() if n}
    return _drawn(territory, below, found, format_html("{}", _("Organisations")), selection.reading)


def _below(territory, reading) -> list:
    """The parts of a territory; of the country its provinces, which say more than regions."""
    if territory.level == "country":
        known = reference.territories(reading).values()
        return [one for one in known if one.level == "province"]
    return reference.children(territory, reading)


def _counted(below, selection) -> dict[str, int]:
    if not below:
        return {}
    found = counts(selection, below[0].level, [one.code for one in below])
    return {code: sum(by_form.values()) for code, by_form in found.items()}


def _drawn(territory, below, values, title, reading) -> PaperMap | None:
    number = reading.set_of("boundaries")
    if not number:
        return None
    country = territory.level == "country"
    box = COUNTRY if country else map_svg.box_of((territory.code,), number)
    frame = Frame.around(box, *SIZE, margin=14)
    ranks = RANKS.get(territory.level, ("coast", "region", "province", "commune", "arrondissement"))
    ground = map_svg.ground(frame, number, ranks, 20)
    codes = tuple(one.code for one in below) or (territory.code,)
    shapes = map_svg.shapes_of(frame, number, codes, 20)
    found = classed(values, _none_known(below, values))
    fills = format_html_join(
        "",
        '<path {} d="{}"/>',
        ((attributes(found.of(code) if below else "q3"), path) for code, path in shapes.items()),
    )
    edge = SafeString()
    if not country:
        outline = map_svg.shapes_of(frame, number, (territory.code,), 20)
        edge = format_html('<path class="drawn__edge" d="{}"/>', outline.get(territory.code, ""))
    content = ground.below + HATCH + fills + ground.lines + edge
    return PaperMap(
        drawing=map_svg.drawn(frame, STYLE_HERE + content, label=_what(territory)),
        names=_names(frame, number, territory, below, reading),
        legend=found.legend if below else [],
        legend_title=title,
        inset=SafeString() if country else _inset(territory, number),
    )


# The sheet puts the style of drawings here: inside SVG, WeasyPrint reads no other.
STYLE_HERE = SafeString("<!--style-->")


def _what(territory) -> str:
    return _("Map: {name}").format(name=map_svg.worded(territory, get_language())[0])


def _none_known(below, values) -> SafeString | None:
    unknown = sum(one.code not in values for one in below)
    words = format_html(_("none known yet ({n})"), n=isolated(grouped(unknown)))
    return words if unknown else None


def _names(frame, number, territory, below, reading) -> list[Placed]:
    """The names of the parts, towns first; of the country its regions, since provinces are many."""
    language = get_language()
    css, size = "part", 9.5
    here = sorted(below or [territory], key=lambda one: one.kind not in TOWNS)
    if territory.level == "country":
        css, size, here = "region", 12, reference.children(territory, reading)
    written = [
        map_svg.Written(
            *map_svg.worded(one, language), css, *frame.place(one.label.x, one.label.y), size
        )
        for one in here
        if one.label
    ]
    around = map_svg.names_in(frame, number, language, AROUND)
    around = [one._replace(css=one.css.removeprefix("drawn__name--")) for one in around]
    return [
        Placed(
            one.text,
            one.language,
            one.css,
            f"{one.x / frame.width * 100:.2f}",
            f"{one.y / frame.height * 100:.2f}",
        )
        for one in map_svg.apart([*written, *around])
    ]


def _inset(territory, number) -> SafeString:
    """Where in the country it lies."""
    frame = Frame.around(COUNTRY, *INSET, margin=3)
    shapes = map_svg.shapes_of(frame, number, ("MA", territory.code), 0)
    x, y = frame.place(territory.label.x, territory.label.y)
    return map_svg.drawn(
        frame,
        STYLE_HERE
        + format_html(
            '<rect class="drawn__sea" width="{}" height="{}"/><path class="inset-land" d="{}"/>'
            '<path class="inset-here" d="{}"/><circle class="inset-here" cx="{}" cy="{}" r="2"/>',
            *INSET,
            shapes.get("MA", ""),
            shapes.get(territory.code, ""),
            x,
            y,
        ),
        label=_("Where {name} lies").format(name=map_svg.worded(territory, get_language())[0]),
    )
