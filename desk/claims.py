"""Claiming a profile. Nothing is granted before a moderator, who is not the claimant, accepts."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from desk import mail, proofs, roles, stewards, waits
from desk.belonging import whose
from desk.models import (
    Claim,
    ClaimDecision,
    ClaimState,
    ClaimVerb,
    Ground,
    Person,
    Proof,
    StewardRole,
    Stewardship,
)
from desk.models.claims import OPEN
from directory import codes
from directory.models import Actor

MOST_OPEN = 10


class KeptAlready(Exception):
    """She owns the profile."""


class AskedAlready(Exception):
    """A claim of hers is open."""


class TooManyClaims(Exception):
    """So many profiles at once are not one person's."""


class NotOpen(Exception):
    """Somebody was faster."""


class OthersCame(Exception):
    """The other open claims are not those the moderator saw."""


def open_claim(person: Person, code: str) -> Claim | None:
    return Claim.objects.open().filter(person=person, actor__code=code).first()


@transaction.atomic
def send(
    person: Person, code: str, *, proof: str, contact: str, words: str, network: str = ""
) -> Claim:
    """`network` is the code of the one that vouches. Raises KeptAlready, AskedAlready,
    TooManyClaims.
    """
    if roles.may_manage(person, code):
        raise KeptAlready
    if Claim.objects.open().filter(person=person).count() >= MOST_OPEN:
        raise TooManyClaims
    try:
        with transaction.atomic():
            made = Claim.objects.create(
                person=person,
                actor=Actor.objects.get(code=code),
                proof=proof,
                contact=contact,
                words=words,
                network=network,
                **whose(code),
            )
    except IntegrityError as error:
        raise AskedAlready from error
    _note(made, ClaimVerb.SEND, person)
    _tell(made, "claim_sent", "")
    _ask_for(made)
    return made


@transaction.atomic
def answer(
    claim: Claim, *, by: Person, proof: str, contact: str, words: str, network: str = ""
) -> None:
    """What was asked back is answered by changing what was sent; it waits again."""
    held = _held(claim)
    if held.person_id != by.pk:
        raise roles.NotAllowed
    asks_another = network != held.network
    held.proof, held.contact, held.words, held.network = proof, contact, words, network
    _move(held, ClaimState.WAITING, ClaimVerb.ANSWER, by)
    _ask_for(held, network=asks_another)


def _ask_for(claim, *, network=True):
    """Whoever can say more is asked at once; a moderator then finds the answer beside the claim."""
    if claim.proof == Proof.EMAIL:
        proofs.ask_addresses(claim)
    if claim.proof == Proof.NETWORK and claim.network and network:
        proofs.ask_network(claim)


@transaction.atomic
def withdraw(claim: Claim, *, by: Person) -> None:
    held = _held(claim)
    if held.person_id != by.pk:
        raise roles.NotAllowed
    _move(held, ClaimState.WITHDRAWN, ClaimVerb.WITHDRAW, by)


@transaction.atomic
def ask_back(claim: Claim, *, by: Person, note: str) -> None:
    held = _held(claim)
    _may_decide(held, by)
    _move(held, ClaimState.ASKED_BACK, ClaimVerb.ASK_BACK, by, note=note)
    _tell(held, "claim_asked_back", note)


@transaction.atomic
def refuse(claim: Claim, *, by: Person, note: str) -> None:
    held = _held(claim)
    _may_decide(held, by)
    _refuse(held, by, note)


@transaction.atomic
def accept(
    claim: Claim, *, by: Person, proof: str, note: str, role: str, seen: set, refuse_others: bool
) -> Stewardship:
    """Grant a role. `seen`: numbers of the other open claims that were shown beside this one.

    Raises NotOpen, OthersCame, KeptAlready, NotAllowed.
    """
    stewards.hold(claim.actor_id)
    together = Claim.objects.open().filter(actor=claim.actor_id).order_by("pk")
    locked = {one.pk: one for one in together.select_for_update()}
    held = locked.pop(claim.pk, None)
    if held is None:
        raise NotOpen
    _may_decide(held, by)
    if set(locked) != seen:
        raise OthersCame
    owners = list(
        Person.objects.filter(
            stewardships__actor=held.actor_id,
            stewardships__role=StewardRole.OWNER,
            stewardships__revoked_at=None,
        )
    )
    if held.person in owners:
        raise KeptAlready
    _move(held, ClaimState.ACCEPTED, ClaimVerb.ACCEPT, by, proof=Proof(proof), note=note)
    given = stewards.give(
        held.person, held.actor, StewardRole(role), by=by, ground=Ground.CLAIM, claim=held
    )
    _tell(held, "claim_accepted", "")
    for owner in owners:
        mail.post("claim_new_steward", to=owner, context=_told(held, ""))
    if refuse_others:
        for one in locked.values():
            _refuse(one, by, note)
    return given


def _held(claim):
    held = Claim.objects.select_for_update().get(pk=claim.pk)
    if held.state not in OPEN:
        raise NotOpen
    return held


def _may_decide(held, by):
    """A claimant never decides; nor who would choose between her own claim and another's."""
    own = Claim.objects.open().filter(actor=held.actor_id, person=by).exists()
    if own or not roles.scopes_of(by).covers(held):
        raise roles.NotAllowed


def _refuse(held, by, note):
    _move(held, ClaimState.REFUSED, ClaimVerb.REFUSE, by, note=note)
    _tell(held, "claim_refused", "")


def _move(held, state, verb, by, **more):
    held.state = state
    held.save()
    _note(held, verb, by, **more)


def _note(held, verb, by, **more):
    ClaimDecision.objects.create(claim=held, verb=verb, by=by, **more)


def _tell(held, kind, note):
    mail.post(kind, to=held.person, context=_told(held, note))


def _told(held, note):
    code = codes.show(held.actor.code)
    return {"profile": code, "note": note}


def usual_wait() -> timedelta | None:
    """How long one waits for a decision on a claim; None where too few were taken."""
    ended = ClaimDecision.objects.filter(verb__in=[ClaimVerb.ACCEPT, ClaimVerb.REFUSE])
    return waits.usual(ended.order_by("-at", "-pk").values_list("claim__sent_at", "at"))


def forget(before: datetime) -> int:
    """What claims decided before a moment say of who claimed; that they were stays. How many."""
    lately = ClaimDecision.objects.filter(claim=OuterRef("pk"), at__gte=before)
    ended = Claim.objects.exclude(state__in=OPEN).exclude(contact="", words="")
    return ended.filter(~Exists(lately), sent_at__lt=before).update(contact="", words="")
