"""Moderation of what is written beside profiles: stories, dossiers, uses of citations."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk import looking, paging
from desk.forms.use import UseForm
from desk.models import SubmissionState, Writing, WritingKind
from desk.moderation.forms import AskForm
from desk.writings import dossiers, moving, queue, refusals, stories, uses
from desk.writings.forms import RefuseForm
from directory import codes
from directory.as_of import snapshot
from evidence.dossiers.difference import changes
from evidence.dossiers.figures import figures
from evidence.dossiers.publish import NothingChanged, NotReady, content_of
from evidence.wording.dates import day_marked
from evidence.wording.uses import use_kind_word
from frontend.listing import after_of, ways
from frontend.opening import Opened
from frontend.private import moderators_only, page
from frontend.views.dossiers import change_words
from frontend.views.private.dossiers import draft_paper
from frontend.views.private.written import dossier_shown, log_of, state_word, story_shown, title_of

MOST = 100
SEEN = [state for state in SubmissionState.values if state != SubmissionState.DRAFT]


@moderators_only
@require_safe
def writings(request):
    """What waits, the longest first, of one kind or of all."""
    kind = request.GET.get("kind", "")
    rows, following, status = [], None, 200
    try:
        after = after_of(request, ("kind",))
        if kind and kind not in WritingKind.values:
            raise paging.NoSuchRow
        waiting = queue.waiting(request.scopes, kind)
        rows, following = paging.page(waiting, "submitted_at", after, MOST)
    except paging.NoSuchRow:
        kind, status = "", 400
    here = reverse("moderation-writings")
    counts = queue.counts(request.scopes)
    words = {
        WritingKind.STORY: _("Stories"),
        WritingKind.DOSSIER: _("Dossiers"),
        WritingKind.USE: _("Where figures were cited"),
    }
    context = {
        "section": "moderation",
        "tabs": [
            {"label": label, "count": n, "url": url, "here": one == kind}
            for one, label, n, url in [
                ("", _("All"), sum(counts.values()), here),
                *((one, words[one], counts[one], f"{here}?kind={one}") for one in words),
            ]
        ],
        "rows": [{"writing": one, "title": title_of(one)} for one in rows],
        **ways(request, following),
        "wrong": _("There is no such filter here.") if status == 400 else "",
    }
    return page(request, "moderation/writings.html", context, status=status)


def hers(request, pk: int) -> Writing:
    """A writing within the moderator's scopes that was sent; for anybody else there is none."""
    held = (
        Writing.objects.filter(pk=pk, state__in=SEEN, submitted_at__isnull=False)
        .select_related("author", "dossier", "citation", "use")
        .first()
    )
    if held is None or not queue.covers(request.scopes, held):
        raise Http404
    if held.kind == WritingKind.DOSSIER and held.dossier is None:
        raise Http404
    return held


@moderators_only
@require_safe
def writing(request, writing):
    return shown(request, hers(request, writing))


def shown(request, held, *, ask=None, refuse=None, wrong="", status=200):
    looking.note(request.user, held)
    with snapshot() as reading:
        opened = Opened(request, reading)
        waits = held.state == SubmissionState.WAITING
        context = {
            "section": "moderation",
            "held": held,
            "opened": opened,
            "title": title_of(held),
            "state": state_word(held),
            "waits": waits,
            "decidable": queue.may_decide(request.user, request.scopes, held),
            "own": held.author_id == request.user.pk,
            "seen": moving.mark(held) if waits else "",
            "log": log_of(held, names=True),
            "ask": ask or AskForm(),
            "refuse": refuse or RefuseForm(),
            "wrong": wrong,
            "consents": held.consents.select_related("recorded_by").order_by("-pk"),
        }
        context |= TOLD[held.kind](request, held, opened, waits)
        return page(request, "moderation/writing.html", context, status=status)


def story_told(request, held, opened, waits) -> dict:
    withdrawn = held.state == SubmissionState.WITHDRAWN
    code = held.code and codes.show(held.code)
    return {
        "one": None if withdrawn else story_shown(held, opened),
        "public_url": reverse("permanent-story", args=[code]) if code else "",
        "withdraw_url": "" if withdrawn else reverse("desk-story-withdraw", args=[held.pk]),
    }


