"""Who keeps a profile, in its owners' hands: invited, changed, revoked, handed over, left.

Acts on one profile come one after the other, and each looks at the roles again once its turn has
come. Each is one line in the log and a mail to whom it concerns. An invitation grants nothing: who
reads mails at its address accepts it with her account, while whoever invited her owns the profile.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from desk import links, mail, roles
from desk.models import (
    Ground,
    Invitation,
    InvitationState,
    Person,
    Revocation,
    StewardAct,
    StewardRole,
    Stewardship,
    StewardVerb,
)
from desk.models.stewardship import INVITED_FOR
from desk.moderation.profiles import may_act
from directory import codes
from directory.database import execute
from directory.models import Actor

LOCK = 1937012069  # the trigger's, which keeps an owner (desk/sql/stewardship_guard)
SALT = "desk.stewards.invitation"
OPEN_MOST = 10  # invitations of one profile
SENT_MOST = 20  # by one person in a day
MAILED_MOST = 3  # to one address for one profile in a week: a form fills no stranger's box
MAILED = (StewardVerb.INVITE, StewardVerb.RESEND)


class Refused(Exception):
    """What could not be done of who keeps a profile."""


class LastOwner(Refused):
    """Nobody else owns it: somebody else has to, first."""


class NoSteward(Refused):
    """She keeps it no more, or in another role than was seen."""


class InvitedAlready(Refused):
    """An invitation to that address is open."""


class TooManyInvitations(Refused):
    """Too many in a while: of the profile, by the person or to the address."""


class NotOpen(Refused):
    """Answered, withdrawn or too old; or whoever invited owns the profile no more."""


class NotHerAddress(Refused):
    """The account has not confirmed the address that was invited."""


class KeptAlready(Refused):
    """She has that role, or owns the profile."""


# ---- what stands ---------------------------------------------------------------------------------


def hold(actor: int) -> None:
    """Until the transaction ends, nobody else changes who keeps this profile."""
    execute("select pg_advisory_xact_lock(%s, %s)", [LOCK, actor])


def of_profile(code: str) -> list[Stewardship]:
    """Who keeps it, the longest first."""
    held = Stewardship.objects.standing().on(code).select_related("person")
    return list(held.order_by("since", "pk"))


def invitations(code: str) -> list[Invitation]:
    """Those that may still be accepted."""
    return list(_open().filter(actor__code=code).order_by("sent_at", "pk"))


def acts_on(code: str, most: int) -> list[StewardAct]:
    """What was done, the latest first."""
    found = StewardAct.objects.filter(actor__code=code).select_related("by", "person")
    return list(found.order_by("-at", "-pk")[:most])


def _open():
    owned = Stewardship.objects.standing().filter(
        role=StewardRole.OWNER, actor=OuterRef("actor"), person=OuterRef("invited_by")
    )
    return Invitation.objects.open().filter(Exists(owned))


# ---- inviting ------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    code: str, *, by: Person, address: str, role: str, language: str, hands_over: bool = False
) -> Invitation:
    """Mail somebody a link, whoever she is: nothing is told of whether she has an account.

    `hands_over`: as she accepts to own it, the inviter's own role ends. Raises NotAllowed,
    InvitedAlready, TooManyInvitations.
    """
    actor = _owned(code, by)
    address, role = address.lower(), StewardRole(role)
    mark = salted_hmac(SALT, address, algorithm="sha256").hexdigest()
    of_actor = Invitation.objects.filter(actor=actor)
    if _open().filter(actor=actor, mark=mark).exists():
        raise InvitedAlready
    if _open().filter(actor=actor).count() >= OPEN_MOST:
        raise TooManyInvitations
    # One that nobody can accept any more makes room.
    of_actor.filter(mark=mark, state=InvitationState.OPEN).update(
        state=InvitationState.WITHDRAWN, address=""
    )
    _not_too_many(actor, by, mark)
    made = Invitation.objects.create(
        actor=actor,
        address=address,
        mark=mark,
        role=role,
        hands_over=hands_over,
        language=language,
        invited_by=by,
    )
    _note(StewardVerb.INVITE, actor, by, invitation=made, role=role)
    _mail_link(made)
    return made


@transaction.atomic
def resend(code: str, invitation: int, *, by: Person) -> None:
    """Mail the link again; it may be answered as long as a new one."""
    actor = _owned(code, by)
    held = _held(actor, invitation)
    _not_too_many(actor, by, held.mark)
    held.sent_at = Now()
    held.save(update_fields=["sent_at"])
    _note(StewardVerb.RESEND, actor, by, invitation=held, role=held.role)
    _mail_link(held)


@transaction.atomic
def withdraw(code: str, invitation: int, *, by: Person) -> None:
    """Her link opens nothing from then on."""
    actor = _owned(code, by)
    held = _held(actor, invitation)
    _settle(held, InvitationState.WITHDRAWN)
    _note(StewardVerb.WITHDRAW, actor, by, invitation=held, role=held.role)


def link(invitation: Invitation) -> str:
    """What stands in the mail; the invitation itself says how long."""
    return links.signed(invitation, salt=SALT)


def opened(given: str) -> Invitation:
    """What a link leads to, while it may be answered. Raises NotOpen."""
    among = _open().select_related("actor", "invited_by")
    return links.opened(given, among, salt=SALT, refusal=NotOpen)


def is_hers(invitation: Invitation, person: Person) -> bool:
    """Whether she reads mails at the address, as far as we know."""
    confirmed = person.emailaddress_set.filter(verified=True)
    return confirmed.filter(email__iexact=invitation.address).exists()


@transaction.atomic
def accept(invitation: Invitation, *, by: Person) -> Stewardship:
    """Raises NotOpen, NotHerAddress, KeptAlready."""
    hold(invitation.actor_id)
    held = _answerable(invitation, by)
    has = Stewardship.objects.standing().of(by).filter(actor=held.actor).first()
    if has is not None and has.role in (StewardRole.OWNER, held.role):
        raise KeptAlready
    held.accepted_by = by
    _settle(held, InvitationState.ACCEPTED)
    given = give(
        by,
        held.actor,
        held.role,
        by=held.invited_by,
        ground=Ground.INVITATION,
        invitation=held,
    )
    _note(StewardVerb.ACCEPT, held.actor, by, invitation=held, role=held.role, person=by)
    _tell_owners("steward_joined", held.actor, by, role=held.role)
    if held.hands_over:
        _hand_over(held.actor, held.invited_by, to=by)
    return given


@transaction.atomic
def decline(invitation: Invitation, *, by: Person) -> None:
    """Raises NotOpen, NotHerAddress."""
    hold(invitation.actor_id)
    held = _answerable(invitation, by)
    _settle(held, InvitationState.DECLINED)
    _note(StewardVerb.DECLINE, held.actor, by, invitation=held, role=held.role)


# ---- roles ---------------------------------------------------------------------------------------


def give(person: Person, actor: Actor, role: str, *, by: Person, ground: str, **row) -> Stewardship:
    """A role on a ground, in place of the one she has."""
    standing = Stewardship.objects.standing().of(person).filter(actor=actor)
    _end(standing, by, Revocation.CHANGED)
    return Stewardship.objects.create(
        person=person, actor=actor, role=role, given_by=by, ground=ground, **row
    )


@transaction.atomic
def change_role(code: str, stewardship: int, *, by: Person, role: str) -> None:
    """On the ground it was given on. Raises NotAllowed, NoSteward, KeptAlready, LastOwner."""
    actor = _owned(code, by)
    held = _stands(actor, stewardship)
    role = StewardRole(role)
    if held.role == role:
        raise KeptAlready
    if held.role == StewardRole.OWNER:
        _another_owns(actor, held)
    _give_again(held, role, by)
    _note(StewardVerb.ROLE, actor, by, person=held.person, role=role)
    _tell("steward_role", held.person, actor, role=role)


@transaction.atomic
def revoke(code: str, stewardship: int, *, by: Person) -> None:
    """Raises NotAllowed, NoSteward, LastOwner; who ends her own role leaves."""
    actor = _owned(code, by)
    held = _stands(actor, stewardship)
    if held.person_id == by.pk:
        raise NoSteward
    _end(Stewardship.objects.filter(pk=held.pk), by, Revocation.REVOKED)
    _note(StewardVerb.REVOKE, actor, by, person=held.person, role=held.role)
    _tell("steward_revoked", held.person, actor, note="")


@transaction.atomic
def leave(code: str, *, by: Person) -> None:
    """Raises NotAllowed, LastOwner."""
    actor = Actor.objects.get(code=code)
    hold(actor.pk)
    held = Stewardship.objects.standing().of(by).filter(actor=actor).first()
    if held is None:
        raise roles.NotAllowed
    if held.role == StewardRole.OWNER:
        _another_owns(actor, held)
    _end(Stewardship.objects.filter(pk=held.pk), by, Revocation.LEFT)
    _note(StewardVerb.LEAVE, actor, by, person=by, role=held.role)
    _tell_owners("steward_left", actor, by)


@transaction.atomic
def hand_over(code: str, stewardship: int, *, by: Person) -> None:
    """Another steward owns it, and whoever hands it over keeps it no more: one act.

    Raises NotAllowed, NoSteward.
    """
    actor = _owned(code, by)
    held = _stands(actor, stewardship)
    if held.person_id == by.pk:
        raise NoSteward
    if held.role != StewardRole.OWNER:
        _give_again(held, StewardRole.OWNER, by)
        _tell("steward_role", held.person, actor, role=StewardRole.OWNER)
    _hand_over(actor, by, to=held.person)


@transaction.atomic
def moderate(code: str, stewardship: int, *, by: Person, note: str) -> None:
    """A moderator of the profile takes a role away, the last owner's too. Raises NoSteward."""
    may_act(by, code)
    actor = Actor.objects.get(code=code)
    hold(actor.pk)
    held = _stands(actor, stewardship)
    _end(Stewardship.objects.filter(pk=held.pk), by, Revocation.MODERATED)
    _note(StewardVerb.MODERATE, actor, by, person=held.person, role=held.role, note=note)
    _tell("steward_revoked", held.person, actor, note=note)
    _tell_owners("steward_left", actor, held.person)


