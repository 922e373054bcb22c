"""Territories from the country down to the commune: counts, census, neighbours, what lies below."""

from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from directory.selection.filterset import ActorFilterSet
from directory.selectors import reference
from directory.selectors.counts import counts
from evidence.drawing.bubbles import grouped as by_group
from evidence.wording.filters import active_on, nouns
from evidence.wording.names import name_of
from evidence.wording.places import place, place_marked, type_word
from frontend.figures.ready import nonprofit_url
from frontend.freshness import confirmed_within
from frontend.opening import register_page
from frontend.shapes import shape_of
from frontend.still import territory_map
from frontend.stories import stories_beside
from geodata.models import Locality, ReferenceSet

COUNTRY = "MA"
MOST_LOCALITIES = 400


@register_page
def territories(request, opened):
    return territory_page(opened, COUNTRY, "pages/territory.html")


@register_page
def territory(request, opened, code):
    return territory_page(opened, code, "pages/territory.html")


def territory_page(opened, code, template):
    known = reference.territories(opened.reading)
    if code not in known:
        raise Http404(_("No territory has this code, as of this moment."))
    one = known[code]
    asked = ActorFilterSet({"territory": code}, reading=opened.reading)
    asked.is_valid()
    selection = asked.selection()
    facets = selection.facets(["legal_form", "sector"])
    children = reference.children(one, opened.reading)
    within = {} if code == COUNTRY else {"territory": code}
    return opened.page(
        template,
        {
            "section": "territories",
            "feed_url": f"{reverse('actors-feed')}?territory={code}",
            "follow_url": f"{reverse('following-new')}?territory={code}",
            "territory": one,
            "title": place(one),
            "heading": place_marked(one),
            "type": type_word(one.kind),
            "trail": trail(one, opened),
            "total": selection.total,
            "fresh": confirmed_within(
                selection,
                lambda since: opened.link(reverse("actors"), **within, confirmed_since=since),
            ),
            "what": format_html(
                "{}{}{}",
                nouns(None, selection.total),
                _(", "),
                active_on(opened.reading.date, selection.total),
            ),
            "forms": bars("legal_form", facets["legal_form"], opened, code),
            "sectors": bars("sector", facets["sector"], opened, code, most=10),
            **stories_beside(opened, territory=(one.level, code)),
            "census": census_rows(one, opened),
            "census_credit": credit("census", opened),
            "boundary_credit": credit("boundaries", opened),
            "neighbours": [
                (link(each, opened), name_of(each))
                for each in reference.neighbours(one, opened.reading)
            ],
            "children": child_rows(children, selection, opened),
            "children_label": children_label(children),
            "localities": localities(one, opened),
            "still": territory_map(one, opened, lambda each: link(each, opened)),
            "map_url": opened.link(reverse("home"), territory=None if code == COUNTRY else code),
            "brief_url": opened.link(reverse("territory-brief", args=[code])),
            "sector_briefs": sector_briefs(facets["sector"], opened, code),
            "figures_url": opened.link(
                reverse("figures"),
                territory=None if code == COUNTRY else code,
                group_by=children[0].level if children else None,
            ),
            "nonprofit_url": nonprofit_of(one, opened),
            "list_url": opened.link(reverse("actors"), territory=None if code == COUNTRY else code),
        },
    )


def link(one, opened) -> str:
    if one.code == COUNTRY:
        return opened.link(reverse("territories"))
    return opened.link(reverse("territory", args=[one.code]))


def trail(one, opened) -> list:
    above = [(opened.link(reverse("home")), _("Map"))]
    if one.code != COUNTRY:
        above.append((opened.link(reverse("territories")), _("Morocco")))
    above += [
        (link(each, opened), place_marked(each))
        for each in reference.ancestors(one, opened.reading)
    ]
    return [*above, (None, name_of(one).marked())]


@dataclass(frozen=True)
class Bar:
    """One code of a facet: name, count, its share of the largest, the list it stands for."""

    label: str
    count: int
    share: Fraction
    url: str
    shape: str = ""
    mark: str = ""


