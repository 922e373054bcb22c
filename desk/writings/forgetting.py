"""What becomes of somebody's writings when her account is erased."""

from django.db import transaction

from desk.models import Person, SubmissionState, Writing, WritingKind


@transaction.atomic
def forget(person: Person) -> None:
    """What was never public goes with her; what is public stays, and says nothing of her.

    A story is another woman's word: its consent is withdrawn by its link, not by this.
    """
    held = Writing.objects.select_for_update(of=("self",)).of(person).select_related("dossier")
    for one in held.exclude(state=SubmissionState.WITHDRAWN):
        issued = one.kind == WritingKind.DOSSIER and one.dossier.issues.exists()
        if issued or one.state == SubmissionState.ACCEPTED:
            continue
        dossier = one.dossier
        one.payload, one.email, one.dossier = {}, "", None
        one.state = SubmissionState.WITHDRAWN
        one.save(update_fields=["payload", "email", "dossier", "state"])
        if dossier is not None:
            dossier.delete()
    Writing.objects.of(person).exclude(email="").update(email="")
