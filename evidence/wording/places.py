"""Territories with the word for what they are: إقليم بركان, Province de Berkane."""

import re

from django.utils.html import format_html
from django.utils.translation import get_language, pgettext

from evidence.wording.names import Name, name_of

# The region's name has its article, which French says after a word for what it is.
ARTICLE = re.compile(r"(?<=\bde )(?=Oriental\b)")
ELISION = re.compile(r"(?<=\bd)e (?=[AEIOUYÉÈÊÎÔaeiouyéèêîô])")


def type_word(kind: str) -> str:
    """What a territory of that kind is called, alone."""
    return {
        "country": pgettext("territory", "Country"),
        "region": pgettext("territory", "Region"),
        "province": pgettext("territory", "Province"),
        "prefecture": pgettext("territory", "Prefecture"),
        "prefecture-arrondissements": pgettext("territory", "Prefecture of arrondissements"),
        "municipality": pgettext("territory", "Commune"),
        "rural-commune": pgettext("territory", "Commune"),
        "commune": pgettext("territory", "Commune"),
        "arrondissement": pgettext("territory", "Arrondissement"),
        "hayy": pgettext("territory", "Neighbourhood"),
        "douar": pgettext("territory", "Douar"),
        "ksar": pgettext("territory", "Ksar"),
        "town": pgettext("territory", "Town"),
    }[kind]


def pattern(kind: str) -> str:
    """`{name}` with its type word, as the language joins them."""
    return {
        "country": "{name}",
        "region": pgettext("territory", "Region of {name}"),
        "province": pgettext("territory", "Province of {name}"),
        "prefecture": pgettext("territory", "Prefecture of {name}"),
        "prefecture-arrondissements": pgettext("territory", "Prefecture of arrondissements {name}"),
        "municipality": pgettext("territory", "Commune of {name}"),
        "rural-commune": pgettext("territory", "Commune of {name}"),
        "commune": pgettext("territory", "Commune of {name}"),
        "arrondissement": pgettext("territory", "Arrondissement of {name}"),
        "hayy": pgettext("territory", "Neighbourhood {name}"),
        "douar": pgettext("territory", "Douar {name}"),
        "ksar": pgettext("territory", "Ksar {name}"),
        "town": "{name}",
    }[kind]


def place(territory, language: str | None = None) -> str:
    """The whole label as plain text: for titles, attributes, mails."""
    name = name_of(territory, language)
    return joined(pattern(kind_of(territory)), name, language).format(name=name.text)


def place_marked(territory) -> str:
    """The whole label for a page, the name isolated and in its own language."""
    name = name_of(territory)
    return format_html(joined(pattern(kind_of(territory)), name), name=name.marked())


def joined(shape: str, name: Name, language: str | None = None) -> str:
    """French says d’ before a vowel: Commune d’Aklim. And Région de l’Oriental, región Oriental."""
    if (language or get_language()) == "es" and name.text == "Oriental":
        return shape.replace(" de {name}", " {name}")
    if (language or get_language()) != "fr":
        return shape
    whole = ELISION.sub("’", ARTICLE.sub("l’", shape.format(name=name.text)))
    return whole.replace(name.text, "{name}") if name.text in whole else shape


def kind_of(territory) -> str:
    if isinstance(territory, dict):
        return territory.get("kind") or territory["level"]
    return territory.kind


def located(territory) -> str:
    """Where something is, for a page: in the province of Nador, بإقليم الناظور."""
    name = name_of(territory)
    shape = {
        "country": pgettext("place", "in Morocco"),
        "region": pgettext("place", "in the region of {name}"),
        "province": pgettext("place", "in the province of {name}"),
        "prefecture": pgettext("place", "in the prefecture of {name}"),
        "prefecture-arrondissements": pgettext(
            "place", "in the prefecture of arrondissements {name}"
        ),
        "municipality": pgettext("place", "in the commune of {name}"),
        "rural-commune": pgettext("place", "in the commune of {name}"),
        "commune": pgettext("place", "in the commune of {name}"),
        "arrondissement": pgettext("place", "in the arrondissement of {name}"),
        "hayy": pgettext("place", "in the neighbourhood {name}"),
        "douar": pgettext("place", "in the douar {name}"),
        "ksar": pgettext("place", "in the ksar {name}"),
        "town": pgettext("place", "in {name}"),
    }[kind_of(territory)]
    return format_html(joined(shape, name), name=name.marked())
