"""Moderation: what waits within a moderator's scopes, one submission, and what she decides."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch, Value
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.timezone import is_aware, localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk import looking, roles, submissions
from desk.field_words import change_word
from desk.models import (
    Claim,
    Decision,
    ReportSubject,
    Scope,
    Sign,
    Submission,
    SubmissionKind,
    SubmissionState,
)
from desk.moderation import deciding, sealing, trust
from desk.moderation import queue as queues
from desk.moderation.forms import AskForm, QueueForm, RefuseForm, UndoForm
from desk.moderation.review import Review, review
from desk.moderation.undoing import ChangedSince, DecidedSince, undo
from desk.privacy import requests as erasures
from desk.submissions import finding, refusals
from desk.submissions.finding import ClosedForm
from desk.submissions.proposal import proposed
from desk.submissions.reasons import WORDS
from desk.submissions.signs import twins
from desk.submissions.steps import typed
from desk.writings import queue as written
from directory import codes
from directory.as_of import snapshot
from directory.models import ActorVersion, ProgrammeVersion
from directory.records.validate import moroccan_today
from directory.selectors import reference
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of, other_names
from frontend import differences
from frontend import profiles as told_of_profiles
from frontend.cards import actor_path
from frontend.freshness import by_region
from frontend.onward import instead_of_undoing
from frontend.opening import Opened
from frontend.outlines import outlines
from frontend.pictures import in_moderation
from frontend.private import moderators_only, page
from frontend.seals import ending_seals
from frontend.still import actor_map

MOST_TWINS = 10
SEEN = [state for state in SubmissionState.values if state not in ("draft", "withdrawn")]


@moderators_only
@require_safe
def queue(request):
    with snapshot() as reading:
        form = queue_form(request.GET, request.scopes, reading)
        valid = form.is_valid()
        filters = form.filters() if valid else queues.Filters()
        after = form.after if valid else None
        waiting = queues.waiting(request.scopes, person=request.user)
        found = (
            queues.page(request.scopes, filters, person=request.user, after=after)
            if valid
            else queues.Page([], None)
        )
        context = {
            "section": "moderation",
            "form": form,
            "rows": with_outlines(rows_of(found.rows, reading), reading),
            "waiting": waiting,
            "total": queues.of_state(filters.show, waiting),
            "fitting": queues.fitting(request.scopes, filters, waiting, person=request.user),
            "chips": [
                {"label": words, "url": _without(request, name, "after")}
                for name, words in (form.narrowed() if valid else {}).items()
            ],
            "writings": sum(written.counts(request.scopes).values()),
            "next_url": found.following and with_after(request, found.following),
            "first_url": after and _without(request, "after"),
            "claims": Claim.objects.open().within(request.scopes).count(),
            "decides_erasures": erasures.may_decide(request.scopes),
            "erasures": erasures.waiting(request.scopes).count(),
            "ending": sealing.count_ending(request.scopes, localdate()),
            "kept": kept(request.GET),
        }
        return page(request, "moderation/queue.html", context, status=200 if valid else 400)


@moderators_only
@require_safe
def freshness(request):
    """How fresh the profiles of each region are: numbers that are public, side by side."""
    with snapshot() as reading:
        context = {
            "section": "moderation",
            "regions": by_region(Opened(request, reading)),
            "seals": ending_seals(sealing.ending(request.scopes, moroccan_today())),
        }
        return page(request, "moderation/freshness.html", context)


def queue_form(given, scopes, reading) -> QueueForm:
    """The filters with what may stand in her queue: of whatever else she moderates, anything."""
    alone = {scope for scope, _code in scopes.pairs}
    regions = reference.of_level("region", reading)
    wholes = _wholes()
    unknown = [("none", _("none told"))]
    if alone == {Scope.REGION}:
        regions, unknown = [one for one in regions if one.code in scopes.regions], []
    if alone == {Scope.NETWORK}:
        wholes = [one for one in wholes if one[0] != Scope.NETWORK or one[1] in scopes.networks]
    if alone == {Scope.PROGRAMME}:
        wholes = [one for one in wholes if one[0] != Scope.PROGRAMME or one[1] in scopes.programmes]
    return QueueForm(
        given,
        regions=[*((one.code, name_of(one).text) for one in regions), *unknown],
        provinces=_in_groups(regions, reading),
        networks=[(code, name) for scope, code, name in wholes if scope == Scope.NETWORK],
        programmes=[(code, name) for scope, code, name in wholes if scope == Scope.PROGRAMME],
    )


def _wholes() -> list[tuple[str, str, str]]:
    """Scope, code and name of the networks and programmes that stand, by name: one statement."""
    networks = ActorVersion.objects.current().filter(kind="network")
    programmes = ProgrammeVersion.objects.current()
    found = networks.values_list(Value(Scope.NETWORK.value), "code", "text__names").union(
        programmes.values_list(Value(Scope.PROGRAMME.value), "code", "names"), all=True
    )
    named = ((scope, code, name_of({"names": names})) for scope, code, names in found)
    told = [(scope, code, name.text) for scope, code, name in named if name]
    return sorted(told, key=lambda one: one[2].casefold())


def _in_groups(regions, reading) -> list[tuple[str, list[tuple[str, str]]]]:
    provinces = reference.of_level("province", reading)
    return [
        (
            name_of(region).text,
            [(one.code, name_of(one).text) for one in provinces if one.region == region.code],
        )
        for region in regions
    ]


def rows_of(found: list[Submission], reading) -> list[dict]:
    """What the queue shows of each: its name, kind, place and how long it has waited."""
    names = names_of_actors({one.actor_id for one in found if one.actor_id}, reading)
    known = reference.territories(reading)
    return [
        {
            "submission": one,
            "name": name_of({"names": names.get(one.actor_id, {})}) or differences.typed_name(one),
            "where": name_of(known[one.province]) if one.province in known else None,
            "since": one.submitted_at,
            "signs": [Sign(sign).label for sign in one.signs],
        }
        for one in found
    ]


def with_outlines(rows: list[dict], reading) -> list[dict]:
    """The same rows, each with what it proposes."""
    lines = outlines((row["submission"] for row in rows), reading)
    return [row | {"outline": line} for row, line in zip(rows, lines, strict=True)]


def kept(given: QueryDict) -> str:
    """The filters of the queue, to come back to: without the place in it."""
    asked = given.copy()
    for name in ("after", "undo"):
        asked.pop(name, None)
    return asked.urlencode()


def with_after(request, last: Submission) -> str:
    asked = request.GET.copy()
    asked["after"] = last.pk
    return f"{request.path}?{asked.urlencode()}"


def _without(request, *names):
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


# ---- one submission ------------------------------------------------------------------------------


def hers(request, pk: int) -> Submission:
    """A submission within the moderator's scopes; for anybody else there is none."""
    found = (
        Submission.objects.filter(pk=pk, state__in=SEEN)
        .select_related("author", "assigned", "revision")
        .prefetch_related(
            Prefetch("decisions", Decision.objects.select_related("by").order_by("at", "pk"))
        )
        .first()
    )
    if found is not None and request.scopes.covers(found):
        return found
    held = Submission.objects.filter(pk=pk, submitted_at__isnull=False).first()
    if held is not None and held.state not in SEEN and request.scopes.covers(held):
        raise NotThere
    raise Http404


