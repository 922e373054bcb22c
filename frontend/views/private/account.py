"""A person's account: what it holds, its language, and its end. Entering is allauth's."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.internal.flows.sessions import end_sessions
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk import consenting, erasing, keeping, looking, second_factor, taking
from desk.forms.account import AboutForm, EraseForm
from frontend.private import page, signed_in
from frontend.views.private.desk import following_url

MOST = 50  # of looks and of consents; all of them are in the file
FORM = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@FORM
def account(request):
    """What is kept of a person; the name and the language she chooses."""
    person = request.user
    form = AboutForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        with override(person.language):
            return HttpResponseRedirect(reverse("account"))
    context = {
        "section": "account",
        "form": form,
        "has_factor": second_factor.has_one(person),
        "has_password": person.has_usable_password(),
        "sessions": person.usersession_set.count(),
    }
    return page(request, "account/account.html", context, status=400 if form.errors else 200)


@signed_in
@require_safe
def kept(request):
    """What is kept about her, by kind: how much, why and for how long."""
    context = {
        "section": "account",
        "kept": keeping.kept_of(request.user),
        "consents": [
            (one, consenting.withdrawable(one)) for one in consenting.given_by(request.user)[:MOST]
        ],
        "following_url": following_url(request.user),
        "looks": looking.at(request.user)[:MOST],
        "most": MOST,
    }
    return page(request, "account/kept.html", context)


@signed_in
@require_POST
def withdraw_consent(request, given):
    """Take back one consent of hers; for anybody else there is none."""
    held = get_object_or_404(consenting.given_by(request.user), pk=given)
    try:
        consenting.withdraw(held)
    except consenting.ForEver:
        messages.error(request, _("What is published under the licence stays free to use."))
    except consenting.WithdrawnAlready:
        messages.info(request, _("It was withdrawn already."))
    else:
        messages.success(request, _("Withdrawn: it is public no more."))
    return HttpResponseRedirect(reverse("account-data") + "#consents", status=303)


@signed_in
@require_POST
def end_session(request, session):
    """End one session of hers, and no other; for anybody else there is none."""
    held = get_object_or_404(request.user.usersession_set, pk=session)
    end_sessions(request, [held])
    messages.success(request, _("That session is ended."))
    return HttpResponseRedirect(reverse("usersessions_list"), status=303)


@signed_in
@reauthentication_required
@require_safe
def given(request):
    """All of it, as one file: JSON and her pictures."""
    answer = StreamingHttpResponse(
        taking.packed(request.user, localtime()), content_type="application/zip"
    )
    answer["Content-Disposition"] = 'attachment; filename="athar.zip"'
    return answer


@signed_in
@reauthentication_required
@FORM
def erase(request):
    """The end of an account, after saying once more who asks."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase(request.user)
        except erasing.IsAdministrator:
            form.add_error(None, _("An administrator's account is erased on the server."))
        else:
            logout(request)
            return HttpResponseRedirect(reverse("account-erased"))
    alone = erasing.left_without_owner(request.user)
    context = {"form": form, "alone": alone}
    return page(request, "account/erase.html", context, status=400 if form.errors else 200)


def erased(request):
    """Said to who has just left; it says nothing of anybody."""
    return page(request, "account/erased.html", {})
