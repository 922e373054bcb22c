"""What the map's modules are told by the page: where, which tiles, in which words."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.places import leaves_of
from evidence.wording.counted import forms
from frontend.shapes import SHAPES

# West, south, east, north: what a map of the whole country shows.
COUNTRY = (-17.4, 20.7, -0.8, 36.15)


def map_settings(*, actor: str, extent=COUNTRY, **more) -> dict:
    """Settings of a map; `actor` is the address of an actor's page, with {code} in it."""
    found = {
        "extent": extent,
        "minZoom": 4,
        "maxZoom": 17,
        "territories": "/tiles/territories/{z}/{x}/{y}.mvt",
        "actors": "/tiles/actors/{z}/{x}/{y}.mvt",
        "actor": actor,
        "shapes": SHAPES,
        "words": words(),
    }
    if settings.RASTER_TILES:
        options = {"attribution": settings.RASTER_ATTRIBUTION}
        found["raster"] = {"url": settings.RASTER_TILES, "options": options}
    return found | more


def place_settings(place: str | None) -> dict:
    """Settings of the map on which somebody shows where an organisation is; `place` is the code of
    the commune, neighbourhood or village chosen before, if any.
    """
    return map_settings(
        actor="",
        leaf=leaves_of([place]).get(place, "") if place else "",
        outline="/api/v1/territories/{code}/?format=geojson&detail=full",
        localities="/api/v1/territories/?level=locality&within={code}&format=geojson",
    )


def words() -> dict:
    return {
        "actors": forms(lambda n: ngettext("{n} organisation", "{n} organisations", n)),
        "cooperative": forms(lambda n: ngettext("{n} cooperative", "{n} cooperatives", n)),
        "association": forms(lambda n: ngettext("{n} association", "{n} associations", n)),
        "mutual": forms(lambda n: ngettext("{n} mutual society", "{n} mutual societies", n)),
        "other": forms(lambda n: ngettext("{n} of another form", "{n} of other forms", n)),
        "groups": {
            "cooperatives": _("Cooperatives"),
            "associations": _("Associations"),
            "mutuals": _("Mutual societies"),
            "others": _("Other forms"),
        },
        # Translators: what parts the items of a spoken list, with its space
        "comma": _(", "),
        # Translators: a bubble that holds {name} and places beside it
        "around": _("{name} and around"),
        "here": _("Here"),
        # Translators: organisations of which only the commune {name} is known
        "unplaced": _("{name}, known only by commune"),
        "list": _("See the list"),
        "nearer": _("Zoom in here"),
        "close": _("Close"),
    }
