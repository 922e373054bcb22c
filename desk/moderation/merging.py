"""Two profiles of one organisation beside each other, and joined: field by field, for ever.

The one that goes leads to the one that stays from then on. Whoever decides names what she saw of
both (`mark`): what somebody published of either meanwhile is looked at again. A split takes a
merger back (desk/moderation/profiles.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db import transaction
from django.db.models import Q

from desk import submissions
from desk.models import Person, ProfileDecision, ProfileVerb, Submission, SubmissionState
from desk.moderation import deciding, settling
from desk.moderation.profiles import (
    ROLE,
    ChangedMeanwhile,
    log,
    may_act,
    publishable,
    reasoned,
)
from desk.submissions import facts as fields
from desk.submissions.locked import locked
from desk.submissions.refusals import ActorGone, Refused
from directory.models import Actor, Contact, Membership
from directory.publishing import merge as join
from directory.publishing.figures import Place as Figure
from directory.publishing.publish import take_lock
from directory.records.facts import ActorFacts, MembershipFacts, Place
from directory.records.stored import facts_behind

STAYS, GOES, BOTH = "stays", "goes", "both"
SEVERAL = ("sectors", "audiences", "products")  # fields that may hold what both say
NOTHING = (None, "", (), {}, Place())
ABOUT = ("name", "role", "phone", "email", "is_public")


class SameProfile(Refused):
    """It is one profile, not two."""


class ExampleAndReal(Refused):
    """What is invented is not joined with what is not."""


@dataclass(frozen=True)
class Pair:
    """One field that the two say otherwise; None is nothing."""

    field: str
    stays: object
    goes: object

    @property
    def default(self) -> str:
        """What stays counts; what it does not say is filled, but that it closed."""
        return GOES if self.stays in NOTHING and self.field != "closed" else STAYS

    @property
    def choices(self) -> tuple[str, ...]:
        return (STAYS, GOES, BOTH) if self.both else (STAYS, GOES)

    @cached_property
    def both(self) -> tuple | None:
        """What both say, each once; None where that is what one of them says."""
        if self.field not in SEVERAL:
            return None
        told = (*self.stays, *(one for one in self.goes if one not in self.stays))
        return told if len(told) > max(len(self.stays), len(self.goes)) else None

    def chosen(self, side: str):
        return {STAYS: self.stays, GOES: self.goes, BOTH: self.both or self.stays}[side]


@dataclass(frozen=True)
class Belonging:
    """A membership that one of the two has; `twice` where the one that stays has it too."""

    of: str  # STAYS or GOES
    digest: str
    facts: MembershipFacts
    twice: bool = False


@dataclass(frozen=True)
class Choices:
    """What somebody decided of what stands beside each other; what is not named goes by default.

    `memberships` are digests, `contacts` numbers of those that stand afterwards, of either.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[Figure, str] = field(default_factory=dict)
    memberships: frozenset[str] | None = None
    contacts: frozenset[int] | None = None


@dataclass(frozen=True)
class Beside:
    """All there is to choose between two profiles, as they stand."""

    goes: str
    stays: str
    gone: ActorFacts
    heir: ActorFacts
    figures: list[settling.Differing]
    joined: int  # figures that come along without a question
    memberships: list[Belonging]
    members: list[MembershipFacts]
    contacts: list[tuple[str, Contact]]
    mark: str

    @cached_property
    def pairs(self) -> list[Pair]:
        stays, goes = fields.flat(self.heir), fields.flat(self.gone)
        return [
            Pair(name, stays.get(name), goes.get(name))
            for name in dict.fromkeys([*stays, *goes])
            if _plain(stays.get(name)) != _plain(goes.get(name))
        ]

    def sides(self, choices: Choices) -> dict[str, str]:
        """Whose word counts, field by field."""
        return {pair.field: choices.fields.get(pair.field, pair.default) for pair in self.pairs}

    @property
    def usual_memberships(self) -> frozenset[str]:
        return frozenset(one.digest for one in self.memberships if not one.twice)

    @property
    def usual_contacts(self) -> frozenset[int]:
        known = {_reached(one) for side, one in self.contacts if side == STAYS}
        return frozenset(
            one.pk for side, one in self.contacts if side == STAYS or _reached(one) not in known
        )


