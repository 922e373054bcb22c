"""What a brief says: of a territory, of a sector in it, or of a programme, as of one revision.

Composed in the language in force. Every number comes from a selection and is followed by the
address that counts it again.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directory.as_of import Reading
from directory.selection.filterset import ActorFilterSet
from directory.selection.selection import Selection
from directory.selectors import programmes as register
from directory.selectors import reference
from directory.vocabulary import is_demonstration
from evidence.briefs import figures, paper_map
from evidence.briefs.reported import reported
from evidence.stories.selectors import stories
from evidence.stories.told import Told as Story
from evidence.stories.told import told
from evidence.wording.dates import day_marked
from evidence.wording.names import name_of
from evidence.wording.places import place, place_marked
from geodata.models import ReferenceSet

COUNTRY = "MA"
MOST_BARS = 6
MOST_FIGURES = 5
MOST_STORIES = 3


class NoSuchSubject(LookupError):
    """The register knows no such territory, sector or programme, as of that moment."""


@dataclass(frozen=True)
class Bar:
    label: SafeString
    count: int
    share: Fraction


@dataclass(frozen=True)
class Brief:
    """One sheet. `title` is plain, for the document; what people read is marked for direction."""

    reading: Reading
    digest: str
    kind: str
    title: str
    heading: SafeString
    lead: SafeString
    figures: list[figures.Figure]
    map: paper_map.PaperMap | None
    bars_title: str
    bars: list[Bar]
    bars_note: str = ""
    stories: list[Story] = field(default_factory=list)
    demonstration: bool = False
    credits: tuple[str, ...] = ()


def territory_brief(code: str, reading: Reading) -> Brief:
    """Raises NoSuchSubject."""
    one = _territory(code, reading)
    here = selected(reading, territory=code)
    lead = format_html(
        _("{count} on {day}. How many exist: unknown."),
        count=figures.organisations(here.total),
        day=day_marked(reading.date),
    )
    return _composed(
        reading,
        kind=_("Brief of a territory"),
        title=place(one),
        heading=place_marked(one),
        lead=lead,
        figures=most_telling(figures.of_territory(one, here, selected(reading)), here, code),
        map=paper_map.by_inhabitants(one, here),
        bars_title=_("Sectors of activity"),
        bars=bars(here, "sector"),
        bars_note=_("An organisation may stand in several sectors."),
        stories=short(stories(reading=reading, territory=(one.level, one.code))),
    )


def sector_brief(code: str, sector: str, reading: Reading) -> Brief:
    """Raises NoSuchSubject."""
    one = _territory(code, reading)
    term = reference.terms(reading, "sector").get(sector)
    if term is None:
        raise NoSuchSubject(sector)
    here = selected(reading, territory=code, sector=sector)
    name = name_of(term)
    return _composed(
        reading,
        kind=_("Brief of a sector"),
        title=f"{name.text}: {place(one)}",
        heading=format_html("{}<br><small>{}</small>", name.marked(), place_marked(one)),
        lead=format_html(
            _("{count} on {day}. How many exist: unknown."),
            count=figures.organisations(here.total),
            day=day_marked(reading.date),
        ),
        figures=most_telling(
            figures.of_sector(
                one, here, selected(reading, sector=sector), selected(reading, territory=code)
            ),
            here,
            code,
            sector=sector,
        ),
        map=paper_map.by_inhabitants(one, here),
        bars_title=_("Legal forms"),
        bars=bars(here, "legal_form"),
        stories=short(stories(reading=reading, territory=(one.level, one.code), sector=sector)),
    )


def programme_brief(code: str, reading: Reading) -> Brief:
    """Raises NoSuchSubject."""
    try:
        found = register.programme_as_of(code=code, reading=reading)
    except register.UnknownProgramme as error:
        raise NoSuchSubject(code) from error
    here = selected(reading, programme=code)
    name = name_of(found)
    return _composed(
        reading,
        kind=_("Brief of a programme"),
        title=name.text,
        heading=name.marked(),
        lead=format_html(
            _("{count} on {day}, known to take part. How many more do: unknown."),
            count=figures.organisations(here.total),
            day=day_marked(reading.date),
        ),
        figures=most_telling(figures.of_programme(here, selected(reading)), here),
        map=paper_map.by_count(_territory(COUNTRY, reading), here),
        bars_title=_("Sectors of activity"),
        bars=bars(here, "sector"),
        bars_note=_("An organisation may stand in several sectors."),
        stories=short(stories(reading=reading, programme=code)),
    )


def short(found) -> list[Story]:
    """The last told; the sheet prints as many as it has room for."""
    return [told(one) for one in found[:MOST_STORIES]]


def most_telling(counted, here: Selection, code: str = "", **filters) -> list[figures.Figure]:
    """The count first, then what is reported, then further counts: as many as the sheet holds."""
    country = selected(here.reading, **filters)
    told = reported(here, country, whole=code == COUNTRY)
    official = [one for one in counted if one.official]
    further = [one for one in counted[1:] if not one.official]
    room = MOST_FIGURES - 1 - len(official)
    return [counted[0], *[*told, *further][:room], *official]


def selected(reading: Reading, **filters) -> Selection:
    """The active organisations of some filters; the whole country is no filter."""
    if filters.get("territory") == COUNTRY:
        del filters["territory"]
    asked = ActorFilterSet(filters, reading=reading)
    if not asked.is_valid():
        raise NoSuchSubject(str(filters))
    return asked.selection()


def bars(selection: Selection, name: str) -> list[Bar]:
    """The largest values of a facet; of sectors the parents, in which a child is counted too."""
    known = reference.terms(selection.reading, name)
    counted = [
        (known[code], n)
        for code, n in selection.facets([name])[name]
        if n and code in known and not (name == "sector" and known[code].parent)
    ][:MOST_BARS]
    largest = max((n for _term, n in counted), default=1)
    return [Bar(name_of(term).marked(), n, Fraction(n, largest)) for term, n in counted]


def _territory(code, reading):
    found = reference.territories(reading).get(code)
    if found is None:
        raise NoSuchSubject(code)
    return found


def _composed(reading, **said) -> Brief:
    from directory.models import Revision

    digest = Revision.objects.values_list("digest", flat=True).get(number=reading.revision)
    return Brief(
        reading=reading,
        digest=bytes(digest).hex(),
        demonstration=is_demonstration(),
        credits=tuple(_credit(series, reading) for series in ("census", "boundaries")),
        **said,
    )


def _credit(series, reading) -> str:
    found = ReferenceSet.objects.filter(series=series, number=reading.set_of(series)).first()
    return found.attribution if found else ""
