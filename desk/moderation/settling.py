"""Figures of one year and kind of source that differ: none reports until a moderator decides."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from desk.models import Person, ProfileDecision, ProfileVerb
from desk.moderation.profiles import ROLE, ChangedMeanwhile, log, may_act
from desk.submissions.refusals import NothingToAccept
from directory.models import Observation
from directory.publishing import SETTLED, publish, settle_all
from directory.publishing.figures import Place
from directory.publishing.publish import take_lock
from directory.records.facts import ObservationFacts
from directory.records.stored import facts_behind

OPEN_AGAIN = "figures-open-again"


@dataclass(frozen=True)
class Said:
    """What was said of one actor (its code), under another's name since a merger: it stands with
    `of`.
    """

    origin: str
    of: str
    value: Decimal
    unit: str
    digest: bytes


@dataclass(frozen=True)
class Differing:
    """One indicator, year and kind of source, and what was said of each origin."""

    indicator: str
    year: int
    source_kind: str
    said: tuple[Said, ...]

    @property
    def place(self) -> Place:
        return (self.indicator, self.year, self.source_kind)


def standing(*codes: str) -> list[Observation]:
    found = Observation.objects.current().filter(actor__code__in=codes)
    ordered = found.order_by("indicator", "year", "source_kind", "origin", "pk")
    return list(ordered.select_related("actor"))


def differing(observations: Iterable[Observation]) -> list[Differing]:
    """Those of which more than one value was said, the latest year first within an indicator."""
    told = defaultdict(list)
    for one in observations:
        said = Said(one.origin, one.actor.code, one.value, one.unit, bytes(one.digest))
        told[one.indicator, one.year, one.source_kind].append(said)
    found = [
        Differing(*place, tuple(said))
        for place, said in told.items()
        if len({one.value for one in said}) > 1
    ]
    return sorted(found, key=lambda one: (one.indicator, -one.year, one.source_kind))


def mark(digests: Iterable[bytes]) -> str:
    """What somebody saw, to be told from what stands when she decides."""
    return hashlib.sha256(b"".join(sorted(map(bytes, digests)))).hexdigest()


def mark_of(code: str) -> str:
    return mark(one.digest for one in standing(code))


@transaction.atomic
def settle(
    code: str, chosen: Mapping[Place, str], *, by: Person, seen: str, note: str = ""
) -> ProfileDecision:
    """Let what was said of an origin stand, for each figure chosen. `seen`: the mark of what stood.

    Raises NotAllowed, ChangedMeanwhile, NothingToAccept.
    """
    may_act(by, code)
    take_lock()
    if mark_of(code) != seen:
        raise ChangedMeanwhile
    if not chosen:
        raise NothingToAccept
    revision = settle_all(code, chosen, role=ROLE)
    told = sorted(f"{indicator}.{year}" for indicator, year, _kind in chosen)
    return log(ProfileVerb.SETTLE, code, by, SETTLED, note, revision, fields=told)


@transaction.atomic
def open_again(decision: ProfileDecision, *, by: Person, note: str = "") -> ProfileDecision:
    """Take a settlement back: what made way stands again, and nothing reports as before.

    Raises NotAllowed, and ChangedMeanwhile where somebody said the same anew.
    """
    code = decision.actor.code
    may_act(by, code)
    take_lock()
    closed = Observation.objects.filter(actor=decision.actor, closed=decision.revision_id)
    if decision.verb != ProfileVerb.SETTLE or not closed:
        raise ChangedMeanwhile
    for one in closed:
        if not _may_differ_again(one):
            raise ChangedMeanwhile
    facts = facts_behind(ObservationFacts, closed.values("digest")).values()
    revision = publish(kind="restore", role=ROLE, reason=OPEN_AGAIN, opened=facts)
    return log(ProfileVerb.UNSETTLE, code, by, OPEN_AGAIN, note, revision, fields=decision.fields)


def _may_differ_again(one: Observation) -> bool:
    """Whether the figure it made way for is still there, and its own origin's is not."""
    same = Observation.objects.current().filter(
        actor=one.actor_id, indicator=one.indicator, year=one.year, source_kind=one.source_kind
    )
    origins = set(same.values_list("origin", flat=True))
    return bool(origins) and one.origin not in origins