def bars(name, counted, opened, code, *, most=None) -> list[Bar]:
    """The largest values of a facet, the first `most` of them."""
    known = reference.terms(opened.reading, name)
    if name == "sector":  # parents only: a child is counted in its parent too
        counted = [each for each in counted if each[0] is None or not known[each[0]].parent]
    largest = max((n for _code, n in counted), default=1)
    asked = {} if code == COUNTRY else {"territory": code}
    return [
        Bar(
            label=name_of(known[value]).marked() if value in known else _("Not known"),
            count=n,
            share=Fraction(n, largest),
            url=opened.link(reverse("actors"), **asked, **{name: value or "none"}),
            shape=shape_of(value) if name == "legal_form" else "",
            mark=known[value].mappings["icon"] if name == "sector" and value in known else "",
        )
        for value, n in counted[:most]
    ]


def sector_briefs(counted, opened, code, *, most=10) -> list[tuple]:
    """Name and address of the briefs of the largest sectors here."""
    known = reference.terms(opened.reading, "sector")
    listed = [value for value, _n in counted if value in known and not known[value].parent]
    return [
        (name_of(known[value]), opened.link(reverse("sector-brief", args=[code, value])))
        for value in listed[:most]
    ]


CENSUS_ROWS = (
    ("population", "population"),
    ("population_urban", "urban"),
    ("population_rural", "rural"),
    ("households", "households"),
    ("nonprofit_establishments", "nonprofit"),
    ("businesses", "businesses"),
    ("jobs", "jobs"),
)


def census_label(name: str) -> str:
    """The bureau's own words, exactly: what it counts is not what this register counts."""
    return {
        "population": _("Population"),
        "urban": _("of which urban"),
        "rural": _("of which rural"),
        "households": _("Households"),
        "nonprofit": _("Associations in premises of their own (economic establishments)"),
        "businesses": _("Businesses (economic establishments)"),
        "jobs": _("Jobs in economic establishments"),
    }[name]


def census_rows(one, opened) -> dict | None:
    """Years as columns; a row only where some year says something."""
    by_year = reference.census(one.code, opened.reading)
    if not by_year:
        return None
    years = sorted(by_year)
    rows = [
        (census_label(label), [getattr(by_year[year], column) for year in years])
        for column, label in CENSUS_ROWS
    ]
    return {
        "years": years,
        "rows": [each for each in rows if any(value is not None for value in each[1])],
    }


def nonprofit_of(one, opened) -> str:
    """The census' associations on a map: of the country's provinces, else commune by commune."""
    if one.code == COUNTRY:
        return nonprofit_url(opened, group_by="province")
    within = {"region": one.region} if one.level == "region" else {"province": one.province}
    return nonprofit_url(opened, group_by="commune", **within)


def credit(series, opened) -> str:
    number = opened.reading.set_of(series)
    found = ReferenceSet.objects.filter(series=series, number=number).first()
    return found.attribution if found else ""


def child_rows(children, selection, opened) -> list[dict]:
    """What lies below, with counts by group and inhabitants, the largest count first."""
    if not children:
        return []
    found = counts(selection, children[0].level, [one.code for one in children])
    people = reference.populations([one.code for one in children], 2024, opened.reading)
    rows = []
    for one in children:
        mix = by_group(found.get(one.code, {}))
        rows.append(
            {
                "name": name_of(one),
                "kind": type_word(one.kind),
                "url": link(one, opened),
                "count": sum(mix.values()),
                "mix": mix,
                "population": people.get(one.code),
            }
        )
    largest = max(row["count"] for row in rows) or 1
    for row in rows:
        row["share"] = Fraction(row["count"], largest)
    return sorted(rows, key=lambda row: -row["count"])


def children_label(children) -> str:
    levels = {one.level for one in children}
    return {
        frozenset({"region"}): _("Regions"),
        frozenset({"province"}): _("Provinces and prefectures"),
        frozenset({"commune"}): _("Communes"),
        frozenset({"arrondissement"}): _("Arrondissements"),
    }.get(frozenset(levels), _("Territories below"))


def localities(one, opened) -> dict | None:
    """The neighbourhoods and villages known of a commune, by name."""
    if one.level not in ("commune", "arrondissement"):
        return None
    number = opened.reading.set_of("localities")
    found = Locality.objects.in_set(number).of_commune(one.code).order_by("name_fr", "code")
    listed = [
        {
            "name": name_of(each),
            "kind": type_word(each.kind),
            "placed": each.point is not None,
            "url": opened.link(reverse("actors"), locality=each.code),
        }
        for each in found[:MOST_LOCALITIES]
    ]
    return {"found": listed}
