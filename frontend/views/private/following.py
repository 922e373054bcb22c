"""To follow by mail: an organisation, or those of some filters. Without logging in."""

from django import forms
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from desk import robots
from desk.following import asking, words
from desk.following.asking import Followed
from desk.forms.profile.step import LTR
from desk.links import OpensNothing
from desk.numbers import number_of
from directory.as_of import snapshot
from directory.selection.filterset import ActorFilterSet
from directory.selectors.actors import actor_state
from frontend.opening import joined, tidied
from frontend.plain import refused_plainly
from frontend.views.actors import read_code
from frontend.views.submissions.private import (
    BOTHERED,
    UNWELL,
    address_of,
    author_of,
    drawn,
    private,
    trouble_words,
)


class AddressForm(forms.Form):
    use_required_attribute = False

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        error_messages={"required": gettext_lazy("Write the address that the mails go to.")},
        widget=forms.TextInput(
            {"class": "input", "inputmode": "email", "autocomplete": "email"} | LTR
        ),
    )


@private
def new(request):
    """What is followed stands in the page's address; where to, in its form."""
    tidy = tidied(request.GET)
    if tidy is not None and request.method != "POST":
        return HttpResponseRedirect(joined(request.path, tidy))
    with snapshot() as reading:
        what, filters, refused = _asked(request.GET, reading)
        if refused:
            return refused_plainly(refused)
        said = words.title(what, filters, reading)
    form, trouble = AddressForm(auto_id="%s", initial=_known(request)), ""
    if request.method == "POST":
        form = AddressForm(request.POST, auto_id="%s")
        try:
            robots.check(request.POST)
            if form.is_valid():
                return _followed(request, what, said, form.cleaned_data["email"])
        except BOTHERED as error:
            trouble = trouble_words(error)
    context = {
        "form": form,
        "trouble": trouble,
        "said": said,
        "url": words.page_of(what),
        **robots.for_form(),
    }
    return drawn(request, "following/new.html", context, status=UNWELL if form.is_bound else 200)


def _followed(request, what, said, address):
    hers = asking.follow(
        what,
        address=address,
        language=get_language(),
        said=said,
        by=author_of(request),
        origin=address_of(request),
    )
    onward = reverse("following-sent")
    if hers is not None:
        onward = reverse("following", args=[asking.link(hers)])
    return HttpResponseRedirect(onward, status=303)


def _known(request) -> dict:
    """The address of who is logged in, to begin with."""
    return {"email": request.user.email} if request.user.is_authenticated else {}


def _asked(given, reading):
    """What an address asks to follow, its filters, and what was refused of it."""
    if "actor" in given:
        refused = {name: [_("unknown parameter")] for name in given if name != "actor"}
        code = read_code(given["actor"])
        state = actor_state(code, reading)
        if state is None or not state.is_current:
            raise Http404(_("The register knows no organisation of this code, as of this moment."))
        return Followed(actor=code), {}, refused
    filters = ActorFilterSet(given, reading=reading, allowed=frozenset())
    if not filters.is_valid():
        return None, {}, filters.refused
    query = filters.selection().query
    return Followed(query=str(query)), dict(query.normal), {}


@private
def sent(request):
    """A mail is on its way, or is not: the page says the same."""
    return drawn(request, "following/sent.html", {})


@private
def confirm(request, token):
    """Look on GET, which changes nothing; follow on POST."""
    try:
        one = asking.to_confirm(token)
        if request.method == "POST":
            asking.confirm(one, language=get_language())
            return HttpResponseRedirect(
                reverse("following", args=[asking.link(one.follower)]), status=303
            )
    except OpensNothing:
        return drawn(request, "following/nothing.html", {}, status=410)
    return drawn(request, "following/confirm.html", _told(one))


@private
def following(request, token):
    """All that an address follows. A mail program's button posts here, too (RFC 8058)."""
    try:
        follower = asking.to_look(token)
    except OpensNothing:
        return drawn(request, "following/nothing.html", {}, status=410)
    if request.method == "POST" and follower is not None:
        one = request.POST.get("stop", "")
        if "List-Unsubscribe" in request.POST:  # answered without a redirect, which none follows
            asking.stop(follower)
            return drawn(request, "following/following.html", {"followed": []})
        if one == "all":
            asking.stop(follower)
        elif number := number_of(one):
            asking.stop(follower, number)
        return HttpResponseRedirect(request.path, status=303)
    followed = asking.followed_by(follower) if follower else []
    context = {"followed": [_told(one) for one in followed]}
    return drawn(request, "following/following.html", context)


def _told(one) -> dict:
    what = words.followed(one)
    with snapshot() as reading:
        said = words.title(what, words.filters_of(what), reading)
    return {"key": one.pk, "said": said, "url": words.page_of(what), "since": one.confirmed_at}
