"""The ledger: revisions, canonical bytes, and what changed since a revision."""

import re

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from api import headers
from api.paging import next_link, resume, token
from api.problems import NotFound, Redacted
from api.resource import RegisterResource, Resource
from directory.selectors.changes import Turn, register_changes
from directory.selectors.revisions import (
    UnknownRecord,
    UnknownRevision,
    record_bytes,
    revision_bytes,
    revisions,
)
from evidence.wording.dates import utc

DIGEST = re.compile(r"[0-9a-f]{64}")
NUMBER = re.compile(r"[0-9]{1,10}")


class RevisionList(RegisterResource):
    """Revisions, the newest first: when, in what role and why, with their digests."""

    parameters = frozenset({"limit", "cursor"})
    shape = {"json": "RevisionList"}

    def prepare(self):
        self.after = resume(self.asked, "revisions", int)

    def answer(self, reading):
        limit = self.asked.limit or 50
        tag = self.tag(reading, limit, self.after)
        found = revisions(
            reading=reading, before=self.after and min(self.after[0], 2**31 - 1), limit=limit + 1
        )
        last = found[limit - 1]["number"] if len(found) > limit else None
        cursor = last and token(reading.revision, "revisions", last)
        content = {
            "count": reading.revision + 1,
            "next": next_link(self.request, reading.revision, cursor),
            "results": [self.object(one) for one in found[:limit]],
        }
        return self.respond_json(tag, reading, content)

    def object(self, one):
        return {
            "number": one["number"],
            "recorded_at": utc(one["recorded_at"]),
            "date": one["date"],
            "kind": one["kind"],
            "role": one["role"],
            "reason": one["reason"],
            "opened": one["opened_count"],
            "closed": one["closed_count"],
            "redacted": one["redacted_count"],
            "digest": one["digest"],
            "previous": one["previous"],
            "url": self.link_to(reverse("api:revision", args=[one["number"]])),
        }


class CanonicalBytes(Resource):
    """Bytes that never change, tagged by their own digest."""

    shape = {"json": "CanonicalBytes"}
    statuses = frozenset({304, 404})

    def send(self, digest: str, content: bytes) -> HttpResponse:
        tag = headers.strong_tag(digest)
        if headers.matches(self.request, tag):
            return headers.not_modified(tag, settled=True)
        response = HttpResponse(content, content_type="application/json")
        return headers.cached(response, tag, settled=True)


class RevisionBytes(CanonicalBytes):
    """The canonical bytes of one revision: their SHA-256 is its digest, and names its tag."""

    def answer(self, number):
        if not NUMBER.fullmatch(number):
            raise NotFound(_("A revision has a number, as in revisions/12/."))
        try:
            digest, content = revision_bytes(int(number))
        except UnknownRevision as error:
            raise NotFound(_("There is no revision of this number yet.")) from error
        response = self.send(digest, content)
        return headers.cite_as(response, self.request, f"/r/{int(number)}")


class RecordBytes(CanonicalBytes):
    """The canonical bytes of one record, by its digest; 410 once they were redacted."""

    statuses = frozenset({304, 404, 410})

    def answer(self, digest):
        if not DIGEST.fullmatch(digest):
            raise NotFound(_("A record's digest is 64 hexadecimal digits in lower case."))
        try:
            found = record_bytes(bytes.fromhex(digest))
        except UnknownRecord as error:
            raise NotFound(_("The register holds no record of this digest.")) from error
        if found.bytes is None:
            raise Redacted(
                _("Redacted in revision %s.") % found.redacted,
                digest=digest,
                revision=found.redacted,
                record=found.record,
            )
        return self.send(digest, found.bytes)


class ChangeList(RegisterResource):
    """Records that revisions after `since` closed, opened or redacted, in order."""

    parameters = frozenset({"since", "limit", "cursor"})
    shape = {"json": "ChangeList"}

    def prepare(self):
        asked = self.asked
        self.since = asked.number("since", 0, 2**31 - 1) if "since" in asked.data else 0
        after = resume(asked, "changes", int, int, int, int)
        self.after = after and Turn(*(min(one, 2**31 - 1) for one in after[:3]), after[3])

    def answer(self, reading):
        limit = self.asked.limit or 100
        tag = self.tag(reading, self.since, limit, self.after)
        found = register_changes(since=self.since, reading=reading, after=self.after, limit=limit)
        cursor = found.next and token(reading.revision, "changes", *found.next)
        content = {
            "since": self.since,
            "next": next_link(self.request, reading.revision, cursor),
            "results": found.changes,
        }
        return self.respond_json(tag, reading, content)