class NotThere(Http404):
    """Its sender has it in hand again: changes it, or took it back."""


def to_queue(request):
    """To what waits, from one that its sender has in hand again."""
    messages.info(request, _("Its sender took it back, or is changing it: it waits no more."))
    asked = _kept(request)
    address = reverse("moderation")
    return HttpResponseRedirect(f"{address}?{asked}" if asked else address)


@moderators_only
@require_safe
def submission(request, pk):
    try:
        return shown(request, hers(request, pk))
    except NotThere:
        return to_queue(request)


def shown(request, held: Submission, *, wrong=None, ways=(), status=200, ticked=None, **typed_in):
    """The page of one submission; `wrong` says why what was asked of it was not done, `ways` what
    can be done instead, `ticked` the fields that were chosen then, `typed_in` the forms (`ask`,
    `refuse`, `again`, `ending`).
    """
    looking.note(request.user, held)
    with snapshot() as reading:
        told = review(held)
        opened = Opened(request, reading)
        names = names_of_actors({held.actor_id} - {None}, reading)
        today = names.get(held.actor_id)
        changes = differences.told(told, reading, in_moderation(held.pk))
        for one in changes:
            one["ticked"] = not one["conflicted"] if ticked is None else one["field"] in ticked
        moved = any(one["field"] == "place" for one in changes)
        new = held.kind == SubmissionKind.NEW_PROFILE
        steward = trust.stewardship_of(held)
        apart = told_of_profiles.apart((one.code for one in told.candidates), reading)
        context = {
            "section": "moderation",
            "held": held,
            "name": name_of({"names": today or told.proposal.facts.names}),
            "actor_url": today and actor_path(held.actor_id, today),
            "changes": changes,
            "conflicts": [one for one in changes if one["conflicted"]],
            "seals_url": Sign.SEALED in told.signs
            and reverse("moderation-seals", args=[codes.show(held.actor_id)]),
            "signs": [Sign(one).label for one in told.signs],
            "alerts": alerts(told),
            "candidates": [
                {
                    "candidate": one,
                    "url": actor_path(one.code, one.names),
                    "code": codes.show(one.code),
                    "others": other_names({"names": one.names}),
                    "apart": apart.get(one.code, ""),
                }
                for one in told.candidates
            ],
            "twins": rows_of(
                list(twins(held).filter(request.scopes.condition)[:MOST_TWINS]), reading
            ),
            "drawn": actor_map(told.proposal.facts.payload(), opened) if new or moved else "",
            "drawn_today": (
                actor_map(told.proposal.base.payload(), opened)
                if moved and told.proposal.base
                else ""
            ),
            "report": typed(held, "report") or {},
            "history": [
                (SubmissionState(state).label, n) for state, n in queues.history_of(held).items()
            ],
            "decisions": [decision(one) for one in held.decisions.all()],
            "own": held.author_id == request.user.pk,
            "decidable": may_decide(request, held),
            "open": held.state == SubmissionState.WAITING,
            "undoable": held.decided_at or held.state == SubmissionState.ASKED_BACK,
            "askable": held.state in (SubmissionState.WAITING, SubmissionState.ASKED_BACK),
            "ask": AskForm(),
            "refuse": RefuseForm(),
            "again": UndoForm(),
            "undoing": "undo" in request.GET,
            **offered(held),
            **typed_in,
            "seen": held.saved_at.isoformat(),
            "wrong": wrong,
            "ways": ways,
            "kept": _kept(request),
            "history_url": held.actor_id
            and reverse("moderation-profile", args=[codes.show(held.actor_id)]),
            "merge_url": merge_url(held),
            "withdraw_url": withdraw_url(held),
            "pictures_url": held.actor_id
            and reverse("moderation-pictures", args=[codes.show(held.actor_id)]),
            "steward": steward,
            "trust": trust.trust_of(steward),
        }
        return page(request, "moderation/submission.html", context, status=status)


