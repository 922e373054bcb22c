"""A person's desk: the profiles she keeps, and what she has sent."""

from django.urls import reverse
from django.views.decorators.http import require_safe

from desk import roles
from desk.bounces import bouncing
from desk.following import asking
from desk.models import (
    Claim,
    ClaimState,
    Follower,
    StewardRole,
    Submission,
    Writing,
    WritingKind,
)
from desk.moderation import trust
from desk.submissions import links
from directory import codes
from directory.as_of import snapshot
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of
from frontend.cards import actor_path
from frontend.differences import typed_name
from frontend.private import page, signed_in
from frontend.views.private.written import state_word, title_of

MOST = 50


@signed_in
@require_safe
def desk(request):
    context = {
        "section": "desk",
        "held": profiles(request.user),
        "sent": contributions(request.user),
        "claimed": claimed(request.user),
        "stories": told(request.user),
        "bouncing": bouncing(request.user.email),
        "following_url": following_url(request.user),
    }
    return page(request, "desk/home.html", context)


def following_url(person) -> str | None:
    """The page of what her address follows by mail; None where it follows nothing."""
    found = Follower.objects.filter(address=person.email, followings__confirmed_at__isnull=False)
    found = found.first()
    return found and reverse("following", args=[asking.link(found)])


def told(person) -> list[dict]:
    """The stories she wrote, the newest first."""
    found = Writing.objects.of(person).filter(kind=WritingKind.STORY)
    return [
        {
            "title": title_of(one),
            "state": state_word(one),
            "saved_at": one.saved_at,
            "url": reverse("desk-story", args=[one.pk]),
        }
        for one in found.order_by("-saved_at", "-pk")[:MOST]
    ]


def claimed(person) -> list[dict]:
    """The profiles she claims or claimed, the newest first; none of those taken back."""
    found = Claim.objects.filter(person=person).exclude(state=ClaimState.WITHDRAWN)
    found = list(found.select_related("actor").order_by("-sent_at", "-pk")[:MOST])
    with snapshot() as reading:
        names = names_of_actors({one.actor.code for one in found}, reading)
    return [
        {
            "claim": one,
            "name": name_of({"names": names.get(one.actor.code, {})}),
            "code": codes.show(one.actor.code),
            "url": reverse("claim", args=[codes.show(one.actor.code)]),
        }
        for one in found
    ]


def contributions(person) -> list[dict]:
    """What she began or sent, the newest first, each with the address that opens it for her."""
    found = list(Submission.objects.of(person).order_by("-saved_at", "-pk")[:MOST])
    with snapshot() as reading:
        names = names_of_actors({one.actor_id for one in found if one.actor_id}, reading)
    return [
        {
            "submission": one,
            "name": name_of({"names": names.get(one.actor_id, {})}) or typed_name(one),
            "url": reverse("follow", args=[links.sign(one)]),
        }
        for one in found
    ]


def profiles(person) -> list[dict]:
    """What a person keeps, as the register names it now."""
    held = roles.profiles_of(person)
    if not held:
        return []
    trusted = trust.codes_of(person)
    with snapshot() as reading:
        names = names_of_actors([code for code, _role in held], reading)
    return [
        {
            "code": codes.show(code),
            "name": name_of({"names": names[code]}) if code in names else None,
            "url": actor_path(code, names[code])
            if code in names
            else reverse("permanent-actor", args=[code]),
            "change_url": reverse("change", args=[codes.show(code)]),
            "stewards_url": reverse("stewards", args=[codes.show(code)]),
            "story_url": f"{reverse('desk-story-new')}?actor={codes.show(code)}",
            "role": StewardRole(role).label,
            "trusted": codes.parse(code) in trusted,
        }
        for code, role in held
    ]
