"""A profile as moderators see it: found, its versions told apart, restored, withdrawn, returned."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desk import roles
from desk.belonging import covered, covers_profile
from desk.models import ImportRun, ProfileDecision, ProfileVerb
from desk.moderation import profiles, settling
from desk.moderation.forms import FiguresForm, FindForm, ReasonForm, VersionsForm
from desk.numbers import number_of
from desk.submissions import facts as fields
from desk.submissions import refusals
from directory import codes
from directory.as_of import snapshot
from directory.models import ActorVersion, Ending
from directory.selectors.actors import actor_state, last_names
from directory.selectors.history import actor_history
from directory.selectors.suggest import suggest
from evidence.wording.names import name_of
from frontend import profiles as told
from frontend.cards import actor_path
from frontend.events import history_of
from frontend.opening import Opened
from frontend.private import moderators_only, page
from frontend.still import actor_map, box_around
from frontend.views.actors import read_code

MOST = 50


def hers(request, key: str) -> str:
    """The code of a profile within the moderator's scopes; for anybody else there is none."""
    code = read_code(key)
    known = ActorVersion.objects.filter(code=code).exists()
    if not known or not covers_profile(request.scopes, code):
        raise Http404
    return code


def to_profile(code: str):
    address = reverse("moderation-profile", args=[codes.show(code)])
    return HttpResponseRedirect(address, status=303)


@moderators_only
@require_safe
def find(request):
    """By a code, straight to it; by words, those that may be meant. Then what was decided last."""
    form = FindForm(request.GET or None)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    try:
        return to_profile(hers(request, asked)) if asked else listed(request, form, asked)
    except Http404:
        return listed(request, form, asked)


def listed(request, form, asked):
    with snapshot() as reading:
        meant = suggest(asked, reading=reading, limit=20) if asked else []
        actors = {one.code: one.names for one in meant if one.type == "actor"}
        last = ProfileDecision.objects.order_by("-at", "-pk")
        last = list(last.select_related("by", "actor", "heir")[:MOST])
        within = covered(request.scopes, [*actors, *(one.actor.code for one in last)])
        context = {
            "section": "moderation",
            "form": form,
            "asked": asked,
            "found": told.found(
                {code: names for code, names in actors.items() if code in within}, reading
            ),
            "decisions": told.decided(one for one in last if one.actor.code in within),
        }
        return page(request, "moderation/profiles.html", context)


@moderators_only
@require_safe
def profile(request, key):
    """Its versions with role, day and reason, what each changed, and what two of them differ in."""
    code = hers(request, key)
    with snapshot() as reading:
        state = actor_state(code, reading)
        if state is None:
            raise Http404
        opened = Opened(request, reading)
        versions = told.versions(actor_history(code=code, reading=reading))
        form = versions_form(request, versions)
        asked = form.is_bound and form.is_valid()
        context = {
            "section": "moderation",
            **standing(code, state),
            "keeps": roles.may_edit(request.user, code)
            and not roles.is_administrator(request.user),
            **told_history(versions, state, opened),
            "refused": opened.refused,
            "form": form if len(versions) > 1 else None,
            "compared": told.between(
                versions[form.cleaned_data["before"]],
                versions[form.cleaned_data["after"]],
                reading,
            )
            if asked
            else None,
            "asked": asked,
            "differing": len(settling.differing(settling.standing(code))),
            "decisions": told.decided(decisions_on(code)),
            "merged": merged_into(request, code),
        }
        wrong = opened.refused or (form.is_bound and not form.is_valid())
        status = 400 if wrong else 200
        return page(request, "moderation/profile.html", context, status=status)


def merged_into(request, code) -> list[dict]:
    """What was merged into it and may be split back, each with where."""
    found = Ending.objects.current().filter(heir__code=code).order_by("-opened")[:MOST]
    several = list(found.values_list("actor__code", flat=True))
    names, within = last_names(several), covered(request.scopes, several)
    return [
        told.called(one, name_of({"names": names.get(one, {})}))
        | {"split_url": reverse("moderation-return", args=[codes.show(one)])}
        for one in several
        if one in within
    ]


