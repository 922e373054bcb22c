"""One verb at a time on one submission: its row is locked, then its state is read."""

from desk.models import Submission, SubmissionState
from desk.submissions.refusals import WrongState

# While whoever sends it may still change it.
WRITABLE = (SubmissionState.DRAFT, SubmissionState.ASKED_BACK)


def locked(submission: Submission, *states: str) -> Submission:
    """The submission as it is now, held until the transaction ends. Raises WrongState."""
    held = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if held.state not in states:
        raise WrongState(held.state)
    return held
