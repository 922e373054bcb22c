"""To be erased: asked by anybody, followed by a private link, decided by who moderates it all."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desk import looking, robots
from desk.forms.erasure import ErasureForm
from desk.forms.profile.step import kept
from desk.models import Erasure, ErasureState
from desk.privacy import requests
from desk.submissions.refusals import UnknownLink, WrongState
from directory import codes
from directory.as_of import snapshot
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of
from frontend.cards import actor_path
from frontend.private import moderators_only, page
from frontend.views.submissions.private import (
    BOTHERED,
    UNWELL,
    address_of,
    drawn,
    private,
    trouble_words,
)

MOST = 100
OPEN = (ErasureState.SENT, ErasureState.WAITING, ErasureState.ACCEPTED)


@private
def new(request):
    """Who she is, and where she is named."""
    form, trouble = ErasureForm(), ""
    if request.method == "POST":
        form = ErasureForm(kept(request.POST, form.fields))
        try:
            robots.check(request.POST)
            if form.is_valid():
                told = form.cleaned_data
                requests.ask(told, language=get_language(), address=address_of(request))
                return HttpResponseRedirect(reverse("erasure-sent"), status=303)
        except BOTHERED as error:
            trouble = trouble_words(error)
    context = {"form": form, "trouble": trouble, **robots.for_form()}
    return drawn(request, "erasure/new.html", context, status=UNWELL if form.is_bound else 200)


@private
def sent(request):
    """A mail is on its way, or is not: the page says the same."""
    return drawn(request, "erasure/sent.html", {})


@private
def one(request, token):
    """Look on GET, which changes nothing; confirm or take back on POST."""
    try:
        held = requests.find(token)
    except UnknownLink as error:
        raise Http404(_("No request has this address.")) from error
    if request.method == "POST":
        try:
            if "confirm" in request.POST:
                requests.confirm(held)
            elif "withdraw" in request.POST:
                requests.take_back(held)
        except WrongState:
            pass  # done already, or decided meanwhile: the page says how it stands
        return HttpResponseRedirect(request.path, status=303)
    context = {
        "held": held,
        "state_title": state_title(held.state),
        "state_words": state_words(held.state),
        "may_take_back": held.state in OPEN,
        "profiles": _profiles(held),
        "address": request.build_absolute_uri(request.path),
    }
    return drawn(request, "erasure/one.html", context)


def state_title(state: str) -> str:
    return {
        ErasureState.SENT: _("Is it you who asks?"),
        ErasureState.WAITING: _("Sent, and waiting for a moderator"),
        ErasureState.ACCEPTED: _("Accepted"),
        ErasureState.DONE: _("What named you is erased"),
        ErasureState.REFUSED: _("Not accepted"),
        ErasureState.WITHDRAWN: _("Taken back"),
    }[state]


def state_words(state: str) -> str:
    return {
        ErasureState.SENT: _("Read what will be erased, then confirm it."),
        ErasureState.WAITING: _("A moderator looks at it, and you are told by mail."),
        ErasureState.ACCEPTED: _("It is erased within a day. Until then you can take it back."),
        ErasureState.DONE: _("Nothing of your request is kept either."),
        ErasureState.REFUSED: _("This is why; nothing else of your request is kept."),
        ErasureState.WITHDRAWN: _("Nothing was erased, and nothing of your request is kept."),
    }[state]


def _profiles(held) -> list[dict]:
    with snapshot() as reading:
        named = names_of_actors(set(held.profiles), reading)
    return [
        {
            "code": codes.show(code),
            "name": name_of({"names": named[code]}) if named.get(code) else None,
            "url": actor_path(code, named[code])
            if named.get(code)
            else reverse("permanent-actor", args=[codes.show(code)]),
        }
        for code in held.profiles
    ]


# ---- moderation ----------------------------------------------------------------------------------


class DecideForm(forms.Form):
    use_required_attribute = False

    do = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            ("accept", gettext_lazy("Erase what names her")),
            ("refuse", gettext_lazy("Refuse")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Why, if you refuse"),
        help_text=gettext_lazy("She reads it, in a mail and behind her link."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"class": "input", "rows": 3, "dir": "auto"}),
    )

    def clean(self):
        told = super().clean()
        if told.get("do") == "refuse" and not (told.get("answer") or "").strip():
            self.add_error("answer", _("Say why: she has a right to know."))
        return told


@moderators_only
@require_safe
def erasures(request):
    """Those that wait, and the last ones decided."""
    _country_only(request)
    rows = list(requests.waiting(request.scopes)[:MOST])
    accepted = Erasure.objects.asked().filter(state=ErasureState.ACCEPTED).order_by("decided_at")
    ended = Erasure.objects.asked().filter(decided_at__isnull=False).exclude(state__in=OPEN)
    context = {
        "section": "moderation",
        "rows": rows,
        "accepted": accepted[:MOST],
        "ended": ended.select_related("decided_by").order_by("-decided_at", "-pk")[:20],
    }
    return page(request, "moderation/erasures.html", context)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request, erasure):
    """One request: who asks, where she is named, and the decision."""
    _country_only(request)
    held = Erasure.objects.asked().exclude(state=ErasureState.SENT).filter(pk=erasure).first()
    if held is None:
        raise Http404
    looking.note(request.user, held)
    deciding = request.method == "POST" and "reopen" not in request.POST
    form, wrong = DecideForm(request.POST if deciding else None, auto_id="%s"), ""
    if request.method == "POST" and (not deciding or form.is_valid()):
        try:
            _decide(held, request.user, form.cleaned_data if deciding else {"do": "reopen"})
        except WrongState:
            wrong = _("This was decided or taken back meanwhile.")
            held.refresh_from_db()
        else:
            messages.success(request, _("Decided.") if deciding else _("It waits again."))
            return HttpResponseRedirect(reverse("moderation-erasures"), status=303)
    context = {
        "section": "moderation",
        "held": held,
        "profiles": _profiles(held),
        "form": form if held.state == ErasureState.WAITING else None,
        "reopenable": held.state == ErasureState.ACCEPTED,
        "erased": sum(held.told.get("erased", {}).values()),
        "left": sum(held.told.get("left", {}).values()),
        "wrong": wrong,
    }
    status = 409 if wrong else 400 if form.is_bound else 200
    return page(request, "moderation/erasure.html", context, status=status)


def _country_only(request):
    if not requests.may_decide(request.scopes):
        raise PermissionDenied


def _decide(held, by, told):
    if told["do"] == "accept":
        requests.accept(held, by=by)
    elif told["do"] == "refuse":
        requests.refuse(held, by=by, answer=told["answer"])
    else:
        requests.reopen(held, by=by)
