"""To follow and to stop: with or without an account, and only who reads mails at an address.

Whoever asks is answered alike, whatever is known of the address. What is asked for counts once a
link in a mail to it was answered; opening the link, as scanners of mail do, changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models.functions import Now

from desk import bounces, links, mail
from desk.links import OpensNothing
from desk.models import Follower, Following, Mail, Person
from desk.submissions.refusals import TooManyBegun
from desk.submissions.sending import origin_of, too_many_from
from directory.models import Actor, Revision

ANSWERABLE = timedelta(days=7)
MAILED_MOST = 3  # for one thing asked for: a form is no way to fill a stranger's box
WAITING_MOST = 3  # things asked for at one address and not confirmed
FOLLOWED_MOST = 50
MAILS = ("following_confirm", "digest")
TO_CONFIRM, TO_LOOK = "desk.following.confirm", "desk.following.look"


@dataclass(frozen=True)
class Followed:
    """What is followed: an actor by its code, or a selection by its normal form."""

    actor: str | None = None
    query: str = ""


def follow(
    what: Followed,
    *,
    address: str,
    language: str,
    said: str,
    by: Person | None = None,
    origin: str = "",
) -> Follower | None:
    """Mail a link that confirms; nothing where it is followed already or was mailed often enough.

    `said` is what is followed, in words. Whoever asks for it at the confirmed address of her own
    account needs no mail: her follower is returned. Raises TooManyBegun.
    """
    address, origin = address.lower(), origin_of(origin)
    with transaction.atomic():
        if too_many_from(origin, Following):
            raise TooManyBegun
        Follower.objects.get_or_create(address=address, defaults={"language": language})
        follower = Follower.objects.select_for_update().get(address=address)
        hers = by is not None and _is_hers(by, address)
        one = _asked(follower, what, origin, hers)
        if hers:
            if one is not None:
                _confirmed(one, language)
            return follower
        if one is None or one.confirmed_at or one.mailed >= MAILED_MOST:
            return None
        one.mailed += 1
        one.save(update_fields=["mailed"])
        context = {"what": said, "link": links.signed(one, salt=TO_CONFIRM)}
        mail.post("following_confirm", to=address, language=language, context=context)
    return None


def _is_hers(person, address) -> bool:
    return person.emailaddress_set.filter(email__iexact=address, verified=True).exists()


def _asked(follower, what, origin, hers) -> Following | None:
    """What stands for it; made where it may be."""
    actor = Actor.objects.get(code=what.actor) if what.actor else None
    standing = follower.followings.filter(actor=actor, query=what.query).first()
    if standing is not None:
        return standing
    waiting = follower.followings.filter(confirmed_at=None).count()
    if follower.followings.count() >= FOLLOWED_MOST or (not hers and waiting >= WAITING_MOST):
        return None
    return follower.followings.create(
        actor=actor, query=what.query, origin=origin, told=Revision.objects.head()
    )


def to_confirm(given: str) -> Following:
    """What a link of a mail confirms. Raises OpensNothing."""
    among = Following.objects.select_related("follower", "actor")
    return links.opened(given, among, salt=TO_CONFIRM, answerable=ANSWERABLE)


def confirm(one: Following, *, language: str) -> None:
    """From now on it is told, in the language she confirms in; and her address is read again."""
    with transaction.atomic():
        held = Following.objects.select_for_update().filter(pk=one.pk).first()
        if held is None:
            raise OpensNothing
        _confirmed(held, language)
        bounces.settle(one.follower.address)


def _confirmed(one, language):
    if one.confirmed_at is None:
        one.confirmed_at, one.told, one.origin = Now(), Revision.objects.head(), ""
        one.save(update_fields=["confirmed_at", "told", "origin"])
    Follower.objects.filter(pk=one.follower_id).update(language=language)


# ---- what an address follows ---------------------------------------------------------------------


def link(follower: Follower) -> str:
    """What opens the page of all that an address follows. It ends with that, and never before:
    a mail can always be answered by its end.
    """
    return signing.Signer(salt=TO_LOOK).sign(follower.pk)


def to_look(given: str) -> Follower | None:
    """Whose page it is; None where nothing is followed there any more. Raises OpensNothing."""
    try:
        key = signing.Signer(salt=TO_LOOK).unsign(given)
    except signing.BadSignature as error:
        raise OpensNothing from error
    return Follower.objects.filter(pk=key).first()


def followed_by(follower: Follower) -> list[Following]:
    """What an address follows, in the order it was asked for."""
    found = follower.followings.confirmed().select_related("actor")
    return list(found.order_by("begun_at", "pk"))


def stop(follower: Follower, one: int | None = None) -> None:
    """Follow one thing no more, or nothing; an address that follows nothing is forgotten."""
    with transaction.atomic():
        held = Follower.objects.select_for_update().filter(pk=follower.pk).first()
        if held is None:
            return
        ended = held.followings.all() if one is None else held.followings.filter(pk=one)
        ended.delete()
        if not held.followings.exists():
            _forget(Follower.objects.filter(pk=held.pk))


def forget(addresses) -> None:
    """Of an account that is erased."""
    _forget(Follower.objects.filter(address__in=[one.lower() for one in addresses]))


def _forget(followers) -> None:
    """Addresses, and what still waits in the outbox for them."""
    Mail.objects.filter(kind__in=MAILS, to__in=followers.values("address")).delete()
    followers.delete()


def forget_unconfirmed(before: datetime) -> int:
    """What was asked for before a moment and nobody confirmed, with its address; how many."""
    with transaction.atomic():
        late = Following.objects.filter(confirmed_at=None, begun_at__lt=before)
        gone, _each = late.delete()
        # Whoever asks at this moment holds the row, and is passed over.
        idle = Follower.objects.filter(followings=None).select_for_update(
            of=("self",), skip_locked=True
        )
        _forget(
            Follower.objects.filter(pk__in=list(idle.values_list("pk", flat=True)), followings=None)
        )
    return gone
