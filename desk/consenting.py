"""What people agreed to, and how they take it back: at once, and with the proof that they once did.

The licence of what is published is for ever; contacts and pictures stand beside the register, and
go. A story's consent is withdrawn with its story (desk.writings), mails by stopping to follow.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from desk.models import (
    Consent,
    ConsentSubject,
    Person,
    ProposedContact,
    Submission,
    SubmissionState,
)
from desk.submissions import pictures
from directory.as_of import snapshot
from directory.models import Contact
from directory.selectors.actors import actor_state

WITHDRAWABLE = (ConsentSubject.CONTACTS, ConsentSubject.PICTURES)
PUBLIC = Q(phone_public=True) | Q(email_public=True)
NUMBER = 9  # the last digits of a telephone: with or without its country


class ForEver(Exception):
    """What is published under a free licence stays free."""


class WithdrawnAlready(Exception):
    """It was taken back before."""


def given_by(person: Person) -> QuerySet:
    """Her consents, the last first; those taken back too, and those of before her account."""
    before = Q(person=None, submission__author=person)
    found = Consent.objects.filter(Q(person=person) | before).select_related("submission")
    return found.order_by("-at", "-pk")


def withdrawable(consent: Consent) -> bool:
    return consent.subject in WITHDRAWABLE and consent.withdrawn_at is None


@transaction.atomic
def withdraw(consent: Consent) -> None:
    """What was agreed to is public no more, and stays proven. Raises ForEver, WithdrawnAlready."""
    if consent.subject not in WITHDRAWABLE:
        raise ForEver
    held = Submission.objects.select_for_update(of=("self",)).get(pk=consent.submission_id)
    # Asked back and sent again, it was agreed to again.
    same = Consent.objects.filter(submission=held, subject=consent.subject, withdrawn_at=None)
    if not same.filter(person=consent.person_id).update(withdrawn_at=Now()):
        raise WithdrawnAlready
    if consent.subject == ConsentSubject.CONTACTS:
        _hide_contacts(held)
    else:
        pictures.take_back(held)


def _hide_contacts(held):
    """Those it published, wherever they stand now; and none by a decision that is still to come."""
    proposed = ProposedContact.objects.filter(PUBLIC, submission=held)
    told = {mark for one in proposed for mark in _marks(one)}
    if held.state == SubmissionState.ACCEPTED:
        for one in Contact.objects.filter(actor__code__in=_now(held.actor_id), is_public=True):
            if told & _marks(one):
                one.is_public = False
                one.save(update_fields=["is_public"])
    proposed.update(phone_public=False, email_public=False)


def _marks(contact) -> set[str]:
    """What two tellings of one way to reach somebody share."""
    digits = "".join(str(int(one)) for one in contact.phone if one.isdecimal())[-NUMBER:]
    return {digits, contact.email.strip().lower()} - {""}


def _now(code) -> list[str]:
    """The profile, and those it was merged into since."""
    codes = [code]
    with snapshot() as reading:
        while (state := actor_state(codes[-1], reading)) and state.heir not in (None, *codes):
            codes.append(state.heir)
    return codes
