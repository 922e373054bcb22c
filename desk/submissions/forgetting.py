"""What was typed in submissions goes; that something was sent, decided and published stays."""

from django.db import transaction
from django.db.models import QuerySet

from desk.models import Decision, ProposedContact, ProposedPicture, SubmissionState, Verb

UNDECIDED = (SubmissionState.DRAFT, SubmissionState.WAITING, SubmissionState.ASKED_BACK)


@transaction.atomic
def forget(found: QuerySet) -> int:
    """Empty submissions, take back what nobody decided yet; how many."""
    numbers = list(found.order_by("pk").values_list("pk", flat=True))
    held = found.model.objects.filter(pk__in=numbers).select_for_update(of=("self",))
    open_ones = [one.pk for one in held.order_by("pk") if one.state in UNDECIDED]
    held.filter(pk__in=open_ones).update(state=SubmissionState.WITHDRAWN)
    Decision.objects.bulk_create(
        Decision(submission_id=number, verb=Verb.WITHDRAW) for number in open_ones
    )
    held.update(payload={}, email="", origin="", signs=[], named=[], outline=[])
    ProposedContact.objects.filter(submission__in=numbers).delete()
    ProposedPicture.objects.filter(submission__in=numbers).delete()
    return len(numbers)
