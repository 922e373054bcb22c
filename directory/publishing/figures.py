"""Settling figures that differ: after a merger two values of one kind report nothing."""

from collections.abc import Mapping

from django.db import transaction

from directory.models import Observation, Revision
from directory.publishing.publish import PublishingError, publish, take_lock

# Why a figure made way for another. A split looks for it: what made way stands again.
SETTLED = "figures-settled"

Place = tuple[str, int, str]  # indicator, year, kind of source


class NothingToSettle(PublishingError):
    """No figure of that actor, indicator, year and kind was said of the origin to stand."""


def settle(
    actor: str, indicator: str, year: int, source_kind: str, *, origin: str, role: str, reason: str
) -> Revision:
    """Let what was said of `origin` stand, and close what others said of the same.

    Raises NothingToSettle, NothingToPublish.
    """
    return settle_all(actor, {(indicator, year, source_kind): origin}, role=role, reason=reason)


def settle_all(
    actor: str, standing: Mapping[Place, str], *, role: str, reason: str = SETTLED
) -> Revision:
    """The same of several figures of one actor, in one revision: which origin's stands of each."""
    with transaction.atomic():
        take_lock()
        closed = []
        for (indicator, year, source_kind), origin in standing.items():
            said = Observation.objects.current().filter(
                actor__code=actor, indicator=indicator, year=year, source_kind=source_kind
            )
            if not said.filter(origin=origin).exists():
                raise NothingToSettle(f"{indicator} of {year} was not said of {origin}")
            closed += said.exclude(origin=origin).values_list("digest", flat=True)
        return publish(kind="publish", role=role, reason=reason, closed=closed)
