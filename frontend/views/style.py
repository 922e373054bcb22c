"""The page that shows every component, in any language and theme. Not served in production."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evidence.cells import Cell
from evidence.citations.answers import Number
from evidence.dossiers.figures import Now
from evidence.drawing.chart_svg import Bar, chart
from evidence.drawing.choropleth import Part, choropleth
from evidence.drawing.classes import classed
from evidence.drawing.qr import qr
from evidence.wording.dates import day_marked
from evidence.wording.names import Name
from evidence.wording.numbers import grouped, isolated, percent
from frontend.figures.series import YearRow
from frontend.freshness import freshness
from frontend.map_settings import map_settings
from frontend.shapes import SHAPES
from geodata.models import ReferenceSet

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


SENTENCE = SimpleNamespace(
    language="fr",
    direction="ltr",
    figure="Adhésions aux coopératives, province de Berkane : 231 en 2025.",
    notes=["Les autres ne le disent pas."],
    source="Athar, révision 1284, 23 novembre 2026.",
)
THEN = Number(Decimal(231), "members", 107, 71, 42)
TODAY = Number(Decimal(238), "members", 109, 74, 42)


def story():
    return {
        "code": "7KQ2M9XY",
        "title": Name("La première récolte", "fr"),
        "text": Name(
            "Nous étions douze, et le moulin était loin. Aujourd’hui il est à nous.", "fr"
        ),
        "teller": Name("une adhérente", "fr"),
        "told": day_marked(date(2024, 5, 1), "month"),
        "of": [(Name("Coopérative Exemple 12", "fr"), "#")],
        "url": "#",
        "is_demo": True,
    }


def cited(now):
    """A figure of a dossier: as it was cited, and what it is now."""
    return {
        "then": SimpleNamespace(sentence=SENTENCE, number=THEN, heads=[], rows=[]),
        "now": now,
        "code": "7KQ2-M9XY",
        "link": "#",
        "qr": qr(
            "https://athar.example/c/7KQ2-M9XY", _("QR code: the permanent link of this citation")
        ),
    }


def official():
    return {
        "publisher": Name("Office Exemple", "fr"),
        "counted": day_marked(date(2025, 11, 1), "month"),
        "value": isolated(grouped(65315)),
        "name": Name("Coopératives", "fr"),
        "place": "Maroc",
        "covered": Fraction(3043, 65315),
        "part": Fraction(3043, 65315),
        "ours": isolated(grouped(3043)),
        "difference": isolated(grouped(62272)),
        "notes": Name("Chiffre rapporté par la presse.", "fr"),
        "source": "exemple.org",
        "source_url": "#",
        "url": "#",
        "anchor": "3N8W-P5VA",
    }


def coloured():
    """A map of the regions and its legend; None where no boundaries are loaded."""
    number = ReferenceSet.objects.newest_numbers().get("boundaries")
    if not number:
        return None
    values = {f"{code:02}": Decimal(code * code) for code in range(1, 11)}
    classes = classed(values, format_html(_("not reported ({none})"), none=isolated("2")))
    parts = [
        Part(code, classes.of(code), f"{code}: {values.get(code, '?')}", "#")
        for code in (f"{number:02}" for number in range(1, 13))
    ]
    drawing = choropleth(
        parts,
        level="region",
        number=number,
        label=_("Map"),
        hint=_("Point at a territory, or Tab"),
        rtl=get_language_bidi(),
    )
    return {"drawing": drawing, "legend": classes.legend}


def series():
    """Bars by year, and the rows that stand for them where there is no room to draw."""
    told = [(2021, 41, 20), (2022, 76, 35), (2023, None, 0), (2024, 128, 60)]
    bars = [
        Bar(
            str(year),
            None if value is None else Decimal(value),
            "" if value is None else grouped(value),
            Decimal(part) / 100,
            percent(Fraction(part, 100)),
        )
        for year, value, part in told
    ]
    rows = [
        YearRow(
            year,
            Cell((year,), value, "members", 100, part),
            None if value is None else isolated(grouped(value)),
            None if value is None else Fraction(value, 128),
        )
        for year, value, part in reversed(told)
    ]
    drawing = chart(bars, title="Adhésions", description="2021–2024", rtl=get_language_bidi())
    return SimpleNamespace(drawing=drawing, rows=rows, of_everybody=False)


@require_safe
def style(request):
    return render(request, "pages/style.html", context())


@require_safe
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
                "fresh": freshness("2023-10-04", date(2026, 10, 5)),
            },
            {
                "url": "#",
                "actor": ASSOCIATION,
                "about": ["Association", "Éducation"],
                "place": BERKANE,
                "is_demo": False,
                "fresh": freshness("2026-10-04", date(2026, 10, 5)),
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
                "figures": [
                    {"what": "Adhésions en 2025", "kind": "déclaré", "before": "10", "after": "25"}
                ],
                "more": "et 3 autres chiffres",
                "when": date(2026, 10, 4),
                "role": "modération",
                "reason": "une correction",
            },
            {"revision": 640, "title": "Fiche publiée", "when": date(2024, 9, 2)},
        ],
        "opened": SimpleNamespace(reading=reading(is_head=True)),
        "officials": [official()],
        "stories": [story(), {"code": "3N8WP5VA", "gone": True}],
        "figures": [
            cited(Now(same=True)),
            cited(Now(number=TODAY)),
            cited(Now(gone=True)),
        ],
        "then_number": THEN,
        "today_number": TODAY,
        "moves": [
            {"how": "entered", "sign": "+", "count": 3, "words": "entrées"},
            {"how": "left", "sign": "−", "count": 1, "words": "sortie"},
            {"how": "changed", "sign": "", "count": 2, "words": "changées"},
        ],
        "movers": [
            {"how": how, "tag": tag, "name": Name("Coopérative Exemple 12", "fr"), "url": "#"}
            | {"told": "Aklim"}
            for how, tag in (
                ("entered", isolated("+34")),
                ("left", isolated("−12")),
                ("changed", isolated("7")),
            )
        ],
        "proof": [
            ("La révision est celle qui fut notée", "ae5a7eba b9188eeb", True),
            ("On lui répond la même chose", "231 ≠ 230", False),
        ],
        "choropleth": coloured(),
        "series": series(),
        "rows": [("Marrakech-Safi", 10144, 303, 444), ("Souss-Massa", 7260, 230, 471)],
    }
