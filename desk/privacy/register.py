"""Records of the register that name a person: found, and redacted in one revision.

A profile or programme that stands is published anew without the texts that name her, so it does not
stand empty; its older versions that name her are redacted, and so is a story, whole. Citations go
on verifying: redaction keeps codes, numbers and digests.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from desk.naming import Naming
from desk.privacy.texts import strings
from directory.database import rows
from directory.models import ActorVersion, Contact, Picture, PictureFile, ProgrammeVersion, Revision
from directory.publishing import publish
from directory.publishing.publish import take_lock
from directory.records.facts import ActorFacts, ProgrammeFacts
from evidence.models import Story
from evidence.records import StoryFacts

PARTS = 64  # of the digests, to tell how far a search is
# Kinds of records that hold words which redaction empties.
WORDED = ["actor-version", "programme-version", "membership", "observation", "story"]

# Found coarsely here, looked at text by text afterwards.
ANYWHERE = """
select digest, bytes from directory_recordbytes, convert_from(bytes, 'UTF8') as said
where bytes is not null and record = any(%(worded)s)
    and get_byte(digest, 0) >= %(since)s and get_byte(digest, 0) < %(until)s
    and (%(emails)s and position('@' in said) > 0 or %(phones)s and said ~ %(number)s)"""
DIGIT = "[0-9٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹]"  # of each hand: turning all into one takes ten times as long
NUMBER = f"{DIGIT}([ .()/\u00a0\u2011-]{{0,2}}{DIGIT}){{7}}"

OF_PROFILES = """
with hers as (select id, code from directory_actor where code = any(%(codes)s))
select b.digest, b.bytes from directory_recordbytes b
where b.bytes is not null and b.record = any(%(worded)s) and b.digest in (
    select v.digest from directory_actorversion v join hers h on h.id = v.actor_id
    union select m.digest from directory_membership m
        join hers h on h.id in (m.member_id, m.network_id)
    union select o.digest from directory_observation o join hers h on h.id = o.actor_id
    union select s.digest from evidence_story s join hers h on h.id = s.actor_id)"""

STANDING = """
select digest, record, bytes from directory_recordbytes
where digest = any(%(digests)s::bytea[]) and bytes is not null and record = any(%(worded)s)
order by digest"""

ACTORS = "select distinct actor_id from directory_actorversion where digest = any(%(digests)s)"


@dataclass(frozen=True)
class Redacted:
    """The revision, none where nothing stood any more; digests of what it redacted."""

    revision: Revision | None
    digests: list[bytes]


def search(naming: Naming, tell: Callable[[int, int], None]) -> list[bytes]:
    """Digests of the records that name her. Every record is read: minutes, with a million."""
    found = []
    if naming.names:
        of = rows(OF_PROFILES, {"codes": list(naming.profiles), "worded": WORDED}, prepare=False)
        found += _naming(of, naming)
    if naming.anywhere is None:
        return found
    asked = {"emails": bool(naming.emails), "phones": bool(naming.phones)}
    given = asked | {"worded": WORDED, "number": NUMBER}
    step = 256 // PARTS
    for part in range(PARTS):
        tell(part, PARTS)
        between = {"since": part * step, "until": (part + 1) * step}
        found += _naming(rows(ANYWHERE, given | between, prepare=False), naming.anywhere)
    tell(PARTS, PARTS)
    return list(dict.fromkeys(found))


def _naming(records, naming):
    return [
        bytes(digest)
        for digest, content in records
        if naming.is_in(*strings(orjson.loads(bytes(content))))
    ]


def redact_naming(naming: Naming, digests: list[bytes], until: datetime | None) -> Redacted:
    """Redact those of the records that still have their words, but no contact or picture that came
    later than `until`. In the caller's transaction.
    """
    take_lock()
    standing = rows(STANDING, {"digests": digests, "worded": WORDED}, prepare=False)
    if not standing:
        return Redacted(None, [])
    told = {
        bytes(digest): (record, orjson.loads(bytes(content)))
        for digest, record, content in standing
    }
    codes = [payload["code"] for record, payload in told.values() if record == StoryFacts.record]
    stories = Story.objects.filter(code__in=codes, redacted=None)
    words = [*told, *(bytes(one) for one in stories.values_list("digest", flat=True))]
    words = list(dict.fromkeys(words))
    put_back = _beside(words, naming, until)
    revision = publish(
        kind="redact",
        role="administrator",
        reason="erasure",
        opened=[*_profiles_without(naming, told), *_programmes_without(naming, told)],
        closed=list(stories.filter(closed=None).values_list("digest", flat=True)),
        redacted=words,
    )
    put_back()
    return Redacted(revision, words)


def _standing(model, record, told) -> Iterator[dict]:
    mine = [digest for digest, (kind, _payload) in told.items() if kind == record]
    current = model.objects.current().filter(digest__in=mine).order_by("code")
    for digest in current.values_list("digest", flat=True):
        yield told[bytes(digest)][1]


def _profiles_without(naming, told) -> Iterator[ActorFacts]:
    """Of each profile that stands, what it says besides; none where no name is left."""
    for payload in _standing(ActorVersion, ActorFacts.record, told):
        hers = naming.on([payload["code"]])
        facts = ActorFacts.read(payload)
        left = _left(hers)
        place = replace(facts.place, locality_names=left(facts.place.locality_names))
        facts = replace(
            facts,
            names=left(facts.names),
            descriptions=left(facts.descriptions),
            products=tuple(one for one in facts.products if not hers.is_in(*strings(one))),
            registry=left(facts.registry),
            place=place,
            website=None if hers.is_in(facts.website or "") else facts.website,
            provenance=left(facts.provenance),
        )
        if facts.names and not hers.is_in(*strings(facts.payload())):
            yield facts


def _programmes_without(naming, told) -> Iterator[ProgrammeFacts]:
    for payload in _standing(ProgrammeVersion, ProgrammeFacts.record, told):
        hers = naming.anywhere
        facts = ProgrammeFacts.read(payload)
        left = _left(hers)
        facts = replace(
            facts,
            names=left(facts.names),
            descriptions=left(facts.descriptions),
            funders=tuple(one for one in facts.funders if not hers.is_in(*strings(one))),
            website=None if hers.is_in(facts.website or "") else facts.website,
            provenance=left(facts.provenance),
        )
        if facts.names and not hers.is_in(*strings(facts.payload())):
            yield facts


def _left(hers) -> Callable[[dict], dict]:
    def left(mapping):
        return {key: said for key, said in mapping.items() if not hers.is_in(*strings(said))}

    return left


def _beside(digests, naming, until) -> Callable[[], None]:
    """Redaction takes all contacts and pictures of an actor: what is not hers, or was agreed to
    since, is put back after, but for a profile that lost its name: there is nobody to show.
    """

    def stays(came, *of):
        return until is not None and came > until or not _names(naming, *of)

    actors = [actor for (actor,) in rows(ACTORS, {"digests": digests}, prepare=False)]
    contacts = [
        one
        for one in Contact.objects.filter(actor__in=actors).select_related("actor")
        if stays(one.given_at, one.actor.code, one.name, one.role, one.phone, one.email)
    ]
    pictures = [
        one
        for one in Picture.objects.filter(actor__in=actors).select_related("actor")
        if stays(one.shown_at, one.actor.code, one.credit, *strings(one.alt))
    ]
    files = list(PictureFile.objects.filter(picture__in=pictures))

    def put_back():
        nameless = set(
            ActorVersion.objects.current()
            .filter(actor__in=actors, redacted__isnull=False)
            .values_list("actor", flat=True)
        )
        shown = [one for one in pictures if one.actor_id not in nameless]
        numbers = {one.pk for one in shown}
        Contact.objects.bulk_create(one for one in contacts if one.actor_id not in nameless)
        Picture.objects.bulk_create(shown)
        PictureFile.objects.bulk_create(one for one in files if one.picture_id in numbers)

    return put_back


def _names(naming, code, *texts) -> bool:
    hers = naming.on([code])
    return hers is not None and hers.is_in(*texts)
