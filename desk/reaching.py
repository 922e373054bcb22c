"""An address that mails came back from is asked once more; who reads that has mended it."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from desk import bounces, mail
from desk.models import Bouncing, Person

SALT = "desk.reaching"
ANSWERABLE = timedelta(days=7)
AGAIN = timedelta(minutes=10)


class OpensNothing(Exception):
    """A link that is miskeyed, too old, or of an address that is known no more."""


@transaction.atomic
def ask(person: Person) -> bool:
    """Mail a link to her own address; False where that was done a moment ago or is not needed."""
    waited = Q(asked_at=None) | Q(asked_at__lt=Now() - AGAIN)
    standing = Bouncing.objects.standing().filter(waited, address=person.email or "")
    if not standing.update(asked_at=Now()):
        return False
    found = Bouncing.objects.get(address=person.email)
    mail.post("address_again", to=person, context={"link": link(found)})
    return True


def link(one: Bouncing) -> str:
    """What stands in the mail: signed, for this purpose, dated."""
    return signing.dumps(one.pk, salt=SALT)


def opened(given: str) -> Bouncing:
    """Raises OpensNothing."""
    try:
        key = signing.loads(given, salt=SALT, max_age=ANSWERABLE)
    except signing.BadSignature as error:
        raise OpensNothing from error
    found = Bouncing.objects.filter(pk=key).first()
    if found is None:
        raise OpensNothing
    return found


def answer(one: Bouncing) -> None:
    """She reads her mails there."""
    bounces.settle(one.address)
