"""Seals of verification: given, given anew and taken back, by moderation or in a network's name.

Each is one revision with a reason, and one line in the desk's log with who decided. A seal given
again by the same replaces the one before; one that was taken back can be given again.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from desk import roles
from desk.belonging import covers_profile, whose
from desk.models import Person, ProfileDecision, ProfileVerb
from desk.moderation.profiles import ROLE, ChangedMeanwhile, KeepsIt, OutOfScope, log, reasoned
from desk.moderation.settling import mark
from desk.submissions.refusals import ActorGone, Refused
from directory.models import ActorVersion, Membership, Observation, Seal, SealScope
from directory.publishing import publish
from directory.publishing.publish import take_lock
from directory.records.facts import SealFacts

MODERATION = ""  # in whose name, where it is no network
NETWORK_ROLE = "network"
VERIFIED = "verified"
NEAR = timedelta(days=60)
MOST = 50
LONGEST = 3  # years that a seal counts at most: what was true long ago is looked at again


class NotHerVoice(roles.NotAllowed):
    """She does not speak for who gives the seal."""


class SealedAlready(Refused):
    """The same seal with the same days stands."""


class NoFigures(Refused):
    """It publishes no figures that could have been compared."""


@dataclass(frozen=True)
class Given:
    """What was verified, and from which day to the day before which it counts."""

    scope: str
    given_on: date
    until: date


def voices(by: Person, code: str) -> list[str]:
    """In whose names she may give seals to a profile: moderation's, and of the networks she
    moderates those it belongs to (their codes). None where she keeps it herself.
    """
    scopes = roles.scopes_of(by)
    if roles.may_edit(by, code) and not roles.is_administrator(by):
        return []
    its = whose(code)
    speaks = roles.Scopes(scopes.everything, scopes.regions, programmes=scopes.programmes)
    moderation = speaks.cover(region=its["region"] or None, programmes=its["programmes"])
    standing = ActorVersion.objects.current().filter(code__in=its["networks"])
    networks = sorted(set(standing.values_list("code", flat=True)) & scopes.networks - {code})
    return [*([MODERATION] if moderation else []), *networks]


def standing(code: str) -> list[Seal]:
    """Seals of a profile that nobody took back, whether they count still or their day has come."""
    found = Seal.objects.current().filter(actor__code=code).select_related("verifier")
    return list(found.order_by("-given_on", "scope", "pk"))


def ending(scopes: roles.Scopes, today: date) -> list[Seal]:
    """Seals of profiles that are hers whose day comes soon, or came lately."""
    return list(_ending(scopes, today).select_related("actor").order_by("until", "pk")[:MOST])


def count_ending(scopes: roles.Scopes, today: date) -> int:
    """How many there are, those too many to list among them."""
    return _ending(scopes, today).count()


def _ending(scopes, today):
    near = Seal.objects.current().filter(until__range=(today - NEAR, today + NEAR))
    if scopes.everything:
        return near
    versions = ActorVersion.objects.current().filter(actor=OuterRef("actor"))
    belongs = Membership.objects.current().on(today).filter(member=OuterRef("actor"))
    wholes = Q(network__code__in=scopes.networks) | Q(programme__code__in=scopes.programmes)
    in_region = Exists(versions.filter(region__in=scopes.regions))
    return near.filter(in_region | Exists(belongs.filter(wholes)))


def mark_of(code: str) -> str:
    """What somebody saw of its seals, to be told from what stands when she decides."""
    return mark(one.digest for one in standing(code))


def voice_of(seal: Seal) -> str:
    return seal.verifier.code if seal.verifier else MODERATION


def may_take_back(by: Person, code: str, seal: Seal, hers: list[str]) -> bool:
    """Whoever speaks for who gave it; and moderators of the country, whoever that was."""
    return voice_of(seal) in hers or (roles.scopes_of(by).everything and bool(hers))


@transaction.atomic
def give(
    code: str, given: Given, *, voice: str, by: Person, seen: str, note: str = ""
) -> ProfileDecision:
    """Give a seal, or give it anew with other days. `seen`: the mark of those that stood.

    Raises NotAllowed, ActorGone, ChangedMeanwhile, SealedAlready, NoFigures.
    """
    take_lock()
    _may_speak(by, code, voice)
    version = ActorVersion.objects.current().filter(code=code).only("is_demo").first()
    if version is None:
        raise ActorGone(code)
    stand = standing(code)
    if mark(one.digest for one in stand) != seen:
        raise ChangedMeanwhile
    if any(_same(one, given, voice) for one in stand):
        raise SealedAlready
    if given.scope == SealScope.FIGURES and not _reports(code):
        raise NoFigures
    facts = SealFacts(
        code,
        given.scope,
        given.given_on,
        verifier=voice or None,
        role="" if voice else ROLE,
        until=given.until,
        is_demo=version.is_demo,
    )
    role = NETWORK_ROLE if voice else ROLE
    revision = publish(kind="publish", role=role, reason=VERIFIED, opened=[facts])
    return log(ProfileVerb.SEAL, code, by, VERIFIED, note, revision, fields=[given.scope])


@transaction.atomic
def take_back(
    code: str, digest: bytes, *, by: Person, reason: str, note: str = ""
) -> ProfileDecision:
    """Let a seal count no more; as of before, it stays. Raises NotAllowed, ChangedMeanwhile."""
    reasoned(ProfileVerb.UNSEAL, reason)
    take_lock()
    seal = next((one for one in standing(code) if bytes(one.digest) == digest), None)
    if seal is None:
        raise ChangedMeanwhile
    if not may_take_back(by, code, seal, voices(by, code)):
        _may_speak(by, code, voice_of(seal))
    role = NETWORK_ROLE if seal.verifier and not roles.scopes_of(by).everything else ROLE
    revision = publish(kind="withdraw", role=role, reason=reason, closed=[digest])
    return log(ProfileVerb.UNSEAL, code, by, reason, note, revision, fields=[seal.scope])


def _may_speak(by, code, voice):
    if not covers_profile(roles.scopes_of(by), code):
        raise OutOfScope(code)
    hers = voices(by, code)
    if not hers and roles.may_edit(by, code):
        raise KeepsIt
    if voice not in hers:
        raise NotHerVoice


def _same(one: Seal, given: Given, voice: str) -> bool:
    told = (one.scope, one.given_on, one.until, voice_of(one))
    return told == (given.scope, given.given_on, given.until, voice)


def _reports(code) -> bool:
    return Observation.objects.current().filter(actor__code=code).exists()