def forget(person: Person, addresses: set[str]) -> None:
    """Of an account that is erased: its roles end, and invitations by it or to it."""
    _end(Stewardship.objects.standing().of(person), person, Revocation.ERASED)
    waiting = Invitation.objects.filter(state=InvitationState.OPEN)
    for found in (waiting.filter(invited_by=person), waiting.filter(address__in=addresses)):
        found.update(state=InvitationState.WITHDRAWN, address="")


# ---- within --------------------------------------------------------------------------------------


def _owned(code, by) -> Actor:
    actor = Actor.objects.get(code=code)
    hold(actor.pk)
    if not roles.may_manage(by, code):
        raise roles.NotAllowed
    return actor


def _stands(actor, stewardship) -> Stewardship:
    found = Stewardship.objects.standing().filter(actor=actor, pk=stewardship)
    held = found.select_related("person", "actor").first()
    if held is None:
        raise NoSteward
    return held


def _another_owns(actor, held):
    owners = Stewardship.objects.standing().filter(actor=actor, role=StewardRole.OWNER)
    if not owners.exclude(pk=held.pk).exists():
        raise LastOwner


def _give_again(held, role, by):
    give(
        held.person,
        held.actor,
        role,
        by=by,
        ground=held.ground,
        claim_id=held.claim_id,
        invitation_id=held.invitation_id,
        submission_id=held.submission_id,
    )


