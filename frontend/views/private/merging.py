"""Two profiles of one organisation: found, beside each other, looked at as one, joined."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from desk import roles
from desk.belonging import covered
from desk.duplicates import candidates
from desk.models import ReportSubject, SubmissionState
from desk.moderation import merging, profiles
from desk.moderation.forms import FindForm, MergeForm
from desk.moderation.profiles import publishable
from desk.numbers import number_of
from desk.submissions import facts as fields
from desk.submissions import refusals
from directory import codes
from directory.as_of import snapshot
from directory.selectors.suggest import suggest
from evidence.wording.names import name_of
from frontend import profiles as told
from frontend.opening import Opened
from frontend.private import moderators_only, page
from frontend.still import actor_map, box_around
from frontend.views.actors import read_code
from frontend.views.private.moderation import hers as submission_of
from frontend.views.private.moderation import may_decide
from frontend.views.private.profiles import hers, to_profile


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, key):
    """The profile of the address goes; `with` names the one that stays, `report` what said so."""
    goes = hers(request, key)
    if fields.current(goes) is None:
        return to_profile(goes)
    report = report_of(request)
    given = request.GET.get("with", "").strip()
    try:
        stays = read_code(given) if given else None
    except Http404 as error:
        return search(request, goes, report, wrong=str(error), status=400)
    if stays is None:
        return search(request, goes, report)
    try:
        profiles.may_act(request.user, goes, stays)
        beside = merging.beside(goes, stays)
    except (refusals.Refused, roles.NotAllowed) as error:
        words, answer = told.refusal(error), told.status_of(error)
        return search(request, goes, report, wrong=words, status=answer)
    form = MergeForm(request.POST or None, beside=beside)
    if not form.is_bound or "back" in request.POST:
        return chosen(request, form, report)
    if not form.is_valid():
        # A choice that is none any more comes of a change meanwhile; another is a mistake.
        changed = form.data.get("seen") != beside.mark
        wrong = profiles.ChangedMeanwhile() if changed else None
        return chosen(request, form, report, wrong=wrong, status=409 if changed else 400)
    try:
        if "merge" not in request.POST:
            publishable(merging.joined(beside, form.choices()))
            return preview(request, form, report)
        done = merging.merge(
            goes,
            stays,
            by=request.user,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            choices=form.choices(),
            note=form.cleaned_data["note"],
            report=report,
        )
    except (refusals.Refused, roles.NotAllowed) as error:
        return chosen(request, form, report, wrong=error, status=told.status_of(error))
    messages.success(request, _("Merged by revision %s.") % done.revision_id)
    return to_profile(stays)


def report_of(request):
    """The report that two are one, where it led here and may be closed by their merger."""
    given = request.GET.get("report", "")
    if not given:
        return None
    held = submission_of(request, number_of(given) or 0)
    if held.subject != ReportSubject.DUPLICATE:
        raise Http404
    return held if held.state == SubmissionState.WAITING and may_decide(request, held) else None


def search(request, goes, report, *, wrong=None, status=200):
    """Which other one? Those like it, and those found by words."""
    form = FindForm({"q": request.GET.get("q", "")})
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    facts = fields.current(goes)[1]
    with snapshot() as reading:
        alike = candidates(
            facts.names.values(),
            commune=facts.place.commune,
            province=facts.place.province,
            registry=facts.registry,
            besides=goes,
        )
        named = suggest(asked, reading=reading, limit=20) if asked else []
        others = {one.code: one.names for one in alike}
        if asked:
            others = {one.code: one.names for one in named if one.type == "actor"}
            others |= by_code(asked)
        hers_too = covered(request.scopes, others)
        context = {
            "section": "moderation",
            **told.called(goes, name_of({"names": facts.names})),
            "form": form,
            "asked": asked,
            "others": told.found(
                {
                    code: names
                    for code, names in others.items()
                    if code != goes and code in hers_too
                },
                reading,
            ),
            "report": report,
            "wrong": wrong,
        }
        return page(request, "moderation/merge_search.html", context, status=status)


def by_code(asked) -> dict:
    """The profile that a typed code names, if one stands."""
    try:
        code = codes.parse(asked)
    except codes.CodeError:
        return {}
    found = fields.current(code)
    return {code: found[1].names} if found else {}


def sides(beside, opened) -> dict:
    """The two as their cards show them."""
    around = around_both(beside, opened)
    return {
        side: told.called(facts.code, name_of({"names": facts.names}))
        | {
            "apart": told.apart_of(facts, opened.reading),
            "drawn": actor_map(facts.payload(), opened, around),
        }
        for side, facts in (("goes", beside.gone), ("stays", beside.heir))
    }


def around_both(beside, opened):
    """One window for both maps: what is near shows near."""
    return box_around([beside.gone.payload(), beside.heir.payload()], opened)


def chosen(request, form, report, *, wrong=None, status=200):
    """The two beside each other, and a choice for whatever they say otherwise."""
    beside = form.beside
    if form.is_bound:  # what stands now is what is seen from here on
        form.data = form.data.copy()
        form.data["seen"] = beside.mark
    with snapshot() as reading:
        opened = Opened(request, reading)
        context = {
            "section": "moderation",
            **sides(beside, opened),
            "form": form,
            "pairs": told.pairs(beside, form, reading),
            "figures": told.figures(form, told.origins(form), beside.stays),
            "joined": beside.joined,
            "memberships": told.memberships(beside, of_list(form, "memberships"), opened),
            "members": len(beside.members),
            "contacts": told.contacts(beside, {int(one) for one in of_list(form, "contacts")}),
            "waiting": merging.waiting_on(beside.goes),
            "report": report,
            "wrong": wrong and told.refusal(wrong),
        }
        return page(request, "moderation/merge.html", context, status=status)


def of_list(form, name) -> set:
    """What is ticked, of what can be."""
    value = form[name].value() or []
    return {str(one) for one in value if str(one).isalnum()} & {
        str(one) for one, _words in form.fields[name].choices
    }


def preview(request, form, report):
    """What would be published, in words; the form goes along unseen."""
    beside, choices = form.beside, form.choices()
    then = merging.joined(beside, choices)
    unsettled = len(beside.figures) - len(choices.figures)
    with snapshot() as reading:
        opened = Opened(request, reading)
        both = sides(beside, opened)
        moved = then.place != beside.heir.place
        around = around_both(beside, opened)
        context = {
            "section": "moderation",
            **both,
            "changes": told.changed(beside.heir, then, reading),
            "drawn": actor_map(then.payload(), opened, around) if moved else "",
            "memberships": [
                one
                for one in told.memberships(beside, choices.memberships, opened)
                if one["checked"]
            ],
            "contacts": [one for one in told.contacts(beside, choices.contacts) if one["checked"]],
            "lost": lost(beside, choices),
            "figures": consequences(beside, unsettled),
            "members": len(beside.members) if then.kind == "network" else 0,
            "given": [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name not in ("csrfmiddlewaretoken", "look", "merge", "back")
            ],
            "report": report,
        }
        return page(request, "moderation/merge_preview.html", context)


def lost(beside, choices) -> int:
    """Contacts of the one that stays that go for good."""
    return sum(
        side == merging.STAYS and one.pk not in choices.contacts for side, one in beside.contacts
    )


def consequences(beside, unsettled) -> list[str]:
    told_of = []
    if beside.joined:
        words = ngettext("%(n)s figure comes along.", "%(n)s figures come along.", beside.joined)
        told_of.append(words % {"n": beside.joined})
    if unsettled:
        words = ngettext(
            "%(n)s figure differs and is not reported until somebody settles it.",
            "%(n)s figures differ and are not reported until somebody settles them.",
            unsettled,
        )
        told_of.append(words % {"n": unsettled})
    return told_of
