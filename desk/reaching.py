"""An address that mails came back from is asked once more; who reads that has mended it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from desk import bounces, links, mail
from desk.models import Bouncing, Person

SALT = "desk.reaching"
ANSWERABLE = timedelta(days=7)
AGAIN = timedelta(minutes=10)


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
    return links.signed(one, salt=SALT)


def opened(given: str) -> Bouncing:
    """Raises links.OpensNothing."""
    return links.opened(given, Bouncing.objects.all(), salt=SALT, answerable=ANSWERABLE)


def answer(one: Bouncing) -> None:
    """She reads her mails there."""
    bounces.settle(one.address)
