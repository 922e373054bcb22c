"""Editions as pages and machines are told of them."""

from dataclasses import dataclass

from evidence.editions.publish import is_stale, of_file
from evidence.models import Edition


class UnknownEdition(LookupError):
    """There is no edition of this number."""


@dataclass(frozen=True)
class Issues:
    """One edition: its last issue, all of them, and whether it may be given out."""

    last: Edition
    all: list[Edition]
    available: bool


def editions() -> list[Edition]:
    """Every edition as it was last issued, the newest first."""
    return list(Edition.objects.last_issues())


def edition(number: int, *, head: int) -> Issues:
    """`head` is the register's last revision. Raises UnknownEdition."""
    found = list(Edition.objects.filter(number=number).order_by("-issue")) if number < 2**31 else []
    if not found:
        raise UnknownEdition(number)
    last = found[0]
    return Issues(last, found, of_file(last).exists() and not is_stale(last, head))


def mark() -> str:
    """What changes when an edition is issued."""
    return str(Edition.objects.order_by("-id").values_list("id", flat=True).first() or 0)