def _hand_over(actor, by, *, to):
    own = Stewardship.objects.standing().of(by).filter(actor=actor)
    _end(own, by, Revocation.LEFT)
    _note(StewardVerb.HAND_OVER, actor, by, person=to, role=StewardRole.OWNER)
    _tell_owners("steward_left", actor, by)
    _tell("steward_handed_over", by, actor, who=str(to))


def _end(found, by, revocation):
    found.update(revoked_at=Now(), revoked_by=by, revocation=revocation)


def _held(actor, invitation) -> Invitation:
    found = _open().select_for_update(of=("self",)).filter(actor=actor, pk=invitation).first()
    if found is None:
        raise NotOpen
    return found


def _answerable(invitation, by) -> Invitation:
    found = _open().select_for_update(of=("self",)).filter(pk=invitation.pk)
    held = found.select_related("actor", "invited_by").first()
    if held is None:
        raise NotOpen
    if not is_hers(held, by):
        raise NotHerAddress
    return held


def _settle(held, state):
    held.state, held.address = state, ""
    held.save(update_fields=["state", "address", "accepted_by"])


def _not_too_many(actor, by, mark):
    sent = StewardAct.objects.filter(verb__in=MAILED)
    to_her = sent.filter(actor=actor, invitation__mark=mark, at__gt=Now() - timedelta(days=7))
    if (
        sent.filter(by=by, at__gt=Now() - timedelta(days=1)).count() >= SENT_MOST
        or to_her.count() >= MAILED_MOST
    ):
        raise TooManyInvitations


def _note(verb, actor, by, **more):
    StewardAct.objects.create(verb=verb, actor=actor, by=by, **more)


def _mail_link(held):
    context = {
        "profile": codes.show(held.actor.code),
        "by": str(held.invited_by),
        "role": StewardRole(held.role).label,
        "link": link(held),
        "days": INVITED_FOR.days,
    }
    mail.post("steward_invited", to=held.address, language=held.language, context=context)


def _tell(kind, person, actor, **told):
    if "role" in told:
        told["role"] = StewardRole(told["role"]).label  # said in the reader's language
    mail.post(kind, to=person, context={"profile": codes.show(actor.code), **told})


def _tell_owners(kind, actor, of, **told):
    """The owners, but for the one it is of."""
    owning = Stewardship.objects.standing().filter(actor=actor, role=StewardRole.OWNER)
    for held in owning.exclude(person=of).select_related("person").order_by("pk"):
        _tell(kind, held.person, actor, who=str(of), **told)
