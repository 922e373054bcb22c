"""The page that shows every component, in any language and theme. Not served in production."""

from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace

from django.shortcuts import render
from django.utils.translation import gettext as _

from frontend.map_settings import map_settings
from frontend.shapes import SHAPES

# Invented, as everything on this page is.
COOPERATIVE = {
    "code": "7KQ2M9XY",
    "names": {
        "ar": "تعاونية مثال 12",
        "fr": "Coopérative Exemple 12",
        "en": "Example Cooperative 12",
    },
    "legal_form": "cooperative",
    "kind": "operator",
}
ASSOCIATION = {
    "code": "3N8WP5VA",
    "names": {"ar": "جمعية مثال 7"},
    "legal_form": "association",
    "kind": "operator",
}
AKLIM = SimpleNamespace(kind="rural-commune", name_ar="أكليم", name_fr="Aklim", name_zgh="")
BERKANE = SimpleNamespace(kind="province", name_ar="بركان", name_fr="Berkane", name_zgh="")
ORIENTAL = SimpleNamespace(kind="region", name_ar="الشرق", name_fr="Oriental", name_zgh="ⵜⴰⵏⴳⵎⵓⴹⵜ")


def reading(*, is_head):
    return SimpleNamespace(
        revision=1284 if is_head else 611,
        recorded_at=datetime(2026, 11, 23, 12, tzinfo=UTC)
        if is_head
        else datetime(2024, 7, 10, 12, tzinfo=UTC),
        date=date(2026, 11, 23) if is_head else date(2024, 7, 10),
        is_head=is_head,
    )


def choice(code, shape, count, *, on=False):
    return {
        "code": code,
        "label": code,
        "shape": shape,
        "count": count,
        "share": Fraction(count, 3043),
        "on": on,
    }


def mix(*counts):
    """The groups of a legend, one after the other along its bar."""
    names = (_("Cooperatives"), _("Associations"), _("Mutual societies"), _("Other forms"))
    shapes = ("cooperative", "association", "mutual", "other")
    whole, x, groups = sum(counts), 0, []
    for label, shape, count in zip(names, shapes, counts, strict=True):
        groups.append(
            {"label": label, "shape": shape, "count": count, "x": Fraction(x, whole)}
            | {"width": Fraction(count, whole)}
        )
        x += count
    return groups


def style(request):
    return render(request, "pages/style.html", context())


def style_map(request):
    """The map's page with nothing behind it but tiles."""
    return render(
        request, "pages/style_map.html", context() | {"map": map_settings(actor="#{code}")}
    )


def context():
    return {
        "demonstration": True,
        "shapes": SHAPES,
        "inks": ["ink", "ink-3", "act", "act-soft", "cite", "then", "demo-bg", "line-strong"],
        "ordered": ["q1", "q2", "q3", "q4", "q5", "none"],
        "sided": ["d1", "d2", "d3", "d4", "d5", "d6", "d7", "none"],
        "cards": [
            {
                "url": "#",
                "actor": COOPERATIVE,
                "about": ["Coopérative", "Agriculture"],
                "place": AKLIM,
                "is_demo": True,
                "confirmed": None,
            },
            {
                "url": "#",
                "actor": ASSOCIATION,
                "about": ["Association", "Éducation"],
                "place": BERKANE,
                "is_demo": False,
                "confirmed": date(2026, 10, 4),
            },
        ],
        "actor": COOPERATIVE,
        "territories": [ORIENTAL, BERKANE, AKLIM],
        "now": reading(is_head=True),
        "past": reading(is_head=False),
        "now_url": "#",
        "today": date(2026, 11, 23),
        "facets": [
            choice("cooperative", "cooperative", 3043, on=True),
            choice("association", "association", 1789),
            choice("mutual", "mutual", 180),
            choice("network", "network", 0),
        ],
        "suggestions": [
            {"icon": "map-pin", "match": "Berka", "after": "ne", "about": ["Commune"], "on": True},
            {"icon": "map", "before": "Province de ", "match": "Berka", "after": "ne"}
            | {"about": ["Oriental"]},
            {"shape": "association", "before": "Association Exemple 31 ", "match": "Berka"}
            | {"after": "ne", "about": ["Environnement"]},
        ],
        "verified": Fraction(39, 100),
        "legend": mix(3043, 1789, 180, 310),
        "trail": [("#", "Oriental"), ("#", "Berkane"), (None, "Aklim")],
        "span": {"first": 51, "last": 100, "total": 4312},
        "tabs": [(None, "Réseaux"), ("#", "Programmes")],
        "removals": [("#", "Mutuelles")],
        "facts": [
            {"label": "Fondation", "value": "1993", "source": "climatdeveloppement.org"},
            {"label": "Commune", "value": "Aklim"},
        ],
        "entries": [
            {
                "revision": 1190,
                "title": "Nom corrigé",
                "changes": [
                    {"before": "Cooperative Exemple 12", "after": "Coopérative Exemple 12"}
                ],
                "when": date(2026, 10, 4),
                "role": "modération",
            },
            {"revision": 640, "title": "Fiche publiée", "when": date(2024, 9, 2)},
        ],
        "rows": [("Marrakech-Safi", 10144, 303, 444), ("Souss-Massa", 7260, 230, 471)],
    }
