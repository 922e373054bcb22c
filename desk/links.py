"""Links in mails: signed for one purpose, and opening the row they name, or nothing."""

from datetime import timedelta

from django.core import signing
from django.db.models import Model, QuerySet


class OpensNothing(Exception):
    """A link that is miskeyed or too old, or of what is there no more."""


def signed(one: Model, *, salt: str) -> str:
    """What stands in the mail: signed, for this purpose, dated."""
    return signing.dumps(one.pk, salt=salt)


def opened(
    given: str,
    among: QuerySet,
    *,
    salt: str,
    answerable: timedelta | None = None,
    refusal: type[Exception] = OpensNothing,
):
    """The one of them that a link names, while it may be answered. Raises the refusal."""
    try:
        key = signing.loads(given, salt=salt, max_age=answerable)
    except signing.BadSignature as error:
        raise refusal from error
    found = among.filter(pk=key).first()
    if found is None:
        raise refusal
    return found
