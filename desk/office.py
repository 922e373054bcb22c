"""Changes of the back office to the register: an administrator's, each one revision with a reason.

The same door as for everybody: `publish()`. A version that somebody else replaced is not
overwritten (StaleRecord), and a form sent twice publishes once (AlreadyPublished).
"""

from dataclasses import dataclass, field

from django.db import transaction

from desk import roles
from directory import codes
from directory.models import (
    Actor,
    ActorVersion,
    Membership,
    Programme,
    ProgrammeVersion,
    Revision,
)
from directory.publishing import StaleRecord, publish, reference
from directory.publishing.publish import take_lock
from directory.records.facts import MembershipFacts, PartialDate, ProgrammeFacts
from directory.records.validate import check
from evidence.models import OfficialFigure
from evidence.records import OfficialFigureFacts

ROLE = "administrator"
WORDED = "vocabulary-edited"


class AlreadyPublished(Exception):
    """The code given out for something new is in the register: the form was sent twice."""


def put_official(
    facts: OfficialFigureFacts, *, by, reason: str, seen: bytes | None = None, note: str = ""
) -> Revision:
    """Publish an official figure; `seen` is the version it corrects, None where it is new.

    Raises NotAllowed, InvalidFacts, StaleRecord, AlreadyPublished.
    """
    _administrators_only(by)
    check(facts)
    with transaction.atomic():
        take_lock()
        if seen is None and OfficialFigure.objects.filter(code=facts.code).exists():
            raise AlreadyPublished(facts.code)
        return _put(facts, reason, seen, note)


def withdraw_official(seen: bytes, *, by, reason: str, note: str = "") -> Revision:
    """Take an official figure out of the register; as of before, it stays. `seen`: its version.

    Raises NotAllowed, StaleRecord.
    """
    _administrators_only(by)
    return publish(kind="withdraw", role=ROLE, reason=reason, closed=[seen], note=note)


def put_programme(
    facts: ProgrammeFacts, *, by, reason: str, seen: bytes | None = None, note: str = ""
) -> Revision:
    """Publish a programme; `seen` is the version it corrects, None where it is new.

    Raises NotAllowed, InvalidFacts, StaleRecord, AlreadyPublished.
    """
    _administrators_only(by)
    check(facts)
    with transaction.atomic():
        take_lock()
        if seen is None:
            if any(kind.objects.filter(code=facts.code).exists() for kind in (Programme, Actor)):
                raise AlreadyPublished(facts.code)
            Programme.objects.create(code=facts.code)
        return _put(facts, reason, seen, note)


def withdraw_programme(seen: bytes, *, by, reason: str, note: str = "") -> Revision:
    """Take a programme out of the register, and with it what says who belongs to it.

    Raises NotAllowed, StaleRecord.
    """
    _administrators_only(by)
    with transaction.atomic():
        take_lock()
        gone = ProgrammeVersion.objects.current().filter(digest=seen).values("programme")
        belonging = Membership.objects.current().filter(programme__in=gone)
        closed = [seen, *belonging.values_list("digest", flat=True)]
        return publish(kind="withdraw", role=ROLE, reason=reason, closed=closed, note=note)


@dataclass(frozen=True)
class Joining:
    """Actors that are to belong to a network or a programme: `refused` says which lines may not."""

    names: dict
    members: list = field(default_factory=list)  # (code, names, is_demo), in the order given
    refused: list = field(default_factory=list)  # (line, text, why)


class UnknownTarget(Exception):
    """No network and no programme of this code stands in the register."""


class LinesRefused(Exception):
    """Not every line may join: nothing was published."""


def joining(target: str, lines: list[str]) -> Joining:
    """Who would join, named, and every line that may not with why: `miskeyed`, `unknown`,
    `repeated`, `itself`, `member`. Raises UnknownTarget.
    """
    joined = _standing_target(target)
    read = [(at, text.strip()) for at, text in enumerate(lines, 1) if text.strip()]
    asked = {_code(text) for _, text in read} - {None}
    standing = ActorVersion.objects.current().filter(code__in=asked)
    known = {one["code"]: one for one in standing.values("code", "text__names", "is_demo")}
    already = set(
        Membership.objects.current()
        .filter(**_belonging_to(joined), member__code__in=list(known), until=None)
        .values_list("member__code", flat=True)
    )
    found, seen = Joining(_names(joined)), set()
    for at, text in read:
        code = _code(text)
        if why := _refusal(code, target, known, already, seen):
            found.refused.append((at, text, why))
        else:
            found.members.append((code, known[code]["text__names"], known[code]["is_demo"]))
        seen.add(code)
    return found


