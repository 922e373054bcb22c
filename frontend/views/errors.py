"""What is said when there is no page: in the page's language, and without the database."""

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from evidence.limits import TooOften

# Where a code of a citation was typed: the page offers to type it again.
CITATION = re.compile(r"(?:/\w+/citations|/c)/([^/]*)/?")


def bare(status: int, title: str, words: str, request=None) -> HttpResponse:
    try:
        home = reverse("home")
    except NoReverseMatch:
        home = "/"
    content = render_to_string(
        "pages/error_bare.html",
        {
            "LANGUAGE_CODE": get_language(),
            "direction": "rtl" if get_language_bidi() else "ltr",
            "title": title,
            "words": words,
            "home": home,
            "site": _("Athar"),
        },
    )
    return HttpResponse(content, status=status)


def not_found(request, exception):
    """404, saying what was wrong with the address where that is known."""
    message = exception.args[0] if exception.args else ""
    words = message if isinstance(message, str) else ""
    typed = CITATION.fullmatch(request.path)
    context = {
        "words": words
        or _(
            "Perhaps it was mistyped, or it is old. What the register holds can be searched here."
        ),
        "section": "",
        "by_code": typed is not None,
        "given": typed[1] if typed else "",
        "search_url": reverse("actors"),
        "suggest_url": reverse("suggest"),
    }
    return render(request, "pages/not_found.html", context, status=404)


def too_often(often: TooOften) -> HttpResponse:
    """429, saying when to come back; nothing was done."""
    words = _("You cite faster than this site can keep up with. Wait a little, then go back.")
    response = bare(429, _("Too many citations at once"), words)
    response["Retry-After"] = str(often.wait)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request, exception=None):
    return bare(400, _("This request cannot be read"), _("Go back, or begin again from the map."))


def forbidden(request, exception=None):
    """What is behind a door is not said, nor to whom it would open."""
    return bare(
        403, _("This page is not open to you"), _("Log in with another account, or go back.")
    )


def form_expired(request, reason=""):
    """A form without its token: it was open for long, or its cookie is refused."""
    return bare(
        403,
        _("This form could not be taken"),
        _("Go back, load the page again and send it once more. Cookies must be allowed here."),
    )


def server_error(request):
    return bare(
        500,
        _("Something failed on our side"),
        _("It has been written down. Nothing of the register is lost; try again in a moment."),
    )
