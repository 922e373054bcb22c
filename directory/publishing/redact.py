"""Redaction: what should never have been public is emptied, and the register says so.

Bytes are deleted and texts emptied; codes, dates, numbers and digests stay, so counts, citations
and the chain still hold. The salt goes with the bytes: nothing can be guessed back.
"""

from collections.abc import Iterable

from django.db import transaction

from directory.database import rows
from directory.models import Revision
from directory.publishing.publish import publish, take_lock

# All that an actor's own words stand in: its versions, past ones too, its memberships, and the
# sources of its figures.
WORDS_OF_ACTOR = """
select v.digest from directory_actorversion v where v.code = %(code)s and v.redacted is null
union all
select m.digest from directory_membership m join directory_actor a on a.id = m.member_id
where a.code = %(code)s and m.redacted is null
union all
select o.digest from directory_observation o join directory_actor a on a.id = o.actor_id
where a.code = %(code)s and o.redacted is null"""


def redact(digests: Iterable[bytes], *, role: str, reason: str) -> Revision:
    """Redact records, named by their digests, in one revision of kind `redact`.

    Contacts and pictures of the actors whose versions these are go too. Raises StaleRecord where a
    record is unknown or was redacted before, NothingToPublish where none is named.
    """
    return publish(kind="redact", role=role, reason=reason, redacted=digests)


def redact_actor(code: str, *, role: str, reason: str) -> Revision:
    """Redact every version, membership and observation of one actor (code), current ones included.

    Its figures stand: only the texts of their sources go.

    The actor stays where it stands, nameless: withdraw it first where it should leave.
    """
    with transaction.atomic():
        take_lock()
        found = [digest for (digest,) in rows(WORDS_OF_ACTOR, {"code": code})]
        return redact(found, role=role, reason=reason)
