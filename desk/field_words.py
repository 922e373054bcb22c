"""What the fields of a record are called."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.models import Indicator
from evidence.wording.names import LANGUAGES, OWN_NAMES, name_of


def field_word(field: str) -> str:
    """What a field of a record is called."""
    name, _dot, language = field.partition(".")
    word = {
        "names": _("Name"),
        "descriptions": _("Description"),
        "legal_form": _("Legal form"),
        "kind": _("Kind"),
        "cooperative_type": _("Type"),
        "sectors": _("Sectors"),
        "audiences": _("Who is behind it, and for whom"),
        "products": _("Products"),
        "founded": _("Founded"),
        "closed": _("Closed"),
        "place": _("Place"),
        "registry": _("Registry"),
        "website": _("Website"),
        "since": _("Since"),
        "until": _("Until"),
        "funders": _("Funders"),
        "network": pgettext("relation", "Network"),
        "programme": pgettext("relation", "Programme"),
    }.get(name, name)
    return f"{word} ({OWN_NAMES[language]})" if language in LANGUAGES else word


def registry_word(name: str) -> str:
    """What a registry number is called."""
    return {"ice": _("ICE"), "registration": _("Registration number")}.get(name, name.upper())


def change_word(field: str, known: Mapping[str, Indicator] | None = None) -> str:
    """What a field of a submission is called: of a profile, its figures, contacts or pictures;
    `known` are indicators in force by code, where many fields are named.
    """
    name, _dot, rest = field.partition(".")
    if name == "figures":
        indicator, year = rest.split(".")
        if known is None:
            known = {one.code: one for one in Indicator.objects.newest().filter(code=indicator)}
        named = name_of(known[indicator]).text if indicator in known else indicator
        return _(", ").join([named, year])
    if name == "contacts":
        return _("Contacts")
    if name == "pictures":
        return _("Logo and photos")
    if name == "registry":
        return f"{field_word(name)}: {registry_word(rest)}"
    return field_word(field)
