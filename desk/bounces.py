"""Bounced mail noticed: by a server's refusal at once, or by its report later (RFC 3464).

Every mail is named by a Message-ID that only we can write: it is signed over its address and the
time it was sent. A report is believed where it brings such a name back with the address it is of,
so that nobody closes an address to us who never had a mail of ours.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare, salted_hmac

from desk.models import Bouncing

MOST_BYTES = 1 << 20  # of one report; our own mails are small
NAME = re.compile(r"<(?P<key>\d{1,19})\.(?P<sent>\d{1,12})\.(?P<sign>[0-9a-f]{32})@")
STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
# The mail was refused, not the address: what it says (6) or who sent it (7).
NOT_THE_ADDRESS = ("5.6.", "5.7.")
PERMANENT = range(500, 600)


@dataclass(frozen=True)
class Returned:
    """One address that a report says cannot be reached, and when the mail was sent there."""

    address: str
    status: str
    sent_at: datetime


def message_id(key: int, address: str, sent_at: datetime) -> str:
    """The name of one mail to one address."""
    sent = int(sent_at.timestamp())
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{key}.{sent}.{_sign(key, sent, address, settings.SECRET_KEY)}@{domain}>"


def _sign(key, sent, address, secret) -> str:
    said = f"{key}.{sent}.{address.lower()}"
    return salted_hmac("desk.bounces", said, secret=secret, algorithm="sha256").hexdigest()[:32]


# ---- what a server says --------------------------------------------------------------------------


def refused(code: int, said: bytes | str) -> str | None:
    """The status of an address that a server refuses for good; None where it may be tried again."""
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    status = _status(said)
    if code not in PERMANENT or status.startswith(NOT_THE_ADDRESS):
        return None
    return status or str(code)


def returned(raw: bytes) -> list[Returned]:
    """What a report says of mails of ours; nothing where it is none, or is not about them."""
    report = message_from_bytes(raw[:MOST_BYTES])
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        return []
    failed = [block for part in report.get_payload() for block in _failed(part)]
    original = next(filter(None, map(_original, report.get_payload())), None)
    name = NAME.search(str(original["Message-ID"] or "")) if failed and original else None
    if name is None:
        return []
    to = parseaddr(str(original["To"] or ""))[1]
    told = [_address(block[field]) for block in failed for field in FIELDS]
    mine = next((one for one in (to, *told) if one and _is_signed(name, one)), None)
    if mine is None:
        return []
    # A mail of ours has one addressee: whatever failed, it was on the way there.
    sent_at = datetime.fromtimestamp(int(name["sent"]), UTC)
    return [Returned(mine.lower(), _status(str(failed[0]["Status"] or "")) or "5.0.0", sent_at)]


FIELDS = ("Original-Recipient", "Final-Recipient")


def _failed(part: Message) -> list[Message]:
    """The blocks of a delivery report that say: failed, for good, and the address is to blame."""
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return []
    return [
        block
        for block in part.get_payload()
        if str(block["Action"] or "").strip().lower() == "failed"
        and str(block["Status"] or "5").strip().startswith("5")
        and not str(block["Status"] or "").strip().startswith(NOT_THE_ADDRESS)
    ]


def _original(part: Message) -> Message | None:
    """The headers of the mail that came back."""
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        return part.get_payload(0)
    if part.get_content_type() == "text/rfc822-headers":
        return message_from_bytes(part.get_payload(decode=True) or b"")
    return None


def _address(field) -> str:
    """`rfc822; amal@athar.example` as an address."""
    return parseaddr(str(field or "").rpartition(";")[2].strip())[1]


def _status(said: str) -> str:
    found = STATUS.search(said)
    return found[0] if found else ""


def _is_signed(name, address) -> bool:
    return any(
        constant_time_compare(name["sign"], _sign(name["key"], name["sent"], address, secret))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


# ---- what we keep of it --------------------------------------------------------------------------


def note(address: str, status: str, *, sent_at: datetime) -> bool:
    """Keep that mails to an address come back; False where that is known, or was mended since."""
    found, made = Bouncing.objects.get_or_create(
        address=address.lower(), defaults={"status": status[:300]}
    )
    if made:
        return True
    mended = Bouncing.objects.filter(pk=found.pk, settled_at__lt=sent_at)
    return bool(mended.update(noted_at=Now(), status=status[:300], asked_at=None, settled_at=None))


def settle(address: str) -> None:
    """Somebody has read a mail at this address."""
    Bouncing.objects.standing().filter(address=address.lower()).update(settled_at=Now())


def bouncing(address: str | None) -> Bouncing | None:
    """What is known against an address."""
    return Bouncing.objects.standing().filter(address=(address or "").lower()).first()


def reachable(field: str) -> Q:
    """Of rows whose `field` is an address: those whose mails do not come back."""
    return ~Q(**{f"{field}__in": Bouncing.objects.standing().values("address")})


def forget(addresses) -> None:
    """Of an account that is erased."""
    Bouncing.objects.filter(address__in=[one.lower() for one in addresses]).delete()