def dossier_told(request, held, opened, waits) -> dict:
    """Its words are the moderator's to see only while it waits: then what was issued is public."""
    issues = list(held.dossier.issues.order_by("-number"))
    shown = codes.show(held.dossier.code)
    told = {"public_url": reverse("permanent-dossier", args=[shown]) if issues else ""}
    if not waits:
        return told
    site = request.build_absolute_uri("/").rstrip("/")
    changed = changes(issues[0].content, content_of(held.dossier)) if issues else []
    return (
        told
        | dossier_shown(held.dossier, opened, site)
        | {
            "changed": [change_words(one) for one in changed],
            "issue_before": issues[0].number if issues else None,
            "paper_url": reverse("moderation-writing-paper", args=[held.pk]),
        }
    )


def use_told(request, held, opened, waits) -> dict:
    form = UseForm(held.payload)
    said = figures([held.citation], get_language())[held.citation.code]
    told = {
        "sentence": said.sentence,
        "code": codes.show(held.citation.code),
        "public_url": reverse("citation", args=[codes.show(held.citation.code)]),
        "use": None,
        "hidden": held.use.hidden if held.use else None,
    }
    if form.is_valid():
        use = form.use()
        told["use"] = use | {
            "kind": use_kind_word(use["kind"]),
            "date": day_marked(use["date"], use["date_precision"]),
        }
    return told


TOLD = {
    WritingKind.STORY: story_told,
    WritingKind.DOSSIER: dossier_told,
    WritingKind.USE: use_told,
}


@moderators_only
@require_safe
def printed(request, writing):
    """A waiting dossier on paper, as a draft."""
    held = hers(request, writing)
    if held.kind != WritingKind.DOSSIER or held.state != SubmissionState.WAITING:
        raise Http404
    return draft_paper(request, held.dossier)


# ---- deciding ------------------------------------------------------------------------------------


@moderators_only
@require_POST
def decide(request, writing):
    held = hers(request, writing)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    if not queue.may_decide(request.user, request.scopes, held):
        wrong = _("What you sent yourself somebody else decides.")
        return shown(request, held, wrong=wrong, status=403)
    try:
        return act(request, held)
    except (refusals.Refused, NotReady, NothingChanged) as error:
        return shown(request, hers(request, writing), wrong=refusal(error), status=409)


def accept(request, held):
    verb = {
        WritingKind.STORY: stories.publish,
        WritingKind.DOSSIER: dossiers.publish,
        WritingKind.USE: uses.accept,
    }[held.kind]
    verb(held, by=request.user, seen=request.POST.get("seen", ""))
    return onward(request, _("Accepted and published."))


def ask_back(request, held):
    if held.kind == WritingKind.USE:
        raise Http404  # whoever reports has no page to answer on
    form = AskForm(request.POST)
    if not form.is_valid():
        return shown(request, held, ask=form, status=400)
    moving.ask_back(held, by=request.user, note=form.cleaned_data["note"])
    return onward(request, _("Asked back."))


def refuse(request, held):
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return shown(request, held, refuse=form, status=400)
    moving.refuse(held, by=request.user, **form.cleaned_data)
    return onward(request, _("Refused."))


def hide(request, held):
    uses.set_hidden(held, True, by=request.user)
    messages.success(request, _("It is hidden from the page of the citation."))
    return HttpResponseRedirect(reverse("moderation-writing", args=[held.pk]), status=303)


def show(request, held):
    uses.set_hidden(held, False, by=request.user)
    messages.success(request, _("It is on the page of the citation again."))
    return HttpResponseRedirect(reverse("moderation-writing", args=[held.pk]), status=303)


ACTS = {"accept": accept, "ask-back": ask_back, "refuse": refuse, "hide": hide, "show": show}


def onward(request, words):
    """To the next that waits; to the list where none does."""
    messages.success(request, words)
    following = queue.waiting(request.scopes).first()
    address = (
        reverse("moderation-writing", args=[following.pk])
        if following
        else reverse("moderation-writings")
    )
    return HttpResponseRedirect(address, status=303)


def refusal(error) -> str:
    """Why something was not done, in words."""
    if isinstance(error, refusals.WrongState):
        words = _("Somebody was faster: it is now “%s”.")
        return words % SubmissionState(error.state).label
    if isinstance(error, refusals.NotPublishable):
        return _("The register refuses it: %s") % "; ".join(map(str, error.problems))
    return {
        refusals.ChangedMeanwhile: _("It was changed meanwhile: look at it again."),
        refusals.ActorGone: _("The profile left the register meanwhile."),
        NothingChanged: _("Nothing changed since the last issue."),
    }.get(type(error), _("This could not be done."))
