"""Trying again what somebody else who publishes meanwhile makes stale."""

from collections.abc import Callable
from typing import TypeVar

from desk.models import Import
from directory.publishing import StaleRecord

TRIES = 3  # somebody may publish a profile between our look at it and the lock
Result = TypeVar("Result")


def tried(once: Callable[[], Result], parent: Import) -> Result:
    """What `once` returns, begun anew where a record was stale. The import is as it is then."""
    for left in reversed(range(TRIES)):
        try:
            return once()
        except StaleRecord:
            if not left:
                raise
        finally:
            parent.refresh_from_db()
    raise AssertionError("a try returns or raises")
