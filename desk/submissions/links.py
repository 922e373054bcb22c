"""The follow link: a secret that opens one submission, of which the desk keeps the digest alone.

To whoever sent it and has an address or an account the desk tells another, signed and ending: it
is made when a mail is written or a page of her own is drawn.
"""

import base64
import hashlib
import re
import secrets
from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

from desk.models import Submission
from desk.submissions.refusals import UnknownLink

BYTES = 24
SALT = "desk.submissions.links"
SIGNED_FOR = timedelta(days=90)
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")


def mint() -> str:
    """A new secret: 192 bits, as 32 symbols that stand in an address."""
    return secrets.token_urlsafe(BYTES)


def of_form(told: str) -> str:
    """The secret of what one form says, its stamp included: the same form again has the same."""
    made = salted_hmac(SALT, told, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:BYTES]).decode()


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str) -> Submission:
    """The submission that a link opens. Raises UnknownLink."""
    if ":" in secret:
        return _signed(secret)
    found = SECRET.fullmatch(secret) and Submission.objects.filter(link=digest(secret)).first()
    if not found:
        raise UnknownLink
    return found


def sign(submission: Submission) -> str:
    """A link for its sender, in a mail or on a page of her own."""
    return signing.TimestampSigner(salt=SALT).sign(submission.pk)


def _signed(given: str) -> Submission:
    try:
        number = signing.TimestampSigner(salt=SALT).unsign(given, max_age=SIGNED_FOR)
    except signing.BadSignature as error:
        raise UnknownLink from error
    found = Submission.objects.filter(pk=number).first()
    if found is None:
        raise UnknownLink
    return found
