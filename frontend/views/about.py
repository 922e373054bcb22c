"""What Athar is, and how it counts."""

from django.utils.translation import gettext as _

from directory.selectors import reference
from evidence.wording.names import name_of
from frontend.opening import register_page
from geodata.models import ReferenceSet


@register_page
def about(request, opened):
    return opened.page("pages/about.html", {"section": "about"})


@register_page
def method(request, opened):
    """How we count, with the vocabularies and the sources in force."""
    reading = opened.reading
    context = {
        "section": "method",
        "vocabularies": [
            (_("Legal forms"), terms("legal_form", reading)),
            (_("Kinds"), terms("kind", reading)),
            (_("Types of cooperative"), terms("cooperative_type", reading)),
            (_("Audiences"), terms("audience", reading)),
        ],
        "sets": sets(reading),
    }
    return opened.page("pages/method.html", context)


def terms(name, reading) -> list[dict]:
    return [
        {
            "code": term.code,
            "name": name_of(term),
            "definition": name_of({"names": term.definitions}),
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