def alerts(told: Review) -> list[str]:
    """What is to be looked at before it is accepted, each in words."""
    found = [str(Sign(one).label) for one in told.signs]
    if any(one.conflicted for one in told.changes):
        found.append(_("the profile was changed meanwhile"))
    return found


def offered(held: Submission) -> dict:
    """What a report asks to be done: the day it closed to be said, its new place to be shown."""
    acts = held.state == SubmissionState.WAITING and held.subject
    found = held.payload.get(finding.STEP) or {}
    since = found.get("closed") or (typed(held, "report") or {}).get("year", "")
    return {
        "ending": ClosedForm(initial={"closed": since}) if acts == ReportSubject.CLOSED else None,
        "place_url": reverse("moderation-place", args=[held.pk])
        if acts == ReportSubject.MOVED
        else None,
    }


def merge_url(held: Submission) -> str | None:
    """Where what is here twice is merged, with both filled in where both were told."""
    if held.subject != ReportSubject.DUPLICATE or held.state != SubmissionState.WAITING:
        return None
    twin = (typed(held, "report") or {}).get("twin", "")
    try:
        asked = {"with": codes.show(codes.parse(twin))}
    except codes.CodeError:
        asked = {}
    address = reverse("moderation-merge", args=[codes.show(held.actor_id)])
    return f"{address}?{urlencode(asked | {'report': held.pk})}"


