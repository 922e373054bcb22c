"""Sessions, accounts and messages where people log in, and nowhere else.

That is the administration, and under each language the account, the desk and moderation. Public
pages get none of them: no cookie is read or set there, no session asked of the database, and no
answer varies by who asks, so that caches may keep them. What is private is kept by no cache.
"""

import re

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.utils.cache import add_never_cache_headers

LANGUAGES = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)
PRIVATE = re.compile(rf"/(?:admin|(?:{LANGUAGES})/(?:account|desk|moderation))/")


class _WhereItIsPrivate:
    def __call__(self, request):
        if PRIVATE.match(request.path_info):
            return super().__call__(request)
        return self.get_response(request)


class Sessions(_WhereItIsPrivate, SessionMiddleware):
    pass


class Accounts(_WhereItIsPrivate, AuthenticationMiddleware):
    pass


class Messages(_WhereItIsPrivate, MessageMiddleware):
    pass


class NeverKept:
    """No cache keeps what is private."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if PRIVATE.match(request.path_info) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
