"""Settling figures that differ: after a merger two values of one kind report nothing."""

from django.db import transaction

from directory.models import Observation, Revision
from directory.publishing.publish import PublishingError, publish, take_lock


class NothingToSettle(PublishingError):
    """No figure of that actor, indicator, year and kind was said of the origin to stand."""


def settle(
    actor: str, indicator: str, year: int, source_kind: str, *, origin: str, role: str, reason: str
) -> Revision:
    """Let what was said of `origin` stand, and close what others said of the same.

    Raises NothingToSettle, NothingToPublish.
    """
    with transaction.atomic():
        take_lock()
        said = Observation.objects.current().filter(
            actor__code=actor, indicator=indicator, year=year, source_kind=source_kind
        )
        if not said.filter(origin=origin).exists():
            raise NothingToSettle(f"{indicator} of {year} was not said of {origin}")
        return publish(
            kind="publish",
            role=role,
            reason=reason,
            closed=list(said.exclude(origin=origin).values_list("digest", flat=True)),
        )