def decisions_on(code):
    found = ProfileDecision.objects.on(code).order_by("-at", "-pk")
    return found.select_related("by", "actor", "heir")[:MOST]


def standing(code, state) -> dict:
    """What every page of a profile says at its head."""
    heir = state.heir and told.called(state.heir, told.shown_name(state.heir))
    name = told.shown_name(code)
    names = state.facts["names"] if state.facts else {}
    return {
        **told.called(code, name),
        "state": state,
        "heir": heir,
        "public_url": actor_path(code, names),
    }


def versions_form(request, versions) -> VersionsForm:
    choices = [(number, told.version_label(one)) for number, one in versions.items()]
    numbers = list(versions)
    initial = {"before": numbers[1], "after": numbers[0]} if len(numbers) > 1 else {}
    given = {name: one for name, one in request.GET.items() if name != "earlier"}
    return VersionsForm(given or None, versions=choices, initial=initial)


def told_history(versions, state, opened) -> dict:
    """Its history, the newest first; a version that may be restored says where."""
    page = history_of(state.code, opened)
    found = page["entries"]
    by = told.deciders(state.code, [one["revision"] for one in found])
    shown = codes.show(state.code)
    for one in found:
        version = versions.get(one["revision"])
        restorable = (
            state.is_current
            and version is not None
            and version.after is not None
            and one["revision"] != state.opened
        )
        one["restore_url"] = (
            reverse("moderation-restore", args=[shown, one["revision"]]) if restorable else None
        )
        one["decided"] = by.get(one["revision"])
    return page


# ---- restoring -----------------------------------------------------------------------------------


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request, key, revision):
    """What would change if an earlier version stood again; then the revision that says so."""
    code = hers(request, key)
    form = ReasonForm(request.POST or None, verb=ProfileVerb.RESTORE)
    wrong = None
    if form.is_bound and form.is_valid():
        try:
            done = profiles.restore(code, revision, by=request.user, **form.cleaned_data)
        except (refusals.Refused, roles.NotAllowed) as error:
            wrong = error
        else:
            messages.success(request, _("Restored by revision %s.") % done.number)
            return to_profile(code)
    with snapshot() as reading:
        state = actor_state(code, reading)
        if state is None or not state.is_current:
            return to_profile(code)  # what left is brought back first
        try:
            then = profiles.version_of(code, revision)
        except (profiles.NoSuchVersion, profiles.WordsGone) as error:
            raise Http404 from error
        today = fields.current(code)
        if today is None:
            return to_profile(code)
        opened = Opened(request, reading)
        moved = today[1].place != then.place
        around = box_around([today[1].payload(), then.payload()], opened)
        context = {
            "section": "moderation",
            **standing(code, state),
            "number": revision,
            "figures": figures_since(request, code, revision),
            "changes": told.changed(today[1], then, reading),
            "drawn_today": actor_map(today[1].payload(), opened, around) if moved else "",
            "drawn": actor_map(then.payload(), opened, around) if moved else "",
            "form": anew(form, today[0].hex()),
            "wrong": wrong and told.refusal(wrong),
        }
        return page(request, "moderation/restore.html", context, status=status(form, wrong))


def figures_since(request, code, revision) -> list[dict]:
    """What changed its figures since: the latest first, each with where it is taken back."""
    found = profiles.figures_since(code, revision)
    numbers = [one.number for one in found]
    by = told.deciders(code, numbers)
    hers_too = ImportRun.objects.within(request.scopes).filter(parent__revision__in=numbers)
    runs = dict(hers_too.values_list("parent__revision", "pk"))
    return [
        {
            "revision": one,
            "submission": one.number in by and by[one.number]["submission"],
            "run": runs.get(one.number),
        }
        for one in found
    ]


def anew(form, seen: str):
    """The form with what stands now as what was seen; what was typed stays."""
    form.initial = form.initial | {"seen": seen}
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = seen
    return form


def status(form, wrong) -> int:
    if wrong is not None:
        return told.status_of(wrong)
    return 400 if form.is_bound else 200


