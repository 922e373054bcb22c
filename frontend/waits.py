"""How long one waits for a decision, in words."""

from datetime import timedelta

from django.utils.translation import ngettext

from evidence.wording.numbers import grouped


def wait_words(wait: timedelta | None) -> str:
    """How long others waited lately; nothing where that is not known."""
    if wait is None:
        return ""
    days = wait.days + 1
    words = ngettext(
        "Lately half of what was sent was decided within a day.",
        "Lately half of what was sent was decided within %(days)s days.",
        days,
    )
    return words % {"days": grouped(days)}
