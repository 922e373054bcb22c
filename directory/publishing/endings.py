"""Leaving the register and coming back: withdraw, merge, split."""

from django.db import transaction
from django.db.models import Q

from directory.models import ActorVersion, Ending, Membership, Observation, Revision, Seal
from directory.publishing.figures import SETTLED
from directory.publishing.publish import PublishingError, publish, take_lock
from directory.records.facts import (
    ActorFacts,
    EndingFacts,
    MembershipFacts,
    ObservationFacts,
    SealFacts,
)
from directory.records.stored import facts_behind
from directory.records.validate import moroccan_today


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


def merge(gone, heir, *, role, reason, opened=(), closed=(), without=()):
    """Merge one actor (code) into another, which answers for it from then on.

    `opened` may hold the heir's new version, where the two were joined field by field, and what it
    belongs to from then on; `closed` what of the heir's no longer stands. What the one that goes
    reported is the heir's from then on, and still says of whom it was said, but for the figures
    (digests) in `without`.
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
            opened=[EndingFacts(gone, "merged", heir), *opened, *_figures(gone, heir, without)],
            closed=[*_standing([gone]), *closed],
        )


def split(code, *, role, reason, opened=()):
    """Bring an actor (code) back under its own code, with its last version or one given.

    The revision's kind is `split` for a merged actor, `restore` for a withdrawn one. What it
    reported and belonged to when it left comes back with it, and its seals that still count; a
    merger that is split is taken back at the heir too.
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
        left, belonging = _belonging_again(code, ending)
        return publish(
            kind="split" if ending.fate == Ending.Fate.MERGED else "restore",
            role=role,
            reason=reason,
            opened=[*(opened or [last_facts(code)]), *figures, *belonging, *_seals(code, ending)],
            closed=[ending.digest, *given, *left],
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


def _figures(gone, heir, without):
    """What an actor reports, said of its heir; whose it was stays told by `origin`."""
    current = Observation.objects.current().filter(actor__code=gone).exclude(digest__in=without)
    return [facts.but(actor=heir) for facts in _read(ObservationFacts, current)]


def _given_back(code, ending):
    """Digests of what an heir gives back, and facts of what an actor reported when it left."""
    left = Observation.objects.filter(actor__code=code, closed=ending.opened)
    if ending.fate == Ending.Fate.WITHDRAWN:
        return [], list(_read(ObservationFacts, left))
    origins = {code, *left.values_list("origin", flat=True)}
    held = Observation.objects.current().filter(actor=ending.heir, origin__in=origins)
    told = {facts.key: facts for facts in _read(ObservationFacts, left)}
    # The heir may have mended a figure since: its last word is what comes back.
    told |= {facts.key: facts.but(actor=code) for facts in _read(ObservationFacts, held)}
    given = list(held.values_list("digest", flat=True))
    return given, [*told.values(), *_unsettled(ending, held, origins)]


def _unsettled(ending, held, origins):
    """Facts of the heir's figures that made way for one it gives back now: they stand again."""
    places = set(held.values_list("indicator", "year", "source_kind"))
    said = Observation.objects.filter(actor=ending.heir).exclude(origin__in=origins)
    places -= set(said.current().values_list("indicator", "year", "source_kind"))
    made_way = said.filter(closed__gte=ending.opened)
    settling = Revision.objects.filter(
        Q(number=ending.opened) | Q(number__gt=ending.opened, reason=SETTLED)
    ).values("number")
    last = {
        (one.indicator, one.year, one.source_kind, one.origin): one.digest
        for one in made_way.filter(closed__in=settling).order_by("closed")
        if (one.indicator, one.year, one.source_kind) in places
    }
    return facts_behind(ObservationFacts, last.values()).values()


def _belonging_again(code, ending):
    """Digests of the memberships that a merger made, and facts of those that ended with it.

    Members of a network come back to it where they still stand.
    """
    of_it = Q(member__code=code) | Q(network__code=code)
    whose = (
        of_it | Q(member=ending.heir_id) | Q(network=ending.heir_id) if ending.heir_id else of_it
    )
    touched = Membership.objects.filter(whose)
    made = touched.current().filter(opened=ending.opened)
    ended = list(_read(MembershipFacts, touched.filter(closed=ending.opened)))
    members = {facts.member for facts in ended}
    here = {code, *_here(members)}
    kept = touched.current().exclude(opened=ending.opened).filter(member__code__in=members)
    known = {facts.key for facts in _read(MembershipFacts, kept)}
    return (
        list(made.values_list("digest", flat=True)),
        [facts for facts in ended if facts.member in here and facts.key not in known],
    )


def _seals(code, ending):
    """Facts of the seals an actor had when it left, those that still count."""
    had = Seal.objects.filter(actor__code=code, closed=ending.opened)
    today = moroccan_today()
    return [one for one in _read(SealFacts, had) if one.until is None or one.until > today]


def _here(codes):
    return ActorVersion.objects.current().filter(code__in=codes).values_list("code", flat=True)


def _read(kind, records):
    """The facts of records; those redacted are lost with their bytes."""
    return facts_behind(kind, records.values_list("digest", flat=True)).values()
