"""Seals of a profile in a moderator's hands: given, given anew, taken back."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk import roles
from desk.forms.dates import years_after
from desk.models import ProfileVerb
from desk.moderation import sealing
from desk.moderation.forms import ReasonForm, SealForm
from desk.submissions import refusals
from directory import codes
from directory.as_of import snapshot
from directory.models import SealScope
from directory.records.validate import moroccan_today
from directory.selectors.actors import actor_state
from evidence.wording.filters import value_words
from frontend import profiles as told
from frontend.private import moderators_only, page
from frontend.revisions import role_word
from frontend.seals import meaning
from frontend.views.private.profiles import anew, hers, standing, to_profile


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def seals(request, key):
    """What was verified of it; to give a seal or give one anew, and to take one back."""
    code = hers(request, key)
    voices = sealing.voices(request.user, code)
    given = request.POST if request.method == "POST" else None
    giving = seal_form(request, code, voices, None if given and "back" in given else given)
    back = ReasonForm(given if given and "back" in given else None, verb=ProfileVerb.UNSEAL)
    form = back if back.is_bound else giving
    wrong = done(request, code, form, back) if form.is_bound and form.is_valid() else None
    if form.is_bound and form.is_valid() and wrong is None:
        return HttpResponseRedirect(request.path, status=303)
    with snapshot() as reading:
        state = actor_state(code, reading)
        if state is None or not state.is_current:
            return to_profile(code)
        context = {
            "section": "moderation",
            **standing(code, state),
            "voices": voices,
            "seals": told_seals(request.user, code, voices, back),
            "form": anew(giving, sealing.mark_of(code)),
            "wrong": wrong and told.refusal(wrong),
        }
        status = told.status_of(wrong) if wrong is not None else 400 if form.is_bound else 200
        return page(request, "moderation/seals.html", context, status=status)


def done(request, code, form, back):
    """Give or take back; the refusal, if it was refused."""
    try:
        if form is back:
            more = form.cleaned_data
            sealing.take_back(
                code, more["seen"], by=request.user, reason=more["reason"], note=more["note"]
            )
            messages.success(request, _("Taken back."))
        else:
            more = form.cleaned_data
            sealing.give(
                code, form.given(), voice=more["voice"], by=request.user, seen=more["seen"],
                note=more["note"],
            )  # fmt: skip
            messages.success(request, _("Given: its page says so."))
    except (refusals.Refused, roles.NotAllowed) as error:
        return error
    return None


def seal_form(request, code, voices, given) -> SealForm:
    """Empty, or for one that stands (`anew`) with its scope and whose it is."""
    today = moroccan_today()
    initial = {"given_on": typed(today), "until": typed(years_after(today, 1))}
    if len(voices) == 1:
        initial["voice"] = voices[0]
    for one in sealing.standing(code):
        if bytes(one.digest).hex() == request.GET.get("anew"):
            initial |= {"scope": one.scope, "voice": sealing.voice_of(one)}
    return SealForm(
        given,
        scopes=[(scope, f"{value_words('seal', scope)} — {meaning(scope)}") for scope in SealScope],
        voices=[(voice, voice_words(voice)) for voice in voices],
        today=today,
        initial=initial,
    )


def typed(day) -> str:
    return f"{day:%d/%m/%Y}"


def voice_words(voice: str) -> str:
    if voice == sealing.MODERATION:
        return role_word("moderator")
    name = told.shown_name(voice)
    return f"{name.text} ({codes.show(voice)})" if name else codes.show(voice)


def told_seals(by, code, voices, back) -> list[dict]:
    """Each that stands: what it says, whether its day has come, and how she takes it back."""
    found = sealing.standing(code)
    today = moroccan_today()
    rows = []
    for one in found:
        digest = bytes(one.digest).hex()
        asked = back.is_bound and back.data.get("seen") == digest
        form = back if asked else ReasonForm(verb=ProfileVerb.UNSEAL, initial={"seen": digest})
        form.auto_id = f"id_%s_{one.pk}"
        rows.append(
            {
                "word": value_words("seal", one.scope),
                "meaning": meaning(one.scope),
                "verifier": one.verifier
                and told.called(one.verifier.code, told.shown_name(one.verifier.code)),
                "role": role_word(one.role),
                "given_on": one.given_on,
                "until": one.until,
                "over": one.until is not None and one.until <= today,
                "is_demo": one.is_demo,
                "anew": digest if sealing.voice_of(one) in voices else None,
                "back": form if sealing.may_take_back(by, code, one, voices) else None,
                "open": asked,
            }
        )
    return rows
