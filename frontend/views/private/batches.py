"""What was decided together: listed again, and taken back at once."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from desk.moderation import batches
from desk.moderation.forms import UndoForm
from desk.moderation.undoing import ChangedSince
from directory.as_of import snapshot
from evidence.wording.numbers import grouped
from frontend.onward import instead_of_undoing
from frontend.private import moderators_only, page
from frontend.views.private.moderation import SEEN, may_decide, refusal, rows_of


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request, batch):
    found = batches.lines(batch, request.scopes)
    if not found:
        raise Http404
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in found if asked(request, one)]
        return take_back(request, batch, chosen, form.cleaned_data)
    return shown(request, found, form, status=400 if form.is_bound else 200)


def offered(request, found) -> list[batches.Line]:
    """Those she may take back, and that can be."""
    return [one for one in found if not one.hindrance and may_decide(request, one.submission)]


def asked(request, line) -> bool:
    """Whether it was ticked, and is hers to take back."""
    ticked = str(line.decision.pk) in request.POST.getlist("id")
    return ticked and may_decide(request, line.submission)


def take_back(request, batch, chosen, grounds):
    if not chosen:
        messages.info(request, _("Nothing was chosen."))
    done, left = batches.undo_all(chosen, by=request.user, **grounds)
    if done:
        words = ngettext(
            "%(n)s taken back: it waits again.", "%(n)s taken back: they wait again.", done
        )
        messages.success(request, words % {"n": grouped(done)})
    if left:
        words = ngettext("%(n)s could not be: see why.", "%(n)s could not be: see why.", left)
        messages.warning(request, words % {"n": grouped(left)})
    return HttpResponseRedirect(reverse("moderation-batch", args=[batch]))


def shown(request, found, form, *, status):
    may = offered(request, found)
    ticked = {one.decision.pk for one in may if not form.is_bound or asked(request, one)}
    with snapshot() as reading:
        rows = [
            row
            | {
                "decision": one.decision,
                "open": one.submission.state in SEEN,
                "offered": one in may,
                "ticked": one.decision.pk in ticked,
                "why": why_not(one),
                "ways": instead_of_undoing(one.submission)
                if isinstance(one.hindrance, ChangedSince)
                else [],
            }
            for row, one in zip(
                rows_of([one.submission for one in found], reading), found, strict=True
            )
        ]
        context = {
            "section": "moderation",
            "first": found[0].decision,
            "rows": [row for row in rows if row["offered"]],
            "left": [row for row in rows if not row["offered"]],
            "form": form,
        }
        return page(request, "moderation/batch.html", context, status=status)


def why_not(line) -> str:
    """Why it is not taken back from here."""
    if line.hindrance:
        return refusal(line.hindrance)
    return _("What you sent yourself somebody else decides.")
