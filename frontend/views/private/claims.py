"""Claiming a profile, and what moderators decide of claims."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from desk import claims, looking, paging, proofs, roles
from desk.forms.claim import ClaimForm
from desk.models import Claim, ClaimDocument, ClaimState, Proof, StewardRole, Stewardship
from desk.models.claims import OPEN
from desk.numbers import number_of
from desk.pictures import BadPicture, written
from desk.submissions.facts import current
from directory import codes
from directory.as_of import snapshot
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of
from frontend.cards import actor_path
from frontend.listing import after_of, ways
from frontend.pictures import too_large
from frontend.private import moderators_only, page, signed_in
from frontend.staying import stays
from frontend.views.actors import read_code
from frontend.waits import wait_words

MOST = 100
MOST_BESIDES = 10


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


@stays
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request, key):
    """One claim of hers: pictures of documents are kept first, then what was typed is judged."""
    code = read_code(key)
    if current(code) is None:
        raise Http404
    if request.method == "POST" and too_large(request):
        words = _("These files are too large together. Send fewer at once.")
        return claim_page(request, code, claim_form(request, code), unread=words, status=413)
    do, _dash, digest = request.POST.get("do", "").partition("-")
    unread = taken(request, code) if request.method == "POST" else ""
    if do == "out":
        proofs.take_out(request.user, code, digest)
    beside = do in ("out", "keep")  # what was typed stays, and is not judged yet
    sending = request.method == "POST" and do != "withdraw" and not beside
    form = claim_form(request, code, request.POST if sending else None)
    if beside:
        form.initial = request.POST.dict()
    if unread or beside or request.method != "POST" or (sending and not form.is_valid()):
        status = 400 if unread or sending else 200
        return claim_page(request, code, form, unread=unread, status=status)
    try:
        said = carried(request, code, form, withdrawing=not sending)
    except (claims.KeptAlready, claims.AskedAlready, claims.TooManyClaims, claims.NotOpen) as error:
        return claim_page(request, code, form, wrong=refusal(error), status=409)
    messages.success(request, said)
    return HttpResponseRedirect(request.path, status=303)


def taken(request, code) -> str:
    """Keep the pictures that came; what was wrong with one."""
    for upload in request.FILES.getlist("documents"):
        try:
            proofs.put_in(request.user, code, written(upload, "document")[-1])
        except BadPicture as error:
            return error.words
        except proofs.TooManyDocuments:
            return _("There is room for three pictures: take one out first.")
    return ""


def carried(request, code, form, *, withdrawing) -> str:
    """Send, answer or withdraw; what to say of it."""
    held = claims.open_claim(request.user, code)
    if withdrawing:
        if held:
            claims.withdraw(held, by=request.user)
        return _("Withdrawn.")
    if held:
        claims.answer(held, by=request.user, **form.claimed())
    else:
        claims.send(request.user, code, **form.claimed())
    return _("A moderator looks at it.")


def claim_form(request, code, given=None) -> ClaimForm:
    held = claims.open_claim(request.user, code)
    names = ("proof", "network", "contact", "words")
    networks = proofs.networks_of(code)
    called = _called(networks)
    return ClaimForm(
        given,
        networks=[(one, network_words(one, called)) for one in networks],
        documents=proofs.documents_of(request.user, code).count(),
        reachable=bool(proofs.addresses_of(code)),
        initial=held and {name: getattr(held, name) for name in names},
    )


def network_words(code, names) -> str:
    return name_of({"names": names[code]}).text if code in names else codes.show(code)


def claim_page(request, code, form, *, wrong="", unread="", status=200):
    held = claims.open_claim(request.user, code)
    documents = list(proofs.documents_of(request.user, code).defer("content"))
    context = about(code) | {
        "section": "desk",
        "form": form,
        "held": held,
        "asked": held and held.state == ClaimState.ASKED_BACK and held.decisions.last(),
        "wait": wait_words(claims.usual_wait()) if held else "",
        "folded": held and held.state == ClaimState.WAITING and request.method != "POST",
        "documents": documents,
        "room": proofs.MOST_DOCUMENTS - len(documents),
        "unread": unread,
        "wrong": wrong,
        "mine": roles.may_manage(request.user, code),
    }
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
    others = list(open_ones.select_related("person", "actor").order_by("pk"))
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
        "beside": [beside(one) for one in (held, *others)],
        "keepers": keepers.order_by("since", "pk"),
        "decisions": held.decisions.select_related("by"),
        "open": held.state in OPEN,
        "form": form,
        "wrong": wrong,
    }
    status = 409 if wrong else 400 if form.is_bound else 200
    return page(request, "moderation/claim.html", context, status=status)


def beside(one) -> dict:
    """A claim with its pictures, and who moderates for the network said to vouch."""
    documents = proofs.documents_of(one.person, one.actor.code)
    return {
        "claim": one,
        "documents": list(documents.defer("content")),
        "network": about(one.network) if one.network else None,
        "vouching": proofs.moderators_of(one.network) if one.network else [],
        "besides": besides(one),
    }


def besides(claim) -> list[dict]:
    """Other profiles that the same person claims or claimed, and whether with the same picture."""
    found = Claim.objects.filter(person=claim.person_id).exclude(actor=claim.actor_id)
    found = list(found.select_related("actor").order_by("-sent_at", "-pk")[:MOST_BESIDES])
    digests = proofs.documents_of(claim.person, claim.actor.code).values("digest")
    again = ClaimDocument.objects.filter(person=claim.person_id, digest__in=digests)
    shared = set(again.exclude(actor=claim.actor_id).values_list("actor", flat=True))
    names = _called(one.actor.code for one in found)
    return [
        {
            "claim": one,
            "code": codes.show(one.actor.code),
            "name": name_of({"names": names.get(one.actor.code, {})}),
            "same_picture": one.actor_id in shared,
        }
        for one in found
    ]


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
