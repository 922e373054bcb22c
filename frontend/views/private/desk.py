"""A person's desk: the profiles she keeps, and what she has sent."""

from django.urls import reverse
from django.views.decorators.http import require_safe

from desk import roles
from desk.models import StewardRole, Submission, SubmissionKind
from desk.submissions.proposal import base_of
from directory import codes
from directory.as_of import snapshot
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of
from frontend.cards import actor_path
from frontend.differences import typed_name
from frontend.private import page, signed_in
from frontend.views.submissions.sending import state_title

MOST = 50


@signed_in
@require_safe
def desk(request):
    context = {"held": profiles(request.user), "sent": sent(request.user), "section": "desk"}
    return page(request, "desk/home.html", context)


def sent(person) -> list[dict]:
    """What she has sent or begun, the last first."""
    found = Submission.objects.of(person).order_by("-saved_at", "-pk")[:MOST]
    return [
        {
            "name": typed_name(one) or base_name(one),
            "kind": SubmissionKind(one.kind).label,
            "state": state_title(one.state),
            "url": reverse("follow", args=[f"my-{one.pk}"]),
        }
        for one in found
    ]


def base_name(submission):
    base = base_of(submission)
    return base and name_of({"names": base.names})


def profiles(person) -> list[dict]:
    """What a person keeps, as the register names it now."""
    held = roles.profiles_of(person)
    if not held:
        return []
    with snapshot() as reading:
        names = names_of_actors([code for code, _role in held], reading)
    return [
        {
            "code": codes.show(code),
            "name": name_of({"names": names[code]}) if code in names else None,
            "url": actor_path(code, names[code])
            if code in names
            else reverse("permanent-actor", args=[code]),
            "role": StewardRole(role).label,
        }
        for code, role in held
    ]
