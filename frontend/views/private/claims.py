"""Claiming a profile, and what moderators decide of claims."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from desk import claims, looking, paging, roles
from desk.models import Claim, ClaimState, Proof, StewardRole, Stewardship
from desk.models.claims import OPEN
from desk.numbers import number_of
from desk.submissions.facts import current
from directory import codes
from directory.as_of import snapshot
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of
from frontend.cards import actor_path
from frontend.listing import after_of, ways
from frontend.private import moderators_only, page, signed_in
from frontend.views.actors import read_code

MOST = 100


class ClaimForm(forms.Form):
    proof = forms.ChoiceField(
        label=gettext_lazy("How can we see that it is yours?"),
        choices=Proof.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    contact = forms.CharField(
        label=gettext_lazy("Telephone or e-mail where we reach you"),
        max_length=200,
        widget=forms.TextInput({"class": "input", "dir": "auto"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Your part in it, and which document or network"),
        help_text=gettext_lazy("Only moderators read this. No file is sent here."),
        max_length=2000,
        widget=forms.Textarea({"class": "input", "rows": 4, "dir": "auto"}),
    )


class DecideForm(forms.Form):
    do = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            ("accept", gettext_lazy("Accept")),
            ("ask-back", gettext_lazy("Ask back")),
            ("refuse", gettext_lazy("Refuse")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Kept with the decision. Only a question is sent to the claimant."),
        max_length=2000,
        widget=forms.Textarea({"class": "input", "rows": 3, "dir": "auto"}),
    )
    proof = forms.ChoiceField(
        label=gettext_lazy("Seen by which proof, if you accept"),
        choices=[("", "—"), *Proof.choices],
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role, if you accept"),
        choices=StewardRole.choices,
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    others = forms.ChoiceField(
        label=gettext_lazy("The other claims, if you accept"),
        choices=[
            ("", "—"),
            ("wait", gettext_lazy("go on waiting")),
            ("refuse", gettext_lazy("are refused for the same reason")),
        ],
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, others, **more):
        super().__init__(data, **more)
        self.disputed = bool(others)
        if not others:
            del self.fields["others"]

    def clean_seen(self):
        seen = {number_of(one) for one in self.cleaned_data["seen"].split()}
        if None in seen:
            raise forms.ValidationError(_("This could not be done."))
        return seen

    def clean(self):
        told = super().clean()
        if told.get("do") == "accept":
            for name in ("proof", "role", *(["others"] if self.disputed else [])):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose one."))
        return told


def _called(codes_asked):
    with snapshot() as reading:
        return names_of_actors(set(codes_asked), reading)


def about(code):
    names = _called([code]).get(code)
    return {
        "code": codes.show(code),
        "name": name_of({"names": names}) if names else None,
        "actor_url": names and actor_path(code, names),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request, key):
    code = read_code(key)
    if current(code) is None:
        raise Http404
    held = claims.open_claim(request.user, code)
    typed = held and {"proof": held.proof, "contact": held.contact, "words": held.words}
    sending = request.method == "POST" and request.POST.get("do") != "withdraw"
    form = ClaimForm(request.POST if sending else None, initial=typed)
    wrong = None
    if request.method == "POST" and (not sending or form.is_valid()):
        try:
            if not sending:
                if held:
                    claims.withdraw(held, by=request.user)
            elif held:
                claims.answer(held, by=request.user, **form.cleaned_data)
            else:
                claims.send(request.user, code, **form.cleaned_data)
        except (
            claims.KeptAlready,
            claims.AskedAlready,
            claims.TooManyClaims,
            claims.NotOpen,
        ) as error:
            wrong = refusal(error)
        else:
            words = _("A moderator looks at it.") if sending else _("Withdrawn.")
            messages.success(request, words)
            return HttpResponseRedirect(request.path, status=303)
    asked = held and held.state == ClaimState.ASKED_BACK and held.decisions.last()
    context = about(code) | {
        "section": "desk",
        "form": form,
        "held": held,
        "asked": asked,
        "wrong": wrong,
        "mine": roles.may_manage(request.user, code),
    }
    status = 409 if wrong else 400 if form.is_bound else 200
    return page(request, "desk/claim.html", context, status=status)


@moderators_only
@require_safe
def waiting(request):
    found = Claim.objects.open().within(request.scopes).select_related("actor", "person")
    try:
        rows, following = paging.page(found, "sent_at", after_of(request, ()), MOST)
    except paging.NoSuchRow:
        rows, following, status = [], None, 400
    else:
        status = 200
    names = _called(one.actor.code for one in rows)
    shown = [
        {
            "claim": one,
            "code": codes.show(one.actor.code),
            "name": name_of({"names": names[one.actor.code]}) if one.actor.code in names else None,
        }
        for one in rows
    ]
    context = {
        "section": "moderation",
        "rows": shown,
        "wrong": _("There is no such page of this list.") if status == 400 else "",
        **ways(request, following),
    }
    return page(request, "moderation/claims.html", context, status=status)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, claim):
    held = Claim.objects.within(request.scopes).select_related("actor", "person")
    held = held.filter(pk=claim).first()
    if held is None:
        raise Http404
    open_ones = Claim.objects.open().filter(actor=held.actor_id).exclude(pk=held.pk)
    others = list(open_ones.select_related("person").order_by("pk"))
    looking.note(request.user, held, *others)
    seen = " ".join(str(one.pk) for one in others)
    given = request.POST if request.method == "POST" else None
    form = DecideForm(given, others=others, initial={"seen": seen})
    wrong = None
    if form.is_bound and form.is_valid():
        try:
            _decide(held, form.cleaned_data, request.user)
        except (
            claims.KeptAlready,
            claims.NotOpen,
            claims.OthersCame,
            roles.NotAllowed,
        ) as error:
            wrong = refusal(error)
            held.refresh_from_db()
            form = DecideForm(others=others, initial=form.cleaned_data | {"seen": seen})
        else:
            messages.success(request, _("Decided."))
            return HttpResponseRedirect(reverse("moderation-claims"), status=303)
    keepers = Stewardship.objects.standing().filter(actor=held.actor_id).select_related("person")
    context = about(held.actor.code) | {
        "section": "moderation",
        "held": held,
        "beside": [held, *others],
        "keepers": keepers.order_by("since", "pk"),
        "decisions": held.decisions.select_related("by"),
        "open": held.state in OPEN,
        "form": form,
        "wrong": wrong,
    }
    status = 409 if wrong else 400 if form.is_bound else 200
    return page(request, "moderation/claim.html", context, status=status)


def _decide(held, told, by):
    if told["do"] == "accept":
        claims.accept(
            held,
            by=by,
            proof=told["proof"],
            note=told["note"],
            role=told["role"],
            seen=told["seen"],
            refuse_others=told.get("others") == "refuse",
        )
    elif told["do"] == "refuse":
        claims.refuse(held, by=by, note=told["note"])
    else:
        claims.ask_back(held, by=by, note=told["note"])


def refusal(error) -> str:
    """Why something was not done, in words."""
    return {
        claims.KeptAlready: _("This profile is kept by this person already."),
        claims.AskedAlready: _("You claimed it already."),
        claims.TooManyClaims: _("You have too many open claims: wait until some are decided."),
        claims.NotOpen: _("Somebody was faster: this claim is not open any more."),
        claims.OthersCame: _("The other claims changed meanwhile: look at them again."),
        roles.NotAllowed: _("Who claims a profile does not decide who keeps it."),
    }[type(error)]
