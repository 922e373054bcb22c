"""Dates in words, with the months of Morocco in Arabic. A date says no more than is known of it."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from evidence.wording.numbers import isolated

MOROCCO = ZoneInfo("Africa/Casablanca")
MONTHS = (
    pgettext_lazy("month", "January"),
    pgettext_lazy("month", "February"),
    pgettext_lazy("month", "March"),
    pgettext_lazy("month", "April"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "June"),
    pgettext_lazy("month", "July"),
    pgettext_lazy("month", "August"),
    pgettext_lazy("month", "September"),
    pgettext_lazy("month", "October"),
    pgettext_lazy("month", "November"),
    pgettext_lazy("month", "December"),
)


def pattern(precision: str) -> str:
    if precision == "year":
        return "{year}"
    if precision == "month":
        # Translators: a date such as "July 2024"
        return pgettext("date", "{month} {year}")
    # Translators: a date such as "10 July 2024"
    return pgettext("date", "{day} {month} {year}")


def parts(value: date) -> dict:
    first = value.day == 1 and get_language() == "fr"
    return {
        "day": "1er" if first else str(value.day),
        "month": str(MONTHS[value.month - 1]),
        "year": str(value.year),
    }


def day(value: date, precision: str = "day") -> str:
    """`10 July 2024`, or `July 2024`, or `2024`, as far as the date is known. Plain text."""
    return pattern(precision).format(**parts(local(value)))


def day_marked(value: date, precision: str = "day") -> str:
    """The same for a page: a <time> whose numbers keep their direction."""
    return _day_marked(local(value), precision, get_language())


@lru_cache(maxsize=4096)  # a list says the same few days over and over
def _day_marked(value: date, precision: str, _language: str) -> str:
    words = parts(value)
    words |= {name: isolated(words[name]) for name in ("day", "year")}
    known = {"year": "%Y", "month": "%Y-%m"}.get(precision, "%Y-%m-%d")
    text = format_html(pattern(precision), **words)
    return format_html('<time datetime="{}">{}</time>', value.strftime(known), text)


def moment_marked(value: datetime) -> str:
    """A day and an hour in Morocco."""
    value = value.astimezone(MOROCCO)
    # Translators: {day} is a date, {hour} a time of day such as 14:05
    shape = gettext("{day} at {hour}")
    return format_html(shape, day=day_marked(value), hour=isolated(value.strftime("%H:%M")))


def local(value: date | datetime) -> date:
    """The Moroccan date of a moment; a date is one already."""
    return value.astimezone(MOROCCO).date() if isinstance(value, datetime) else value


def utc(moment: datetime) -> str:
    """A moment for machines: in UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
