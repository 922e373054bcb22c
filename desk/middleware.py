"""Sessions, accounts and messages for the administration alone.

Public pages get none of them: no cookie is read or set there, no session asked of the database,
and no answer varies by who asks, so that caches may keep them.
"""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware

HOME = "/admin/"


class _AtTheDesk:
    def __call__(self, request):
        if request.path_info.startswith(HOME):
            return super().__call__(request)
        return self.get_response(request)


class Sessions(_AtTheDesk, SessionMiddleware):
    pass


class Accounts(_AtTheDesk, AuthenticationMiddleware):
    pass


class Messages(_AtTheDesk, MessageMiddleware):
    pass
