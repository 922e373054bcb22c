"""Erasing a person wherever she is named: planned first, then done at once or not at all.

The one verb behind the command, the requests that moderators accept, and the replay after a
restore. It runs as the owner: it empties logs that the web only adds to.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.utils.timezone import now

from desk import mail
from desk.models import Erasure, ErasureState
from desk.naming import Naming
from desk.privacy import listed
from desk.privacy.places import EVER, LEFT, PLACES
from desk.privacy.register import redact_naming, search

Tell = Callable[[str, int, int], None]
RECORDS = "records"


def silent(what: str, done: int, total: int) -> None:
    pass


@dataclass(frozen=True)
class Plan:
    """What would be erased: numbers of rows by the name of their place, and records (digests).

    `account`: only what hangs on an account. `until`: what came later is not meant. `left` is what
    somebody has to look at herself.
    """

    naming: Naming
    account: bool
    until: datetime | None
    found: dict[str, list[int]]
    records: list[bytes]
    left: dict[str, list[int]]

    def counts(self) -> dict[str, int]:
        return _counted(self.found | {RECORDS: self.records})

    def left_over(self) -> dict[str, int]:
        return _counted(self.left)


def _counted(found):
    return {name: len(numbers) for name, numbers in found.items() if numbers}


def plan(
    naming: Naming,
    *,
    account: bool = False,
    until: datetime | None = EVER,
    records: Iterable[bytes] | None = None,
    tell: Tell = silent,
) -> Plan:
    """Find all that names her, up to a time. The register is searched, unless its `records` are
    known already.
    """
    places = [one for one in PLACES if one.account or not account]
    left = [] if account else LEFT
    found = {}
    for at, place in enumerate([*places, *left]):
        tell("places", at, len(places) + len(left))
        found[place.name] = place.find(naming, until)
    tell("places", len(found), len(found))
    if records is None:
        records = []
        if not account:
            records = search(naming, lambda done, total: tell("register", done, total))
    rest = {place.name: found.pop(place.name) for place in left}
    return Plan(naming, account, until, found, list(dict.fromkeys(records)), rest)


@transaction.atomic
def erase(planned: Plan, *, listing: bool = True) -> dict[str, int]:
    """Carry a plan out; what was erased, by place. `listing`: note it in the erasure list."""
    for place in PLACES:
        if numbers := planned.found.get(place.name):
            place.erase(numbers, planned.naming)
    redacted = []
    if planned.records:
        redacted = redact_naming(planned.naming, planned.records, planned.until).digests
    if listing:
        known = [*planned.records, *redacted]
        at = planned.until or now()
        listed.append(listed.Line(at, planned.naming, planned.account, known))
    return _counted(planned.found | {RECORDS: redacted})


def accepted() -> Iterator[Erasure]:
    """What waits to be carried out, the first accepted first."""
    yield from Erasure.objects.filter(state=ErasureState.ACCEPTED).order_by("decided_at", "pk")


def planned_for(request: Erasure, tell: Tell = silent) -> Plan:
    """Raises UnknownKey."""
    hers = Naming.read(request.naming)
    return plan(hers, account=request.account, until=request.decided_at, tell=tell)


@transaction.atomic
def carry_out(request: Erasure, tell: Tell = silent) -> Plan | None:
    """Erase whom an accepted request names, tell her, and keep nothing of the request; None where
    it was taken back meanwhile. Raises UnknownKey.
    """
    held = Erasure.objects.select_for_update().get(pk=request.pk)
    if held.state != ErasureState.ACCEPTED:
        return None
    planned = planned_for(held, tell)
    counts = erase(planned)
    if held.email:  # after what waited for her was deleted
        mail.post("erasure_done", to=held.email, language=held.language, context={})
    held.end(ErasureState.DONE, done_at=Now(), told={"erased": counts, "left": planned.left_over()})
    return planned


def replay(tell: Tell = silent) -> Iterator[dict[str, int]]:
    """Erase again all whom the list holds, after a restore: what was found of each. Who came back
    since she was erased is not erased again. Raises what `listed.read` does.
    """
    for line in list(listed.read()):
        planned = plan(
            line.naming, account=line.account, until=line.at, records=line.redacted, tell=tell
        )
        yield erase(planned, listing=False)
