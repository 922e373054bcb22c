"""What pages of a draft share: nobody keeps them, nobody lists them, their address stays here."""

from functools import wraps

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from desk import robots, submissions
from desk.models import Person
from desk.submissions.refusals import TooManyBegun, UnknownLink, WrongState
from directory.vocabulary import is_demonstration
from frontend.packing import packed
from frontend.private import anyone
from frontend.staying import stays

UNWELL = 422  # understood, but something in it has to be mended


def private(view):
    """A page for whoever has its address. What it may do follows from the secret in that address,
    and never from a session: a page of somebody else's cannot borrow anybody's rights.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @never_cache
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = packed(view)(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return anyone(stays(answer))


def of_link(view):
    """The view gets the submission its link opens; one that is written no more leads to its state.

    404 where no submission has the link.
    """

    @private
    @wraps(view)
    def answer(request, link, *args, **kwargs):
        try:
            submission = submissions.find(link)
        except UnknownLink as error:
            raise Http404(_("No draft and nothing sent has this address.")) from error
        try:
            return view(request, submission, link, *args, **kwargs)
        except WrongState:
            return HttpResponseRedirect(reverse("follow", args=[link]), status=303)

    return answer


def drawn(request, template: str, context: dict, *, status: int = 200):
    shared = {"section": "desk", "demonstration": is_demonstration(), "unlisted": True}
    return render(request, template, shared | context, status=status)


def author_of(request) -> Person | None:
    """Whoever is logged in. Of what is sent only where our own page sent it: nobody else's page
    makes her the author of anything.
    """
    if not request.user.is_authenticated or (request.method == "POST" and not is_ours(request)):
        return None
    return request.user


def is_ours(request) -> bool:
    """Whether our own page posted it."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def address_of(request) -> str:
    return request.META.get("REMOTE_ADDR", "")


# Why nothing is begun though the form is good.
BOTHERED = (robots.LooksLikeARobot, TooManyBegun)


def trouble_words(error) -> str:
    if isinstance(error, TooManyBegun):
        return _("So much was begun from your network that we have to pause it for an hour.")
    return _("Please send it once more: a moment was needed to see that you are no robot.")
