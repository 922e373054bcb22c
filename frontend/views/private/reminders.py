"""One tap: a profile is still correct. Opened by a link from a mail, without logging in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk import reminders
from directory import codes
from directory.as_of import snapshot
from directory.selectors import reference
from directory.selectors.actors import actor_state
from evidence.wording.names import name_of
from frontend.cards import about, actor_path, where
from frontend.private import anyone, page


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def still_correct(request, token):
    """Look on GET, which changes nothing; answer on POST."""
    try:
        reminder = reminders.opened(token)
    except reminders.NotAnswerable:
        return page(request, "desk/not_answerable.html", {}, status=410)
    if request.method == "POST":
        reminders.answer(reminder)
        reminder.refresh_from_db()
    context = {"reminder": reminder, "answered": reminder.answered_at is not None}
    return page(request, "desk/still_correct.html", context | _profile(reminder.actor.code))


def _profile(code):
    """What a person needs to see before she says that it is correct."""
    with snapshot() as reading:
        state = actor_state(code, reading)
        if state is None or not state.is_current or state.facts is None:
            return {"code": codes.show(code), "name": None}
        facts, place = state.facts, state.facts["place"]
        localities = reference.localities([place["locality"]], reading)
        return {
            "code": codes.show(code),
            "name": name_of(facts),
            "about": about(facts, reading),
            "place": where(place, reading, localities) or _("not known"),
            "website": facts["website"],
            "confirmed_on": state.confirmed_on,
            "url": actor_path(code, facts["names"]),
            "permanent": reverse("permanent-actor", args=[codes.show(code)]),
        }
