"""Who keeps a profile: owners invite, change, revoke and hand over; editors look and may leave."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk import looking, roles
from desk import stewards as verbs
from desk.models import StewardRole
from desk.moderation import trust
from desk.moderation.profiles import KeepsIt, OutOfScope, may_act
from desk.numbers import number_of
from frontend.private import moderators_only, page, signed_in
from frontend.views.actors import read_code
from frontend.views.private.claims import about
from frontend.views.private.profiles import hers

LOG_MOST = 50
HANDS_OVER = "hand-over"


class InviteForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"class": "input", "dir": "ltr", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("What may this person do?"),
        choices=[
            (StewardRole.EDITOR.value, gettext_lazy("Editor: sends changes of the profile")),
            (StewardRole.OWNER.value, gettext_lazy("Owner: also says who else keeps it")),
            (HANDS_OVER, gettext_lazy("Owner in your place: as it is accepted, you step down")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"),
        choices=settings.LANGUAGES,
        widget=forms.Select({"class": "input"}),
    )


class NoteForm(forms.Form):
    steward = forms.IntegerField(min_value=1, max_value=2**62)
    note = forms.CharField(max_length=2000, error_messages={"required": gettext_lazy("Say why.")})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def stewards(request, key):
    """Who keeps it, on what ground and since when; and for its owners, what they may do."""
    code = read_code(key)
    role = roles.role_on(request.user, code)
    if role is None:
        raise PermissionDenied
    inviting = request.method == "POST" and request.POST.get("do") == "invite"
    form = InviteForm(request.POST if inviting else None, initial={"language": get_language()})
    wrong = None
    if request.method == "POST" and (not inviting or form.is_valid()):
        try:
            said = _done(request, code, form)
        except roles.NotAllowed as error:
            raise PermissionDenied from error
        except verbs.Refused as error:
            wrong = refusal(error)
        else:
            messages.success(request, said)
            gone = roles.role_on(request.user, code) is None
            where = reverse("desk") if gone else request.path
            return HttpResponseRedirect(where, status=303)
    held = verbs.of_profile(code)
    own = next((one for one in held if one.person_id == request.user.pk), None)
    owners = sum(one.role == StewardRole.OWNER for one in held)
    context = about(code) | {
        "section": "desk",
        "held": held,
        "own": own,
        "owns": role == StewardRole.OWNER,
        "last_owner": role == StewardRole.OWNER and owners == 1,
        "invitations": verbs.invitations(code) if role == StewardRole.OWNER else [],
        "acts": verbs.acts_on(code, LOG_MOST),
        "form": form,
        "wrong": wrong,
    }
    status = 409 if wrong else 400 if form.is_bound else 200
    return page(request, "desk/stewards.html", context, status=status)


def _done(request, code, form) -> str:
    """Do what was asked; what to say of it."""
    do, by = request.POST.get("do"), request.user
    if do == "invite":
        told = form.cleaned_data
        hands_over = told["role"] == HANDS_OVER
        verbs.invite(
            code,
            by=by,
            address=told["address"],
            role=StewardRole.OWNER if hands_over else told["role"],
            language=told["language"],
            hands_over=hands_over,
        )
        return _("Invited: a mail is on its way.")
    if do == "leave":
        verbs.leave(code, by=by)
        return _("You keep this profile no longer.")
    if do in ("resend", "withdraw"):
        (verbs.resend if do == "resend" else verbs.withdraw)(code, _number(request), by=by)
        return _("Sent again.") if do == "resend" else _("Invitation withdrawn.")
    if do in StewardRole.values:
        verbs.change_role(code, _number(request), by=by, role=do)
        return _("Role changed.")
    if do == "revoke":
        verbs.revoke(code, _number(request), by=by)
        return _("Role taken away.")
    if do == HANDS_OVER:
        verbs.hand_over(code, _number(request), by=by)
        return _("Handed over. You keep this profile no longer.")
    raise verbs.NoSteward


def _number(request) -> int:
    return number_of(request.POST.get("which", "")) or 0


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Look on GET, which changes nothing; accept or decline on POST."""
    try:
        found = verbs.opened(token)
    except verbs.NotOpen:
        return page(request, "desk/invitation.html", {"gone": True}, status=410)
    code, wrong = found.actor.code, None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "decline":
                verbs.decline(found, by=request.user)
                messages.success(request, _("Declined."))
                return HttpResponseRedirect(reverse("desk"), status=303)
            verbs.accept(found, by=request.user)
        except verbs.Refused as error:
            wrong = refusal(error)
        else:
            messages.success(request, _("You keep this profile now."))
            return HttpResponseRedirect(reverse("stewards", args=[about(code)["code"]]), status=303)
    context = about(code) | {
        "section": "desk",
        "found": found,
        "hers": verbs.is_hers(found, request.user),
        "role": StewardRole(found.role).label,
        "has": roles.role_on(request.user, code),
        "wrong": wrong,
    }
    return page(request, "desk/invitation.html", context, status=409 if wrong else 200)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def moderated(request, key):
    """A moderator sees who keeps a profile, and takes a role away with a reason."""
    code = hers(request, key)
    if request.method == "POST" and request.POST.get("do") in TRUSTS:
        return trusting(request, code)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            verbs.moderate(code, told["steward"], by=request.user, note=told["note"])
        except (verbs.Refused, roles.NotAllowed) as error:
            return moderated_page(request, code, form, refusal(error))
        messages.success(request, _("Role taken away."))
        return HttpResponseRedirect(request.path, status=303)
    if form.is_bound and "steward" in form.errors:
        raise Http404
    return moderated_page(request, code, form)


