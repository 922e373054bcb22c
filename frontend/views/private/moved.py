"""A report that it moved: the moderator shows where, and the report proposes that."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desk import looking
from desk.forms.profile import PlaceForm
from desk.forms.profile.step import kept
from desk.models import ReportSubject, SubmissionState
from desk.submissions import facts as fields
from desk.submissions import finding, refusals
from directory.as_of import snapshot
from directory.selectors.actors import actor_state
from frontend.map_settings import place_settings
from frontend.private import moderators_only, page
from frontend.views.private.moderation import back, hers, may_decide, refusal, shown
from frontend.views.private.profiles import standing


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def place(request, pk):
    held = hers(request, pk)
    today = held.subject == ReportSubject.MOVED and fields.current(held.actor_id)
    if not today or held.state != SubmissionState.WAITING or not may_decide(request, held):
        return back(request, held)
    looking.note(request.user, held)
    facts = today[1]
    form = PlaceForm(base=facts)
    found = (held.payload.get(finding.STEP) or {}).get("place")
    form.initial = found or PlaceForm.typed_of(facts)
    if request.method == "POST":
        form = PlaceForm(kept(request.POST, form.fields), base=facts)
        if form.is_valid():
            try:
                finding.found(held, place=form.kept)
            except refusals.WrongState as error:
                return shown(request, hers(request, pk), wrong=refusal(error), status=409)
            return back(request, held)
    with snapshot() as reading:
        context = {
            "section": "moderation",
            **standing(held.actor_id, actor_state(held.actor_id, reading)),
            "url": reverse("moderation-submission", args=[held.pk]),
            "form": form,
            "report": held.payload.get("report", {}).get("words", ""),
            "candidates": form.candidates,
            "apart": form.apart,
            "map": place_settings(form["place"].value()),
            "places_url": reverse("register-places"),
            "where_url": reverse("register-where"),
            "kept": request.POST.get("kept", request.GET.urlencode()),
        }
        status = 422 if form.is_bound else 200
        return page(request, "moderation/place.html", context, status=status)
