"""An actor as linked data (schema.org), for machines that read pages rather than the API."""

import json

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from directory import codes
from directory.records.facts import PartialDate
from directory.selectors import reference
from evidence.wording.names import name_of, names_of
from frontend.opening import Opened

# What schema.org calls a legal form; all the others are organisations.
TYPES = {
    "cooperative": "Cooperative",
    "cooperative-union": "Cooperative",
    "association": "NGO",
    "foundation": "NGO",
}
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
# A data block is no script, but it stands inside one: nothing in it may end it.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def block(data: dict) -> SafeString:
    """The content of <script type="application/ld+json">."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(ESCAPES))  # noqa: S308 (escaped on the line above)


def organisation(facts: dict, networks, opened: Opened, url: str, pictures: dict) -> dict | None:
    """What an actor's page says, in schema.org's words; None of one that was invented."""
    if facts["is_demo"]:
        return None
    address = opened.request.build_absolute_uri
    shown = name_of(facts)
    said = {
        "@context": "https://schema.org",
        "@type": TYPES.get(facts["legal_form"], "Organization"),
        "@id": address(reverse("permanent-actor", args=[codes.show(facts["code"])])),
        "url": address(url),
        "identifier": codes.show(facts["code"]),
        "name": shown.text,
        "alternateName": [
            text for tongue, text in names_of(facts).items() if tongue != shown.language
        ],
        "sameAs": facts["website"],
        "logo": pictures["logo"] and address(pictures["logo"]["large"]),
        "image": [image(one, address) for one in pictures["photos"]],
        "foundingDate": partial(facts["founded"]),
        "dissolutionDate": partial(facts["closed"]),
        "address": postal(facts["place"], opened),
        "location": point(facts["place"]),
        "knowsAbout": [
            name_of(term).text
            for code, term in reference.terms(opened.reading, "sector").items()
            if code in facts["sectors"]
        ],
        "memberOf": [
            {"@type": "Organization", "name": one["name"].text, "url": address(one["url"])}
            for one in networks
        ],
    }
    return {name: value for name, value in said.items() if value}


def image(photo: dict, address) -> dict:
    said = {
        "@type": "ImageObject",
        "contentUrl": address(photo["large"]),
        "caption": photo["alt"].text,
        "creditText": photo["credit"],
        "license": CC_BY if photo["reusable"] else "",
    }
    return {name: value for name, value in said.items() if value}


def partial(value: dict | None) -> str | None:
    """A date as far as it is known: 2016, 2016-03 or 2016-03-01."""
    return value and PartialDate.read(value).known


def postal(place: dict, opened: Opened) -> dict | None:
    known = reference.territories(opened.reading)
    commune = known.get(place["arrondissement"]) or known.get(place["commune"])
    region = known.get(place["region"])
    if region is None:
        return None
    said = {"@type": "PostalAddress", "addressCountry": "MA", "addressRegion": name_of(region).text}
    return said | ({"addressLocality": name_of(commune).text} if commune else {})


def point(place: dict) -> dict | None:
    """The public point; what is known by commune only has none."""
    if place["lon"] is None or place["precision"] not in ("exact", "locality"):
        return None
    return {
        "@type": "Place",
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": float(place["lat"]),
            "longitude": float(place["lon"]),
        },
    }
