"""Where a figure was cited, in words."""

from django.utils.translation import pgettext


def use_kind_word(kind: str) -> str:
    return {
        "bill": pgettext("cited in", "Bill"),
        "report": pgettext("cited in", "Report"),
        "press": pgettext("cited in", "Press"),
        "oral-question": pgettext("cited in", "Oral question"),
        "other": pgettext("cited in", "Elsewhere"),
    }[kind]
