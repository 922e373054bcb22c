"""Leaving the register and coming back: withdraw, merge, split."""

import orjson
from django.db import transaction

from directory.models import Actor, ActorVersion, Ending, Membership, RecordBytes
from directory.publishing.publish import PublishingError, publish
from directory.records.facts import ActorFacts, EndingFacts


class NotCurrent(PublishingError):
    """An actor that is not in the register now cannot leave it."""


class NotMerged(PublishingError):
    """Only a merged or withdrawn actor can come back."""


def withdraw(actors, *, role, reason, kind="withdraw"):
    """Take actors (codes) out of the register; their pages become tombstones."""
    with transaction.atomic():
        return publish(
            kind=kind,
            role=role,
            reason=reason,
            opened=[EndingFacts(code, "withdrawn") for code in actors],
            closed=_standing(actors),
        )


def merge(gone, heir, *, role, reason, opened=()):
    """Merge one actor (code) into another, which answers for it from then on.

    `opened` may hold the heir's new version, where the two were joined field by field.
    """
    if gone == heir:
        raise PublishingError("an actor cannot be merged into itself")
    with transaction.atomic():
        if not ActorVersion.objects.current().filter(code=heir).exists():
            raise NotCurrent(heir)
        return publish(
            kind="merge",
            role=role,
            reason=reason,
            opened=[EndingFacts(gone, "merged", heir), *opened],
            closed=_standing([gone]),
        )


def split(code, *, role, reason, opened=()):
    """Bring an actor (code) back under its own code, with its last version or one given."""
    with transaction.atomic():
        ending = Ending.objects.current().filter(actor__code=code).first()
        if ending is None:
            raise NotMerged(code)
        return publish(
            kind="split",
            role=role,
            reason=reason,
            opened=list(opened) or [last_facts(code)],
            closed=[bytes(ending.digest)],
        )


def last_facts(code) -> ActorFacts:
    """The facts of an actor's last version, current or not. Raises NotCurrent if redacted."""
    version = ActorVersion.objects.filter(code=code).order_by("-opened").first()
    content = version and RecordBytes.objects.get(digest=version.digest).bytes
    if content is None:
        raise NotCurrent(code)
    return ActorFacts.read(orjson.loads(bytes(content)))


def _standing(actors):
    """Digests of what closes with actors that leave: their versions and their memberships."""
    known = set(Actor.objects.filter(code__in=actors).values_list("code", flat=True))
    current = ActorVersion.objects.current().filter(code__in=actors)
    found = dict(current.values_list("code", "digest"))
    missing = set(actors) - set(found)
    if missing or set(actors) - known:
        raise NotCurrent(", ".join(sorted(missing)))
    memberships = Membership.objects.current().filter(member__code__in=actors)
    return [
        *(bytes(digest) for digest in found.values()),
        *(bytes(digest) for digest in memberships.values_list("digest", flat=True)),
    ]
