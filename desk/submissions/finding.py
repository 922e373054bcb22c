"""What a moderator found out about a report: since when it is closed, where it went. The report
then proposes that, as a change of the profile, and is accepted, or taken back, as any other.
"""

from django import forms
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.forms.dates import PartialDateField
from desk.models import Submission, SubmissionState
from desk.submissions.locked import locked
from directory.records.validate import moroccan_today

STEP = "found"


class ClosedForm(forms.Form):
    """Since when: the day as it was found, or the month or the year."""

    closed = PartialDateField(
        label=_("Closed since"),
        help_text=_("A day, a month or a year, such as 12/05/2024, 05/2024 or 2024."),
        error_messages={"required": _("Say since when: a year is enough.")},
    )

    def clean_closed(self):
        found = self.cleaned_data["closed"]
        if found.date > moroccan_today():
            raise forms.ValidationError(_("This day is still to come."))
        return found


def found(submission: Submission, **typed) -> Submission:
    """Keep what was found beside what was reported: `closed` as typed, or the fields of `place`.

    Raises WrongState.
    """
    with transaction.atomic():
        held = locked(submission, SubmissionState.WAITING)
        held.payload = held.payload | {STEP: held.payload.get(STEP, {}) | typed}
        held.saved_at = Now()  # who looked before looks again
        held.save(update_fields=["payload", "saved_at"])
    held.refresh_from_db()
    return held
