"""Forms that anybody may send: a field no person fills, and a signed time no robot waits for.

Nobody is asked to solve anything and no third party is asked. Whoever is taken for a robot gets the
form back, with what was typed in it and a new stamp.
"""

from django.core import signing
from django.utils.crypto import get_random_string

FIELD = "subject_line"  # hidden from people; robots fill what they find
STAMP = "stamp"
SOONEST, LATEST = 2, 24 * 60 * 60  # seconds between the form's drawing and its sending
_SIGNER = signing.TimestampSigner(salt="desk.robots")


class LooksLikeARobot(Exception):
    """Sent too soon, too late, twice filled or not from our form."""


def stamp() -> str:
    """What a form carries from its drawing to its sending; no two forms carry the same."""
    return _SIGNER.sign(get_random_string(12))


def for_form() -> dict[str, str]:
    """What `components/robots.html` draws into a form."""
    return {"stamp": stamp(), "robot_field": FIELD}


def check(given) -> None:
    """Raise LooksLikeARobot for a form (a mapping of fields) that no person sent."""
    if given.get(FIELD):
        raise LooksLikeARobot("filled what nobody sees")
    try:
        _SIGNER.unsign(given.get(STAMP, ""), max_age=LATEST)
    except signing.BadSignature as error:
        raise LooksLikeARobot("no stamp of ours, or an old one") from error
    try:
        _SIGNER.unsign(given.get(STAMP, ""), max_age=SOONEST)
    except signing.SignatureExpired:
        return
    raise LooksLikeARobot("sent at once")