def trusting(request, code):
    """A moderator trusts somebody who keeps a profile with her small changes, or does no more."""
    act, said = TRUSTS[request.POST["do"]]
    number = number_of(request.POST.get("which", "")) or 0
    held = next((one for one in verbs.of_profile(code) if one.pk == number), None)
    try:
        may_act(request.user, code)
        act(held, by=request.user)
    except (roles.NotAllowed, trust.NoSteward) as error:
        return moderated_page(request, code, NoteForm(), refusal(error))
    messages.success(request, said)
    return HttpResponseRedirect(request.path, status=303)


TRUSTS = {
    "trust": (
        trust.give_to,
        gettext_lazy("Her small changes of this profile are now published at once."),
    ),
    "distrust": (trust.take_from, gettext_lazy("Her changes wait for a moderator again.")),
}


def moderated_page(request, code, form, wrong=""):
    held = verbs.of_profile(code)
    looking.note(request.user, *(one.person for one in held))
    trusted = trust.standing_on(code)
    context = about(code) | {
        "section": "moderation",
        "held": [{"steward": one, "trust": trusted.get(one.pk)} for one in held],
        "acts": verbs.acts_on(code, LOG_MOST),
        "form": form,
        "wrong": wrong,
    }
    status = 409 if wrong else 400 if form.is_bound else 200
    return page(request, "moderation/stewards.html", context, status=status)


def refusal(error) -> str:
    """Why something was not done, in words."""
    return {
        verbs.LastOwner: _("A profile keeps an owner: invite or choose another first."),
        verbs.NoSteward: _("This changed meanwhile: look at it again."),
        verbs.InvitedAlready: _("That address is invited already: send it again instead."),
        verbs.TooManyInvitations: _("Too many invitations for now. Try again another day."),
        verbs.NotOpen: _("This invitation is not open any more."),
        verbs.NotHerAddress: _("Your account has not confirmed the address that was invited."),
        verbs.KeptAlready: _("This role is held already."),
        trust.NoSteward: _("This changed meanwhile: look at it again."),
        KeepsIt: _("You keep this profile yourself: somebody else decides."),
        OutOfScope: _("You do not moderate this profile."),
    }[type(error)]
