"""Who may open a private page. Every page of the desk and of moderation wears one of these.

A stranger is led to the door and back; who may not, gets the page for that (403), and no word of
what is behind it. `@anyone` says that a page of the desk is open to those without an account.
"""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from desk import roles, second_factor
from directory.vocabulary import is_demonstration


def anyone(view):
    """Open without an account: the page guards its objects itself."""
    return _marked(view, "anyone")


def signed_in(view):
    """People who have an account."""
    return _marked(login_required(view), "signed_in")


def moderators_only(view):
    """Moderators and administrators who have shown their second factor; adds `request.scopes`."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        request.scopes = roles.scopes_of(request.user)
        if not request.scopes:
            raise PermissionDenied
        if not second_factor.was_shown(request):
            return second_factor.way_in(request, request.get_full_path())
        return view(request, *args, **kwargs)

    return _marked(guarded, "moderators_only")


def _marked(view, guard):
    """The access test reads from a page which guard it wears."""
    view.guard = guard
    return view


def page(request, template, context, *, status=200):
    """A private page: never indexed, and saying where the reader is."""
    told = {"unlisted": True, "demonstration": is_demonstration()}
    return render(request, template, told | context, status=status)
