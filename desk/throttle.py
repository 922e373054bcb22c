"""Guessing passwords takes too long: so many failures in a while, then nobody is let try.

An account is refused sooner to the address it fails from than to the world, so that strangers who
guess cannot keep its owner out for good.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from desk.models import LoginAttempt
from directory.database import execute

log = logging.getLogger(__name__)
WINDOW = timedelta(minutes=15)
OF_BOTH, OF_ADDRESS, OF_ACCOUNT = 5, 20, 60
LOCK = 0x61746C  # attempts are counted one at a time


class TooManyAttempts(Exception):
    """Come back after WINDOW."""


def begin(account: str, address: str) -> LoginAttempt:
    """Count an attempt as failed until it is `forgive`n. Raises TooManyAttempts, uncounted."""
    who, where = _digest(account.casefold()), _digest(address)
    with transaction.atomic():
        execute("select pg_advisory_xact_lock(%s)", [LOCK])
        LoginAttempt.objects.filter(at__lt=Now() - WINDOW).delete()
        failed = LoginAttempt.objects.aggregate(
            both=Count("pk", filter=Q(account=who, address=where)),
            address=Count("pk", filter=Q(address=where)),
            account=Count("pk", filter=Q(account=who)),
        )
        most = {"both": OF_BOTH, "address": OF_ADDRESS, "account": OF_ACCOUNT}
        over = [name for name, limit in most.items() if failed[name] >= limit]
        if not over:
            return LoginAttempt.objects.create(account=who, address=where)
    log.warning("logins refused: too many failures (%s)", ", ".join(over))
    raise TooManyAttempts


def forgive(attempt: LoginAttempt) -> None:
    """Who got in is not held to what was mistyped before, from the same address."""
    LoginAttempt.objects.filter(account=attempt.account, address=attempt.address).delete()


def _digest(text: str) -> str:
    return salted_hmac("desk.throttle", text, algorithm="sha256").hexdigest()