def withdraw_url(held: Submission) -> str | None:
    """Where what is abusive, or no organisation, is taken out of the register."""
    if held.subject != ReportSubject.ABUSIVE or held.state != SubmissionState.WAITING:
        return None
    return reverse("moderation-withdraw", args=[codes.show(held.actor_id)])


def decision(one: Decision) -> dict:
    return {
        "verb": one.get_verb_display(),
        "by": one.by,
        "at": one.at,
        "reason": WORDS.get(one.reason, one.reason),
        "note": one.note,
        "fields": [change_word(field) for field in one.fields],
        "revision": one.revision,
    }


def may_decide(request, held: Submission) -> bool:
    """Nobody judges what she sent herself, but an administrator, who may be alone."""
    return held.author_id != request.user.pk or request.user.is_superuser


def _kept(request) -> str:
    return request.POST.get("kept", "") or kept(request.GET)


# ---- deciding ------------------------------------------------------------------------------------


@moderators_only
@require_POST
def decide(request, pk):
    """Do one thing with a submission, then on to the next that waits."""
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        held = hers(request, pk)
    except NotThere:
        return to_queue(request)
    if not may_decide(request, held) and act not in (take, leave):
        return shown(
            request, held, wrong=_("What you sent yourself somebody else decides."), status=403
        )
    try:
        return act(request, held)
    except refusals.Refused as error:
        fresh = hers(request, pk)
        ticked = request.POST.getlist("field") if "chosen" in request.POST else None
        told = {"wrong": refusal(error), "ways": ways_on(request, fresh, error)}
        return shown(request, fresh, **told, status=409, ticked=ticked)
    except roles.NotAllowed as error:
        words = told_of_profiles.refusal(error)
        return shown(request, hers(request, pk), wrong=words, status=403)


def ways_on(request, held, error) -> list[dict]:
    """Where to go on from what was refused: to the next, or to what does the same."""
    if isinstance(error, refusals.WrongState):
        following = next_of(request, held)
        words = _("The next that waits") if following else _("What waits")
        return [
            {"words": words, "url": address_of(request, following)},
            {"words": _("What was decided"), "url": "#log"},
        ]
    return instead_of_undoing(held) if isinstance(error, ChangedSince) else []


def accept(request, held):
    chosen = request.POST.getlist("field") if "chosen" in request.POST else None
    done = deciding.accept(held, by=request.user, fields=chosen, seen=seen_at(request))
    if done.kind == SubmissionKind.REPORT and done.revision_id is None:
        return onward(request, held, _("Dealt with; nothing of the profile was changed."))
    return onward(request, held, _("Accepted and published."))


def closed(request, held):
    """Since when it is closed: the report then proposes it, to be looked at and accepted."""
    form = ClosedForm(request.POST)
    if held.subject != ReportSubject.CLOSED or not form.is_valid():
        return shown(request, held, ending=form, status=400)
    finding.found(held, closed=form["closed"].value())
    return back(request, held)


def seen_at(request) -> datetime | None:
    """When what the moderator looked at had been written, as its page said."""
    try:
        found = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        return None
    return found if found and is_aware(found) else None


def ask_back(request, held):
    form = AskForm(request.POST)
    if not form.is_valid():
        return shown(request, held, ask=form, status=400)
    deciding.ask_back(held, by=request.user, note=form.cleaned_data["note"])
    return onward(request, held, _("Asked back."))


def refuse(request, held):
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return shown(request, held, refuse=form, status=400)
    deciding.refuse(held, by=request.user, **form.cleaned_data)
    return onward(request, held, _("Refused."))


