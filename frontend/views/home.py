"""The map's page: one selection as map, list and figures, all of its state in the address."""

from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.drawing.bubbles import grouped as by_group
from frontend.cards import cards
from frontend.figures.ready import nonprofit_url
from frontend.filter_form import fields, groups
from frontend.filters import Asked
from frontend.map_settings import map_settings
from frontend.opening import register_page
from frontend.paging import pages_beside
from frontend.still import home_map

ON_A_PAGE = 20
FIRST_YEAR = 1960


@register_page
def home(request, opened):
    asked = Asked.of(opened)
    context = selection_context(asked, limit=ON_A_PAGE) | {
        "section": "home",
        "map": map_settings(
            actor=opened.link(reverse("actor", args=["code"])).replace("/code/", "/{code}/")
        ),
        "still": home_map(asked),
        "nonprofit_url": nonprofit_url(opened, group_by="commune"),
    }
    return opened.page("pages/home.html", context)


def selection_context(asked: Asked, *, limit: int) -> dict:
    """What the map's page and the list's page show of one selection."""
    opened = asked.opened
    choices = asked.choices()
    regions, provinces = asked.territories
    chips = asked.chips()
    context = {
        "asked": asked,
        "action": opened.request.path,
        "chips": chips,
        "clear_url": asked.clear_url,
        "groups": groups(asked, choices, regions, provinces),
        "fields": fields(asked),
        "belongings": asked.belongings(),
        "indicators": asked.indicators(),
        "query": (opened.request.GET.get("q") or ""),
        "kept_by_search": opened.kept("q"),
        "suggest_url": reverse("suggest"),
        "title": asked.title(),
    }
    if asked.selection is None:
        return context | {"page": None, "legend": [], "timeline": None}
    ordering = opened.request.GET.get("ordering", "name")
    page = asked.selection.page(limit=limit, after=opened.cursor, ordering=ordering)
    return context | {
        "figure": asked.figure(),
        "cite_query": f"/api/v1/actors/?{asked.selection}&as_of={opened.reading.revision}",
        "page": page,
        "cards": cards(page.rows, opened),
        **pages_beside(asked.selection, page, opened, limit=limit, anchor="#list"),
        "removals": [(chip["url"], chip["label"]) for chip in chips],
        "legend": legend(asked),
        "timeline": timeline(choices["founding_year"], asked),
        "tiles_query": asked.tiles_query,
    }


def legend(asked) -> list[dict]:
    """The four groups of a ring, with their counts, one after the other along a bar."""
    by_form = dict(asked.counted["legal_form"])
    values = asked.selection.query.values.get("legal_form")
    mix = by_group(
        {form or "none": n for form, n in by_form.items() if values is None or form in values}
    )
    names = {
        "cooperative": _("Cooperatives"),
        "association": _("Associations"),
        "mutual": _("Mutual societies"),
        "other": _("Other forms"),
    }
    whole, x, found = sum(mix.values()) or 1, 0, []
    for group, n in mix.items():
        found.append(
            {"label": names[group], "shape": group, "count": n}
            | {"x": Fraction(x, whole), "width": Fraction(n, whole)}
        )
        x += n
    return found


def timeline(by_year: list[tuple], asked) -> dict | None:
    """Founding years as bars, those asked for marked; years before the first are one bar."""
    known = {year: n for year, n in by_year if year is not None}
    if not known:
        return None
    last = max(max(known), asked.reading.date.year)
    values = asked.selection.query.values
    first_on = values["founded_from"].year if "founded_from" in values else None
    last_on = values["founded_to"].year if "founded_to" in values else None
    step = 2
    bars = {}
    for year, n in known.items():
        start = FIRST_YEAR + (max(year, FIRST_YEAR) - FIRST_YEAR) // step * step
        bars[start] = bars.get(start, 0) + n
    starts = range(FIRST_YEAR, last + 1, step)
    most = max(bars.values())
    wide = Fraction(340, len(starts))
    return {
        "bars": [
            {
                "x": f"{float(wide * at):.1f}",
                "years": f"{start if at else 0}-{start + step - 1}",
                "y": f"{34 - float(Fraction(34 * bars.get(start, 0), most)):.1f}",
                "height": f"{float(Fraction(34 * bars.get(start, 0), most)):.1f}",
                "on": (first_on is None or start + step > first_on)
                and (last_on is None or start <= last_on),
            }
            for at, start in enumerate(starts)
        ],
        "width": f"{float(wide) - 1:.1f}",
        "first": FIRST_YEAR,
        "last": last,
        "from": first_on,
        "to": last_on,
        "kept": asked.opened.kept("founded_from", "founded_to"),
        "unknown": next((n for year, n in by_year if year is None), 0),
        "clear_url": asked.opened.address(founded_from=None, founded_to=None)
        if first_on or last_on
        else None,
    }
