"""Proofs of claims: pictures of documents, an address confirmed, a network asked.

None of them grants anything: a moderator looks at them and decides (desk.claims). Pictures are seen
by who sent them and by moderators of the profile, and go a month after the claim was decided.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from desk import links, mail, roles
from desk.belonging import belongings
from desk.links import OpensNothing
from desk.models import Claim, ClaimDecision, ClaimDocument, ClaimVerb, Moderator, Person, Scope
from desk.models.claims import OPEN
from desk.pictures import Written
from directory import codes
from directory.models import Actor, Contact

MOST_DOCUMENTS = 3  # of one profile
MOST_HELD = 30  # of one person, whatever they are for
SALT = "desk.proofs"
ANSWERABLE = timedelta(days=7)
AGAIN = timedelta(minutes=10)


class TooManyDocuments(Exception):
    """As many as a claim may have, or one person, are here already."""


# ---- documents -----------------------------------------------------------------------------------


def documents_of(person: Person, code: str):
    """Pictures of documents that somebody sent for a profile, in the order they came."""
    return ClaimDocument.objects.filter(person=person, actor__code=code).order_by("at", "pk")


@transaction.atomic
def put_in(person: Person, code: str, picture: Written) -> ClaimDocument:
    """Keep one; the same twice is one. Raises TooManyDocuments."""
    Person.objects.select_for_update().get(pk=person.pk)
    held = ClaimDocument.objects.filter(person=person)
    of_it = documents_of(person, code)
    if same := of_it.filter(digest=picture.digest).first():
        return same
    if of_it.count() >= MOST_DOCUMENTS or held.count() >= MOST_HELD:
        raise TooManyDocuments
    return ClaimDocument.objects.create(
        person=person,
        actor=Actor.objects.get(code=code),
        digest=picture.digest,
        width=picture.width,
        height=picture.height,
        content=picture.content,
    )


def take_out(person: Person, code: str, digest: str) -> None:
    documents_of(person, code).filter(digest=digest).delete()


def forget(before: datetime) -> int:
    """Pictures of claims decided before a moment, and of claims never sent; how many."""
    of_it = Claim.objects.filter(person=OuterRef("person"), actor=OuterRef("actor"))
    lately = ClaimDecision.objects.filter(
        claim__person=OuterRef("person"), claim__actor=OuterRef("actor"), at__gte=before
    )
    late = ClaimDocument.objects.filter(~Exists(of_it.open()), ~Exists(lately), at__lt=before)
    return late.delete()[0]


# ---- the organisation's own address --------------------------------------------------------------


def addresses_of(code: str) -> list[str]:
    """E-mail addresses that stand with a profile, public or not."""
    found = Contact.objects.filter(actor__code=code).exclude(email="")
    return sorted(set(found.values_list("email", flat=True)))


def ask_addresses(claim: Claim) -> None:
    """Mail a link to each of them, unless that was done a moment ago or was answered."""
    waited = Q(addresses_asked_at=None) | Q(addresses_asked_at__lt=Now() - AGAIN)
    asked = Claim.objects.filter(waited, pk=claim.pk, address_confirmed_at=None)
    if not asked.update(addresses_asked_at=Now()):
        return
    told = {"profile": codes.show(claim.actor.code), "link": link(claim)}
    for address in addresses_of(claim.actor.code):
        mail.post("claim_address", to=address, language=claim.person.language, context=told)


def link(claim: Claim) -> str:
    return links.signed(claim, salt=SALT)


def opened(given: str) -> Claim:
    """One that is still to be decided. Raises OpensNothing."""
    among = Claim.objects.open().select_related("actor", "person")
    return links.opened(given, among, salt=SALT, answerable=ANSWERABLE)


@transaction.atomic
def confirm_address(claim: Claim, *, by: Person) -> None:
    """Who claims it reads mails at its address. Raises NotAllowed, OpensNothing."""
    held = Claim.objects.select_for_update().get(pk=claim.pk)
    if held.person_id != by.pk:
        raise roles.NotAllowed
    if held.state not in OPEN:
        raise OpensNothing
    if held.address_confirmed_at is None:
        held.address_confirmed_at = Now()
        held.save(update_fields=["address_confirmed_at"])
        ClaimDecision.objects.create(claim=held, verb=ClaimVerb.CONFIRM, by=by)


# ---- a network that vouches ----------------------------------------------------------------------


def networks_of(code: str) -> list[str]:
    """Codes of the networks that could vouch for who speaks for a profile."""
    return belongings(code)[0]


def moderators_of(network: str) -> list[Person]:
    found = Moderator.objects.standing().filter(scope=Scope.NETWORK, code=network)
    return [one.person for one in found.select_related("person").order_by("pk")]


def ask_network(claim: Claim) -> None:
    """Its moderators are told that somebody names them: they see the claim, and decide."""
    told = {"profile": codes.show(claim.actor.code), "claim": claim.pk}
    for person in moderators_of(claim.network):
        if person.pk != claim.person_id:
            mail.post("claim_vouching", to=person, context=told)
