"""Where a moderator goes on from what was refused: ways that lead there, each in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.models import Submission, SubmissionKind
from directory import codes
from directory.models import ActorVersion


def instead_of_undoing(held: Submission) -> list[dict]:
    """What takes the place of a step back, where the profile was changed since: an earlier version
    restored, what is wrong corrected, a profile that should not be withdrawn.
    """
    code = codes.show(held.actor_id)
    history = _way(_("History of the profile"), "moderation-profile", code)
    if not ActorVersion.objects.current().filter(code=held.actor_id).exists():
        return [history]
    ways = [history, _way(_("Correct it"), "change", code)]
    if held.kind == SubmissionKind.NEW_PROFILE:
        return [*ways, _way(_("Withdraw it from the register"), "moderation-withdraw", code)]
    before = ActorVersion.objects.filter(code=held.actor_id, closed=held.revision_id).first()
    if before is None:
        return ways
    words = _("Restore what stood before it")
    return [_way(words, "moderation-restore", code, before.opened), *ways]


def _way(words, name, *args) -> dict:
    return {"words": words, "url": reverse(name, args=args)}