def beside(goes: str, stays: str) -> Beside:
    """Raises SameProfile, ActorGone (one left, or its words were redacted), ExampleAndReal."""
    if goes == stays:
        raise SameProfile
    both = {}
    for code in (goes, stays):
        both[code] = fields.current(code)
        if both[code] is None:
            raise ActorGone(code)
    gone, heir = both[goes][1], both[stays][1]
    if gone.is_demo != heir.is_demo:
        raise ExampleAndReal
    said = settling.standing(goes, stays)
    differing = settling.differing(said)
    asked = {one.place for one in differing}
    memberships, digests = _memberships(goes, stays)
    members = Membership.objects.current().filter(network__code=goes)
    contacts = [
        (side, one)
        for side, code in ((STAYS, stays), (GOES, goes))
        for one in Contact.objects.filter(actor__code=code).order_by("pk")
    ]
    seen = [digest for digest, _facts in both.values()]
    seen += [one.digest for one in said]
    seen += digests
    seen += [repr([one.pk, *map(str, _told(one).values())]).encode() for _side, one in contacts]
    return Beside(
        goes=goes,
        stays=stays,
        gone=gone,
        heir=heir,
        figures=differing,
        joined=sum(
            (one.indicator, one.year, one.source_kind) not in asked and one.actor.code == goes
            for one in said
        ),
        memberships=memberships,
        members=list(facts_behind(MembershipFacts, members.values("digest")).values()),
        contacts=contacts,
        mark=settling.mark(seen),
    )


def joined(told: Beside, choices: Choices) -> ActorFacts:
    """The one that stays as it would be."""
    sides = told.sides(choices)
    given = {
        pair.field: pair.chosen(sides[pair.field])
        for pair in told.pairs
        if sides[pair.field] != STAYS
    }
    facts = fields.with_fields(told.heir, given)
    sources = dict(told.heir.provenance)
    taken = (name.partition(".")[0] for name, side in sides.items() if side == GOES)
    for name in dict.fromkeys(taken):
        source = told.gone.provenance.get(name) or told.gone.provenance.get("*")
        if source:
            sources[name] = source
    return facts.but(provenance=sources)


def merge(
    goes: str,
    stays: str,
    *,
    by: Person,
    reason: str,
    seen: str,
    choices: Choices,
    note: str = "",
    report: Submission | None = None,
) -> ProfileDecision:
    """Join two profiles as chosen, in one revision; `report` is what said that they are one.

    Raises NotAllowed, SameProfile, ActorGone, ExampleAndReal, ChangedMeanwhile, NotPublishable,
    WrongState (of the report).
    """
    reasoned(ProfileVerb.MERGE, reason)
    may_act(by, goes, stays)
    with transaction.atomic():
        held = report and locked(report, SubmissionState.WAITING)
        take_lock()
        told = beside(goes, stays)
        if told.mark != seen:
            raise ChangedMeanwhile
        facts = joined(told, choices)
        publishable(facts)
        opened, closed = _belonging(told, choices, facts)
        without, made_way = _settled(told, choices)
        revision = join(
            goes,
            stays,
            role=ROLE,
            reason=reason,
            opened=[*([facts] if facts.payload() != told.heir.payload() else []), *opened],
            closed=[*closed, *made_way],
            without=without,
        )
        decision = log(
            ProfileVerb.MERGE,
            goes,
            by,
            reason,
            note,
            revision,
            heir=Actor.objects.get(code=stays),
            fields=[name for name, side in told.sides(choices).items() if side != STAYS],
            contacts=_contacts(told, choices),
        )
        if held:
            done = submissions.close_report(held, by=by, note=note, revision=revision)
            deciding.tell("contribution_accepted", done, note=note)
    return decision


