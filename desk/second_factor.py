"""The second factor: whether a person has one, and whether she showed it in this session."""

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponseRedirect
from django.urls import reverse


def has_one(person) -> bool:
    return is_mfa_enabled(person)


def was_shown(request) -> bool:
    """In this very session, by this very person."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) and has_one(request.user)


def shown_by_adding_one(sender, request, user, authenticator, **rest) -> None:
    """Who has just scanned and typed its first code need not wait for the next."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, method="mfa", type="totp", reauthenticated=True)


def way_in(request, onward: str) -> HttpResponseRedirect:
    """To what is missing before `onward` opens: logging in, adding a factor, showing it."""
    if not request.user.is_authenticated:
        step = "account_login"
    elif has_one(request.user):
        step = "mfa_reauthenticate"
    else:
        step = "mfa_activate_totp"
    return HttpResponseRedirect(f"{reverse(step)}?{urlencode({'next': onward})}")
