"""Changes of the back office to the register: an administrator's, each one revision with a reason.

The same door as for everybody: `publish()`. A version that somebody else replaced is not
overwritten (StaleRecord), and a form sent twice publishes once (AlreadyPublished).
"""

from django.db import transaction

from desk import roles
from directory.models import Revision
from directory.publishing import publish
from directory.publishing.publish import take_lock
from directory.records.validate import check
from evidence.models import OfficialFigure
from evidence.records import OfficialFigureFacts

ROLE = "administrator"


class AlreadyPublished(Exception):
    """The code given out for something new is in the register: the form was sent twice."""


def put_official(
    facts: OfficialFigureFacts, *, by, reason: str, seen: bytes | None = None, note: str = ""
) -> Revision:
    """Publish an official figure; `seen` is the version it corrects, None where it is new.

    Raises NotAllowed, InvalidFacts, StaleRecord, AlreadyPublished.
    """
    _administrators_only(by)
    check(facts)
    with transaction.atomic():
        take_lock()
        if seen is None and OfficialFigure.objects.filter(code=facts.code).exists():
            raise AlreadyPublished(facts.code)
        return _put(facts, reason, seen, note)


def withdraw_official(seen: bytes, *, by, reason: str, note: str = "") -> Revision:
    """Take an official figure out of the register; as of before, it stays. `seen`: its version.

    Raises NotAllowed, StaleRecord.
    """
    _administrators_only(by)
    return publish(kind="withdraw", role=ROLE, reason=reason, closed=[seen], note=note)


def _put(facts, reason, seen, note):
    closed = [] if seen is None else [seen]
    return publish(
        kind="publish", role=ROLE, reason=reason, opened=[facts], closed=closed, note=note
    )


def _administrators_only(by):
    if not roles.is_administrator(by):
        raise roles.NotAllowed