def waiting_on(code: str) -> list[Submission]:
    """What waits for a decision on a profile: it is in vain once the profile went."""
    open_ones = Submission.objects.on(code).filter(
        state__in=[SubmissionState.WAITING, SubmissionState.ASKED_BACK]
    )
    return list(open_ones.order_by("submitted_at", "pk")[:10])


def _plain(value):
    if isinstance(value, (tuple, list)) and all(isinstance(one, str) for one in value):
        return sorted(value)
    return value or None


def _told(contact):
    return {name: getattr(contact, name) for name in ABOUT}


def _reached(contact):
    """By what somebody is reached: the same telephone and mail are the same person."""
    return (contact.phone, contact.email) if contact.phone or contact.email else (contact.name,)


def _memberships(goes, stays):
    """What each belongs to, and the digests of all that, and of who belongs to them."""
    found = Membership.objects.current().filter(member__code__in=[stays, goes])
    read = facts_behind(MembershipFacts, found.values("digest"))
    ordered = sorted(read.items(), key=lambda one: (one[1].member != stays, *map(str, one[1].key)))
    held = {(facts.network, facts.programme) for facts in read.values() if facts.member == stays}
    several = [
        Belonging(
            STAYS if facts.member == stays else GOES,
            digest.hex(),
            facts,
            twice=facts.member == goes and (facts.network, facts.programme) in held,
        )
        for digest, facts in ordered
        # Nobody belongs to itself: what one was of the other ends with the merger.
        if facts.network not in (stays, goes)
    ]
    of_both = Membership.objects.current().filter(
        Q(member__code__in=[stays, goes]) | Q(network__code__in=[stays, goes])
    )
    return several, list(of_both.values_list("digest", flat=True))


def _belonging(told, choices, facts):
    """Memberships of the one that stays that are opened and closed, and those of its members."""
    wanted = told.usual_memberships if choices.memberships is None else choices.memberships
    opened, closed = [], []
    known = set()
    for one in told.memberships:
        here = one.facts.but(member=told.stays)
        if one.digest not in wanted:
            closed += [bytes.fromhex(one.digest)] if one.of == STAYS else []
        elif here.key not in known:
            known.add(here.key)
            opened += [here] if one.of == GOES else []
    of_each_other = Membership.objects.current().filter(
        member__code=told.stays, network__code=told.goes
    )
    closed += of_each_other.values_list("digest", flat=True)
    if facts.kind == "network" and told.members:
        moved = Membership.objects.current().filter(network__code=told.goes)
        moved = moved.exclude(member__code__in=[told.goes, told.stays])
        closed += moved.values_list("digest", flat=True)
        there = Membership.objects.current().filter(network__code=told.stays)
        here = set(there.values_list("member__code", flat=True)) | {told.goes, told.stays}
        opened += [one.but(network=told.stays) for one in told.members if one.member not in here]
    return opened, closed


def _settled(told, choices):
    """Digests of what is left behind of the one that goes, and of what makes way at the heir."""
    own = {bytes(one.digest) for one in settling.standing(told.stays)}
    without, made_way = [], []
    for one in told.figures:
        origin = choices.figures.get(one.place)
        if not origin:
            continue
        for said in one.said:
            if said.origin != origin:
                (made_way if said.digest in own else without).append(said.digest)
    return without, made_way


def _contacts(told, choices) -> list[int]:
    """Those not chosen go for good, those that come along are copied; the numbers of the copies."""
    wanted = told.usual_contacts if choices.contacts is None else choices.contacts
    heir = Actor.objects.get(code=told.stays)
    heir.contacts.exclude(pk__in=wanted).delete()
    return [
        Contact.objects.create(actor=heir, **_told(one)).pk
        for side, one in told.contacts
        if side == GOES and one.pk in wanted
    ]
