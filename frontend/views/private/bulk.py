"""Deciding on several at once: looked at together first, then one revision or none."""

from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from desk import looking, submissions
from desk.models import Sign, Submission, SubmissionKind
from desk.moderation import deciding
from desk.moderation.forms import RefuseForm
from desk.numbers import number_of
from desk.submissions import refusals
from desk.submissions.signs import (
    alike_by_now,
    doubted,
    given_before,
    named_alike,
    said_of,
    shares_a_name,
    signs,
)
from directory.as_of import snapshot
from evidence.wording.numbers import grouped
from frontend import differences
from frontend.pictures import in_moderation
from frontend.private import moderators_only, page
from frontend.profiles import history_at
from frontend.views.private.moderation import may_decide, refusal, rows_of, seen_at

MOST = 100


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request):
    given = request.POST if request.method == "POST" else request.GET
    chosen = chosen_of(request, given.getlist("shown" if "all" in given else "id"))
    kept = given.get("kept", "")
    if not chosen:
        messages.info(request, _("Nothing was chosen."))
        return HttpResponseRedirect(_queue(kept))
    if request.method != "POST":
        return preview(request, chosen, kept)
    act = {"accept": accept, "refuse": refuse}.get(given.get("do", ""))
    if act is None:
        raise Http404
    try:
        return act(request, chosen, kept)
    except refusals.Refused as error:
        return preview(request, chosen, kept, wrong=refusal(error), status=409)


def chosen_of(request, ids) -> list[Submission]:
    """Those of the chosen that wait and that she may decide on, in the order of waiting."""
    numbers = [number for one in ids if (number := number_of(one)) is not None][:MOST]
    found = Submission.objects.waiting().filter(request.scopes.condition, pk__in=numbers)
    return [one for one in found.select_related("author", "assigned") if may_decide(request, one)]


def preview(request, chosen, kept, *, form=None, wrong=None, status=200):
    looking.note(request.user, *chosen)
    with snapshot() as reading:
        rows = rows_of(chosen, reading)
        for row, (changes, earlier, alone) in zip(rows, looked_at(chosen), strict=True):
            path = in_moderation(row["submission"].pk)
            row["changes"] = differences.rows(changes, reading, {}, path, earlier=earlier)
            row["alone"] = alone
        context = {
            "section": "moderation",
            "rows": [row for row in rows if not row["alone"]],
            "apart": [row for row in rows if row["alone"]],
            "form": form or RefuseForm(),
            "wrong": wrong,
            "kept": kept,
            "count": len(rows),
            "seen": max(one.saved_at for one in chosen).isoformat(),
        }
        return page(request, "moderation/bulk.html", context, status=status)


def looked_at(chosen) -> list[tuple[list, dict, str]]:
    """What each would change, the figures given before by field, and why it is not accepted
    together with the others, if it is not.
    """
    proposals = [submissions.proposed(one) for one in chosen]
    changes = [
        submissions.differences(one, told) for one, told in zip(chosen, proposals, strict=True)
    ]
    shared = named_alike(changes)
    several = [
        (one, proposal.facts, told)
        for one, proposal, told in zip(chosen, proposals, changes, strict=True)
    ]
    alike = alike_by_now(several)
    said = said_of(zip(chosen, changes, strict=True))

    def why(one, facts, told):
        is_alike = None if alike is None else one.pk in alike
        return why_alone(one, facts, told, shared, is_alike, said)

    return [
        (told, given_before(one, told, said), why(one, facts, told)) for one, facts, told in several
    ]


def why_alone(held, facts, changes, shared, is_alike, said) -> str:
    """Why one is not accepted together with others; empty where it may be. `shared` are the names
    that several of them have, `said` what the register has by profile. Signs are found anew: the
    register and the queue go on.
    """
    if held.kind == SubmissionKind.REPORT:
        return _("A report is looked at by itself.")
    if any(one.conflicted for one in changes):
        return _("The profile was changed meanwhile.")
    if shares_a_name(changes, shared):
        return _("Another of these has the same name.")
    is_unusual = bool(doubted(held, facts, changes, said))
    if found := signs(held, facts, changes, is_alike=is_alike, is_unusual=is_unusual):
        return _(", ").join(str(Sign(one).label) for one in found)
    return "" if changes else _("It proposes nothing new.")


def accept(request, chosen, kept):
    looks = zip(chosen, looked_at(chosen), strict=True)
    together = [one for one, (_changes, _earlier, alone) in looks if not alone]
    if not together:
        raise refusals.NothingToAccept
    batch = uuid4()
    done = deciding.accept_all(together, by=request.user, batch=batch, seen=seen_at(request))
    words = ngettext(
        "%(n)s contribution accepted, in one revision.",
        "%(n)s contributions accepted, in one revision.",
        len(together),
    )
    number = done[0].revision_id
    address = reverse("moderation-decided")
    if number:  # of one its history says more than the records of the revision
        alone = done[0].actor_id if len(done) == 1 else None
        address = history_at(alone, number)
    said = words % {"n": grouped(len(together))}
    said = format_html('{} <a href="{}">{}</a>', said, address, _("Look at it"))
    return _done(request, said, batch, kept)


def refuse(request, chosen, kept):
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return preview(request, chosen, kept, form=form, status=400)
    batch = uuid4()
    with transaction.atomic():
        for one in chosen:
            deciding.refuse(one, by=request.user, batch=batch, **form.cleaned_data)
    words = ngettext("%(n)s contribution refused.", "%(n)s contributions refused.", len(chosen))
    return _done(request, words % {"n": grouped(len(chosen))}, batch, kept)


def _done(request, said, batch, kept):
    """Back to the queue, with the way to take all of it back."""
    address = reverse("moderation-batch", args=[batch])
    words = _("Take them all back")
    messages.success(request, format_html('{} · <a href="{}">{}</a>', said, address, words))
    return HttpResponseRedirect(_queue(kept))


def _queue(kept):
    address = reverse("moderation")
    return f"{address}?{kept}" if kept else address
