"""Editions: numbered releases of the whole register, with their checksums."""

import re

import orjson
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from api import headers
from api.formats import CONTENT_TYPES
from api.problems import NotFound
from api.resource import Resource
from directory.as_of import snapshot
from evidence.editions import jsonld, selectors
from evidence.wording.dates import utc

NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class EditionAnswer(Resource):
    """Editions stand beside revisions: an answer is tagged by its own bytes."""

    parameters = frozenset({"format"})
    formats = ("json", "jsonld")
    statuses = frozenset({304})

    def send(self, told: dict) -> HttpResponse:
        content = orjson.dumps(told)
        tag = headers.strong_tag(headers.digest(content))
        if headers.matches(self.request, tag):
            return headers.not_modified(tag, settled=False)
        response = HttpResponse(content, content_type=CONTENT_TYPES[self.format])
        return headers.cached(response, tag, settled=False)

    @property
    def site(self) -> str:
        return self.request.build_absolute_uri("/").rstrip("/")

    def object(self, one) -> dict:
        return {
            "number": one.number,
            "issue": one.issue,
            "revision": one.revision,
            "as_of": utc(one.recorded_at),
            "issued_at": utc(one.issued_at),
            "previous_revision": one.previous_revision,
            "actors": one.actors,
            "is_demo": one.is_demo,
            "size": one.size,
            "sha256": one.sha256,
            "url": self.link_to(reverse("api:edition", args=[one.number])),
            "cite_as": self.link_to(f"/e/{one.number}"),
            "package": self.link_to(f"/e/{one.number}.zip"),
        }


class EditionList(EditionAnswer):
    """Every edition as it was last issued, the newest first."""

    shape = {"json": "EditionList", "jsonld": "JSONLD"}

    def answer(self):
        found = selectors.editions()
        if self.format == "jsonld":
            return self.send(jsonld.catalogue(found, self.site))
        results = [self.object(one) for one in found]
        return self.send({"count": len(results), "next": None, "results": results})


class EditionDetail(EditionAnswer):
    """One edition: its files, and each time it was issued, with both checksums."""

    shape = {"json": "EditionDetail", "jsonld": "JSONLD"}
    statuses = frozenset({304, 404})

    def answer(self, number):
        if not NUMBER.fullmatch(number):
            raise NotFound(_("An edition has a number, as in editions/3/."))
        try:
            with snapshot() as reading:
                found = selectors.edition(int(number), head=reading.head)
        except selectors.UnknownEdition as error:
            raise NotFound(_("There is no edition of this number yet.")) from error
        if self.format == "jsonld":
            told = jsonld.dataset(found.last, self.site)
        else:
            told = self.object(found.last) | {
                "available": found.available,
                "files": found.last.files,
                "issues": [
                    {
                        "issue": one.issue,
                        "issued_at": utc(one.issued_at),
                        "size": one.size,
                        "sha256": one.sha256,
                    }
                    for one in found.all
                ],
            }
        return headers.cite_as(self.send(told), self.request, f"/e/{found.last.number}")
