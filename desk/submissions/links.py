"""The follow link: a secret that opens one submission, of which the desk keeps the digest alone."""

import hashlib
import re
import secrets

from desk.models import Submission
from desk.submissions.refusals import UnknownLink

BYTES = 24
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")


def mint() -> str:
    """A new secret: 192 bits, as 32 symbols that stand in an address."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str) -> Submission:
    """The submission that a link opens. Raises UnknownLink."""
    found = SECRET.fullmatch(secret) and Submission.objects.filter(link=digest(secret)).first()
    if not found:
        raise UnknownLink
    return found