def take(request, held):
    submissions.assign(held, request.user, by=request.user)
    return back(request, held)


def leave(request, held):
    submissions.assign(held, None, by=request.user)
    return back(request, held)


def take_back(request, held):
    form = UndoForm(request.POST)
    if not form.is_valid():
        return shown(request, held, again=form, status=400)
    undo(held, by=request.user, **form.cleaned_data)
    messages.success(request, _("Taken back: it waits again."))
    return back(request, held)


def trusted(request, held):
    trust.give(held, by=request.user)
    messages.success(request, _("Her small changes of this profile are now published at once."))
    return back(request, held)


def trusted_no_longer(request, held):
    trust.take_back(held, by=request.user)
    messages.success(request, _("Her changes wait for a moderator again."))
    return back(request, held)


def looked_at(request, held):
    trust.looked_at(held, by=request.user)
    return onward(request, held, _("Looked at: it stands."))


ACTS = {
    "accept": accept,
    "closed": closed,
    "ask-back": ask_back,
    "refuse": refuse,
    "take": take,
    "leave": leave,
    "undo": take_back,
    "trust": trusted,
    "distrust": trusted_no_longer,
    "looked": looked_at,
}


def back(request, held):
    asked = request.POST.get("kept", "")
    address = reverse("moderation-submission", args=[held.pk])
    return HttpResponseRedirect(f"{address}?{asked}" if asked else address)


def onward(request, held, words):
    """To the next of the same queue; to the queue where none waits. What was done is told with its
    name, which leads back to it, and with the way to take it back.
    """
    address = reverse("moderation-submission", args=[held.pk])
    name = name_of({"names": proposed(held).facts.names})
    told = name.marked() if name else held.pk
    asked = QueryDict(_kept(request), mutable=True)
    asked["undo"] = "1"
    undoing = f"{address}?{asked.urlencode()}#undo"
    said = format_html('{} <a href="{}">{}</a>', words, address, told)
    messages.success(request, format_html('{} · <a href="{}">{}</a>', said, undoing, _("Undo")))
    following = next_of(request, held)
    return HttpResponseRedirect(address_of(request, following))


def next_of(request, held) -> Submission | None:
    """What waits next of the same queue."""
    asked = QueryDict(request.POST.get("kept", ""))
    with snapshot() as reading:
        form = queue_form(asked, request.scopes, reading)
    filters = form.filters() if form.is_valid() else queues.Filters()
    return queues.next_after(request.scopes, filters, held, person=request.user)


def address_of(request, following: Submission | None) -> str:
    """Of its page, or of the queue where none follows; with the same filters."""
    asked = request.POST.get("kept", "")
    address = (
        reverse("moderation-submission", args=[following.pk])
        if following
        else reverse("moderation")
    )
    return f"{address}?{asked}" if asked else address


def refusal(error) -> str:
    """Why something was not done, in words."""
    if isinstance(error, refusals.WrongState):
        words = _("Somebody was faster: it is now “%s”.")
        return words % SubmissionState(error.state).label
    if isinstance(error, refusals.LacksFields):
        labels = _(", ").join(change_word(field) for field in error.fields)
        return _("A new profile needs these too: %s.") % labels
    if isinstance(error, refusals.Conflicted):
        labels = _(", ").join(change_word(field) for field in error.fields)
        return _("Changed by others meanwhile: %s. Tick what shall stand.") % labels
    if isinstance(error, refusals.NotPublishable):
        return _("The register refuses it: %s") % "; ".join(map(str, error.problems))
    return {
        refusals.NothingToAccept: _("Nothing of it was chosen, or the register says so already."),
        trust.NoSteward: _("Only who keeps a profile is trusted with it."),
        refusals.ActorGone: _("The profile left the register meanwhile."),
        refusals.ChangedUnseen: _("It was changed after you looked: look at it once more."),
        ChangedSince: _("The profile was changed since: it is not taken back in one step."),
        DecidedSince: _("It was taken back already, or decided anew."),
    }.get(type(error), told_of_profiles.refusal(error))
