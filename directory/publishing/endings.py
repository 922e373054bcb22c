"""Leaving the register and coming back: withdraw, merge, split."""

from django.db import transaction

from directory.models import ActorVersion, Ending, Membership, Observation, Seal
from directory.publishing.publish import PublishingError, publish, take_lock
from directory.records.facts import ActorFacts, EndingFacts, ObservationFacts
from directory.records.stored import facts_behind


class NotCurrent(PublishingError):
    """An actor that is not in the register now cannot leave it, nor be an heir."""


class NotMerged(PublishingError):
    """Only a merged or withdrawn actor can come back."""


def withdraw(actors, *, role, reason, kind="withdraw"):
    """Take actors (codes) out of the register; their pages become tombstones."""
    actors = list(dict.fromkeys(actors))
    with transaction.atomic():
        take_lock()
        return publish(
            kind=kind,
            role=role,
            reason=reason,
            opened=[EndingFacts(code, "withdrawn") for code in actors],
            closed=_standing(actors),
        )


def merge(gone, heir, *, role, reason, opened=()):
    """Merge one actor (code) into another, which answers for it from then on.

    `opened` may hold the heir's new version, where the two were joined field by field. What the one
    that goes reported is the heir's from then on, and still says of whom it was said.
    """
    if gone == heir:
        raise PublishingError("an actor cannot be merged into itself")
    with transaction.atomic():
        take_lock()
        if not ActorVersion.objects.current().filter(code=heir).exists():
            raise NotCurrent(heir)
        return publish(
            kind="merge",
            role=role,
            reason=reason,
            opened=[EndingFacts(gone, "merged", heir), *opened, *_figures(gone, heir)],
            closed=_standing([gone]),
        )


def split(code, *, role, reason, opened=()):
    """Bring an actor (code) back under its own code, with its last version or one given.

    The revision's kind is `split` for a merged actor, `restore` for a withdrawn one. What it
    reported when it left comes back with it.
    """
    opened = list(opened)
    with transaction.atomic():
        take_lock()
        ending = Ending.objects.current().filter(actor__code=code).first()
        if ending is None:
            raise NotMerged(code)
        if opened and code not in {getattr(facts, "code", None) for facts in opened}:
            raise PublishingError(f"{code} would come back without a version")
        given, figures = _given_back(code, ending)
        return publish(
            kind="split" if ending.fate == Ending.Fate.MERGED else "restore",
            role=role,
            reason=reason,
            opened=[*(opened or [last_facts(code)]), *figures],
            closed=[ending.digest, *given],
        )


def last_facts(code) -> ActorFacts:
    """The facts of an actor's last version, current or not. Raises NotCurrent if redacted."""
    version = ActorVersion.objects.filter(code=code).order_by("-opened").first()
    found = version and facts_behind(ActorFacts, [version.digest])
    if not found:
        raise NotCurrent(code)
    [facts] = found.values()
    return facts


def _standing(actors):
    """Digests of what closes with actors that leave: version, memberships, figures and seals."""
    current = ActorVersion.objects.current().filter(code__in=actors)
    found = dict(current.values_list("code", "digest"))
    missing = set(actors) - set(found)
    if missing:
        raise NotCurrent(", ".join(sorted(missing)))
    memberships = Membership.objects.current().filter(member__code__in=actors)
    observations = Observation.objects.current().filter(actor__code__in=actors)
    seals = Seal.objects.current().filter(actor__code__in=actors)
    return [
        *found.values(),
        *memberships.values_list("digest", flat=True),
        *observations.values_list("digest", flat=True),
        *seals.values_list("digest", flat=True),
    ]


def _figures(gone, heir):
    """What an actor reports, said of its heir; whose it was stays told by `origin`."""
    current = Observation.objects.current().filter(actor__code=gone)
    return [facts.but(actor=heir) for facts in _read(current)]


def _given_back(code, ending):
    """Digests of what an heir gives back, and facts of what an actor reported when it left."""
    left = Observation.objects.filter(actor__code=code, closed=ending.opened)
    if ending.fate == Ending.Fate.WITHDRAWN:
        return [], list(_read(left))
    origins = {code, *left.values_list("origin", flat=True)}
    held = Observation.objects.current().filter(actor=ending.heir, origin__in=origins)
    told = {facts.key: facts for facts in _read(left)}
    # The heir may have mended a figure since: its last word is what comes back.
    told |= {facts.key: facts.but(actor=code) for facts in _read(held)}
    return list(held.values_list("digest", flat=True)), list(told.values())


def _read(observations):
    """The facts of observations; those redacted are lost with their bytes."""
    return facts_behind(ObservationFacts, observations.values_list("digest", flat=True)).values()
