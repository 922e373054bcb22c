"""Pictures as moderators see them: those of a contribution, and the public ones, to take away."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from desk.belonging import covers_profile
from desk.moderation.forms import TakeAwayForm
from desk.submissions import pictures
from directory import codes
from directory.as_of import snapshot
from directory.selectors.actors import names_of_actors
from directory.selectors.pictures import pictures_of
from evidence.wording.names import name_of
from frontend.cards import actor_path
from frontend.pictures import shown
from frontend.private import moderators_only, page
from frontend.views.actors import read_code
from frontend.views.private.moderation import hers
from frontend.views.submissions.pictures import of_submission


@moderators_only
@require_safe
def file(request, pk, digest):
    """A picture of a contribution of hers."""
    return of_submission(hers(request, pk), digest)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def of_profile(request, key):
    """What the public sees of a profile of hers; what is ticked goes at once and for good."""
    code = read_code(key)
    if not covers_profile(request.scopes, code):
        raise Http404
    there = pictures_of(code)
    form = TakeAwayForm(request.POST or None, keys=[one.key for one in there])
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        gone = pictures.take_away(code, told["picture"], by=request.user, reason=told["reason"])
        words = ngettext("%(n)s picture taken away.", "%(n)s pictures taken away.", gone)
        messages.success(request, words % {"n": gone})
        address = reverse("moderation-pictures", args=[codes.show(code)])
        return HttpResponseRedirect(address, status=303)
    with snapshot() as reading:
        names = names_of_actors({code}, reading).get(code)
    context = {
        "section": "moderation",
        "name": name_of({"names": names}) if names else None,
        "code": code,
        "actor_url": names and actor_path(code, names),
        "items": shown(there),
        "form": form,
        "chosen": request.POST.getlist("picture"),
    }
    status = 400 if form.is_bound else 200
    return page(request, "moderation/pictures.html", context, status=status)
