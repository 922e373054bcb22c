"""What Athar is, and how it counts."""

from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _

from desk import keeping, retention
from directory.selectors import reference
from directory.vocabularies import retired
from evidence.wording.names import name_of
from frontend.filters import Asked
from frontend.opening import register_page
from frontend.shapes import shape_of
from geodata.models import ReferenceSet


@register_page
def about(request, opened):
    asked = Asked.of(opened)
    figure = asked.selection and asked.figure()
    return opened.page("pages/about.html", {"section": "about", "figure": figure})


@register_page
def method(request, opened):
    """How we count, with the vocabularies and the sources in force."""
    _nothing_is_asked(opened)
    reading = opened.reading
    context = {
        "section": "method",
        "vocabularies": [
            (_("Legal forms"), terms("legal_form", reading)),
            (_("Kinds"), terms("kind", reading)),
            (_("Types of cooperative"), terms("cooperative_type", reading)),
            (_("Audiences"), terms("audience", reading)),
            (_("Sectors"), terms("sector", reading)),
        ],
        "sets": sets(reading),
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return opened.page("pages/method.html", context)


def _nothing_is_asked(opened):
    """But of which moment."""
    for name in opened.request.GET:
        if name != "as_of":
            opened.refused[name] = [_("unknown parameter")]


def _operator() -> str:
    told = f"{settings.OPERATOR}\n{settings.OPERATOR_CONTACT}\n{settings.RASTER_TILES}"
    return sha256(told.encode()).hexdigest()[:16]


@register_page(also=_operator)
def privacy(request, opened):
    """What is kept of people, why, how long, who sees it, and what they may ask (law 09-08)."""
    _nothing_is_asked(opened)
    contact = settings.OPERATOR_CONTACT
    context = {
        "section": "privacy",
        "operator": settings.OPERATOR,
        "contact": contact,
        "mailto": f"mailto:{contact}" if "@" in contact and " " not in contact else "",
        "raster": bool(settings.RASTER_TILES),
        "kinds": [one for one in keeping.KINDS if one.key not in keeping.OF_OFFICE],
        "of_office": [one for one in keeping.KINDS if one.key in keeping.OF_OFFICE],
        "rules": retention.RULES,
    }
    return opened.page("pages/privacy.html", context)


def terms(name, reading) -> list[dict]:
    return [
        {
            "code": term.code,
            "name": name_of(term),
            "definition": name_of({"names": term.definitions}),
            "child": bool(term.parent),
            "retired": retired(term),
            "mark": term.mappings.get("icon", ""),
            "shape": shape_of(term.code) if name == "legal_form" else "",
        }
        for term in reference.terms(reading, name).values()
    ]


def sets(reading) -> list[ReferenceSet]:
    """The reference sets in force, with their licences."""
    wanted = {series: each["number"] for series, each in reading.reference_sets.items()}
    return [
        one
        for one in ReferenceSet.objects.order_by("series", "number")
        if wanted.get(one.series) == one.number
    ]
