"""Erasing an account: the person goes, the number stays."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.functions import Now

from desk import bounces, mail, people, roles, stewards
from desk.following import asking
from desk.models import (
    Claim,
    ClaimDocument,
    ClaimState,
    Erasure,
    ErasureState,
    Mail,
    Moderator,
    Person,
    StewardRole,
    Stewardship,
    Submission,
)
from desk.naming import naming
from desk.submissions import links
from desk.submissions.forgetting import forget as forget_submissions
from desk.writings.forgetting import forget


class IsAdministrator(Exception):
    """An administrator's account is erased on the server, by another."""


def left_without_owner(person: Person) -> list[str]:
    """Codes of the profiles nobody else owns: they may be claimed again."""
    own = Stewardship.objects.standing().of(person).filter(role=StewardRole.OWNER)
    others = Stewardship.objects.standing().filter(role=StewardRole.OWNER).exclude(person=person)
    kept = others.values("actor")
    return list(own.exclude(actor__in=kept).values_list("actor__code", flat=True))


@transaction.atomic
def erase(person: Person, *, quietly: bool = False) -> None:
    """Address, name, password, second factors, sessions, roles, what was typed at the desk, what is
    followed by mail, and mails that wait for her.

    `quietly`: she is told and listed by who asked for it. Raises IsAdministrator.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_superuser:
        raise IsAdministrator
    kept = Stewardship.objects.standing().of(person).order_by("actor_id")
    for actor in kept.values_list("actor_id", flat=True):
        stewards.hold(actor)
    verified = person.emailaddress_set.filter(verified=True).values_list("email", flat=True)
    addresses = {address for address in (person.email, *verified) if address}
    Mail.objects.filter(to__in={one for each in addresses for one in (each, each.lower())}).delete()
    if not quietly:
        mail.post("account_erased", to=person, context={})
        _list(addresses, person.language)
    stewards.forget(person, addresses)
    Claim.objects.open().filter(person=person).update(state=ClaimState.WITHDRAWN)
    Claim.objects.filter(person=person).update(contact="", words="")
    ClaimDocument.objects.filter(person=person).delete()
    for moderator in Moderator.objects.standing().filter(person=person):
        roles.dismiss(moderator, by=person)
    people.forget(person)
    forget(person)
    forget_submissions(Submission.objects.filter(author=person))
    keys = list(person.usersession_set.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    person.usersession_set.all().delete()
    person.authenticator_set.all().delete()
    asking.forget(addresses)
    bounces.forget(addresses)
    person.emailaddress_set.all().delete()
    person.email, person.name, person.is_active, person.is_staff = None, "", False, False
    person.last_login = None
    person.set_unusable_password()
    person.erased_at = Now()
    person.save()


def _list(addresses, language):
    """The server's command notes her in the erasure list, which the web cannot write: until then
    keyed digests of her addresses wait for it, and nothing else of her.
    """
    Erasure.objects.create(
        link=links.digest(links.mint()),
        state=ErasureState.ACCEPTED,
        account=True,
        language=language,
        naming=naming(emails=sorted(addresses)).payload(),
        sent_at=Now(),
        decided_at=Now(),
    )