# ---- withdrawing and bringing back ---------------------------------------------------------------


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, key):
    code = hers(request, key)
    version = ActorVersion.objects.current().filter(code=code).only("digest").first()
    if version is None:
        return to_profile(code)
    return ended_or_back(
        request, code, ProfileVerb.WITHDRAW, bytes(version.digest), profiles.withdraw
    )


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request, key):
    """Of what was withdrawn or merged."""
    code = hers(request, key)
    ending = profiles.ending_of(code)
    if ending is None:
        return to_profile(code)
    verb = ProfileVerb.SPLIT if ending.heir else ProfileVerb.RETURN
    return ended_or_back(request, code, verb, bytes(ending.digest), profiles.bring_back)


DONE = {
    ProfileVerb.WITHDRAW: lambda: _("Withdrawn by revision %s."),
    ProfileVerb.RETURN: lambda: _("Brought back by revision %s."),
    ProfileVerb.SPLIT: lambda: _("Split back by revision %s."),
}


def ended_or_back(request, code, verb, seen, act):
    form = ReasonForm(request.POST or None, verb=verb)
    wrong = None
    if form.is_bound and form.is_valid():
        try:
            done = act(code, by=request.user, **form.cleaned_data)
        except (refusals.Refused, roles.NotAllowed) as error:
            wrong = error
        else:
            messages.success(request, DONE[verb]() % done.number)
            return to_profile(code)
    with snapshot() as reading:
        state = actor_state(code, reading)
        context = {
            "section": "moderation",
            **standing(code, state),
            "verb": verb.value,
            "form": anew(form, seen.hex()),
            "wrong": wrong and told.refusal(wrong),
        }
        return page(request, "moderation/ending.html", context, status=status(form, wrong))


# ---- figures that differ -------------------------------------------------------------------------


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request, key):
    """Figures of one year and kind that differ: which of them stands, or none of them yet."""
    code = hers(request, key)
    wrong, status_now = None, 200
    if request.method == "POST" and "undo" in request.POST:
        wrong = opened_again(request, code)
        if wrong is None:
            return to_profile(code)
    stand = settling.standing(code)
    given = request.POST if request.method == "POST" and "undo" not in request.POST else None
    mark = settling.mark(one.digest for one in stand)
    form = FiguresForm(given, figures=settling.differing(stand), initial={"seen": mark})
    if form.is_bound:
        status_now = 400
        # Somebody may have settled it meanwhile: then what was chosen is no choice any more.
        if form.is_valid() or form.data.get("seen") != mark:
            wrong = settled(request, code, form)
            if wrong is None:
                return to_profile(code)
            anew(form, mark)
    with snapshot() as reading:
        state = actor_state(code, reading)
        if state is None or not state.is_current:
            return to_profile(code)
        context = {
            "section": "moderation",
            **standing(code, state),
            "form": form,
            "figures": told.figures(form, told.origins(form)),
            "wrong": wrong and told.refusal(wrong),
        }
        status_now = told.status_of(wrong) if wrong is not None else status_now
        return page(request, "moderation/figures.html", context, status=status_now)


def settled(request, code, form):
    """Settle what was chosen; the refusal, if it was refused."""
    if not form.is_valid():
        return profiles.ChangedMeanwhile()
    try:
        done = settling.settle(
            code,
            form.chosen(),
            by=request.user,
            seen=form.cleaned_data["seen"],
            note=form.cleaned_data["note"],
        )
    except (refusals.Refused, roles.NotAllowed) as error:
        return error
    messages.success(request, _("Settled by revision %s.") % done.revision_id)
    return None


def opened_again(request, code):
    decision = ProfileDecision.objects.filter(
        pk=number_of(request.POST["undo"]) or 0, actor__code=code, verb=ProfileVerb.SETTLE
    ).select_related("actor")
    if not decision:
        raise Http404
    try:
        done = settling.open_again(decision[0], by=request.user)
    except (refusals.Refused, roles.NotAllowed) as error:
        return error
    messages.success(request, _("Open again by revision %s.") % done.revision_id)
    return None
