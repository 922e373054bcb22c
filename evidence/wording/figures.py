"""Units and kinds of sources of figures, in words."""

from django.utils.translation import pgettext


def unit_word(unit: str) -> str:
    """A unit as it stands after a number; nothing where the indicator's name says it."""
    return {
        "MAD": pgettext("unit", "MAD"),
        "hours": pgettext("unit", "hours"),
    }.get(unit, "")


def source_kind_word(kind: str) -> str:
    """How a figure is known."""
    return {
        "verified": pgettext("source kind", "verified"),
        "registry": pgettext("source kind", "from a registry"),
        "survey": pgettext("source kind", "from a survey"),
        "declared": pgettext("source kind", "declared"),
        "estimate": pgettext("source kind", "estimated"),
    }[kind]