def join(
    target: str,
    lines: list[str],
    *,
    by,
    reason: str,
    since: PartialDate | None = None,
    until: PartialDate | None = None,
    provenance: dict,
    note: str = "",
) -> Revision:
    """Publish that these actors belong to a network or a programme: all of them, or none.

    Raises NotAllowed, UnknownTarget, LinesRefused, InvalidFacts.
    """
    _administrators_only(by)
    with transaction.atomic():
        take_lock()
        found = joining(target, lines)
        if found.refused or not found.members:
            raise LinesRefused(found.refused)
        of = "programme" if _is_programme(target) else "network"
        opened = [
            MembershipFacts(
                code,
                **{of: target},
                since=since,
                until=until,
                provenance=provenance,
                is_demo=is_demo,
            )
            for code, _, is_demo in found.members
        ]
        check(opened[0])  # they differ by nothing but their member
        begun = Membership.objects.current().filter(
            member__code__in=[code for code, _, _ in found.members],
            since=since and since.date,
            **_belonging_to(_standing_target(target)),
        )
        if twins := list(begun.values_list("member__code", flat=True)):
            raise LinesRefused([(0, codes.show(code), "member") for code in twins])
        return publish(kind="publish", role=ROLE, reason=reason, opened=opened, note=note)


def put_membership(
    facts: MembershipFacts, *, by, reason: str, seen: bytes, note: str = ""
) -> Revision:
    """Publish a membership with other dates: ended, or corrected; `seen` is the record that was.

    Raises NotAllowed, InvalidFacts, StaleRecord; AlreadyPublished where it has begun that day.
    """
    _administrators_only(by)
    check(facts)
    with transaction.atomic():
        take_lock()
        if not Membership.objects.current().filter(digest=seen, member__code=facts.member).exists():
            raise StaleRecord(seen.hex())
        twin = Membership.objects.current().filter(
            member__code=facts.member,
            network__code=facts.network,
            programme__code=facts.programme,
            since=facts.since and facts.since.date,
        )
        if twin.exclude(digest=seen).exists():
            raise AlreadyPublished(facts.member)
        return _put(facts, reason, seen, note)


def withdraw_membership(seen: bytes, *, by, reason: str, note: str = "") -> Revision:
    """Take a membership that never was out of the register; as of before, it stays.

    Raises NotAllowed, StaleRecord.
    """
    _administrators_only(by)
    return publish(kind="withdraw", role=ROLE, reason=reason, closed=[seen], note=note)


def _standing_target(code):
    found = (
        ProgrammeVersion.objects.current().filter(code=code).first()
        or ActorVersion.objects.current().filter(code=code, kind="network").first()
    )
    if found is None:
        raise UnknownTarget(code)
    return found


def _names(version):
    """A network's stand beside its version; a redacted one has none."""
    if isinstance(version, ProgrammeVersion):
        return version.names
    return getattr(getattr(version, "text", None), "names", {})


def _is_programme(code):
    return ProgrammeVersion.objects.current().filter(code=code).exists()


def _belonging_to(version):
    if isinstance(version, ProgrammeVersion):
        return {"programme": version.programme_id}
    return {"network": version.actor_id}


def _code(text):
    try:
        return codes.parse(text)
    except codes.CodeError:
        return None


def _refusal(code, target, known, already, seen):
    if code is None:
        return "miskeyed"
    if code == target:
        return "itself"
    if code not in known:
        return "unknown"
    if code in seen:
        return "repeated"
    return "member" if code in already else None


def _put(facts, reason, seen, note):
    closed = [] if seen is None else [seen]
    return publish(
        kind="publish", role=ROLE, reason=reason, opened=[facts], closed=closed, note=note
    )


def _administrators_only(by):
    if not roles.is_administrator(by):
        raise roles.NotAllowed


def put_term(entry: dict, *, new: bool, by, seen: int, note: str = "") -> Revision:
    """Publish a term of a vocabulary as the next set, written from set `seen`.

    Raises NotAllowed, BadEntry, StaleRecord, NothingToPublish.
    """
    _administrators_only(by)
    return reference.put_term(entry, new=new, seen=seen, reason=WORDED, role=ROLE, note=note)


def put_indicator(entry: dict, *, new: bool, by, seen: int, note: str = "") -> Revision:
    """Publish an indicator as the next set, written from set `seen`.

    Raises NotAllowed, BadEntry, StaleRecord, NothingToPublish.
    """
    _administrators_only(by)
    return reference.put_indicator(entry, new=new, seen=seen, reason=WORDED, role=ROLE, note=note)
