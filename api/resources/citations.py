"""Citations: cite a question, read what was cited, verify it, and list the records behind it."""

import orjson
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from api import headers
from api.memory import RELEASE
from api.paging import resume, token
from api.parameters import DEFAULT_LIMIT, Asked
from api.problems import (
    BadParameters,
    CodeUnknown,
    MethodNotAllowed,
    NotCitableHere,
    problem_of,
    wrong,
)
from api.resource import Resource
from directory import codes
from directory.as_of import FutureAsOf, snapshot
from evidence.citations.citable import NotCitable
from evidence.citations.machine import as_json, verification_json
from evidence.citations.store import cite
from evidence.citations.verify import ask_again, verify
from evidence.models import Citation

MOST_BYTES = 8_192
MOST_HASHED = 10_000  # records whose bytes are hashed while somebody waits
COST = 10  # of citing: it reads all records behind an answer


class Citations(Resource):
    """Cite: POST `{"query": "/api/v1/…?…"}`. The same question and answer is one citation."""

    body = "CitationQuestion"
    shape = {"json": "Citation"}
    statuses = frozenset({201, 422})
    cost = COST

    def _respond(self, request, kwargs):
        if request.method == "POST":
            return self.post(request)
        if request.method == "OPTIONS":
            return super()._respond(request, kwargs)
        raise MethodNotAllowed(headers={"Allow": "POST, OPTIONS"})

    def post(self, request) -> HttpResponse:
        """201 for a new citation, 200 for one that stands."""
        Asked.read(request.GET, frozenset())
        try:
            asked = orjson.loads(request.body[: MOST_BYTES + 1])
            address = asked["query"]
            if not isinstance(address, str) or len(address) > MOST_BYTES or "\x00" in address:
                raise TypeError
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise BadParameters.one(
                "query", "", _('a body such as {"query": "/api/v1/actors/?sector=argan"}')
            ) from error
        told = cited(address.removeprefix(site_of(request)))
        content = orjson.dumps(as_json(told.citation, site_of(request)))
        response = HttpResponse(
            content, content_type="application/json", status=201 if told.is_new else 200
        )
        response["Location"] = request.build_absolute_uri(
            reverse("api:citation", args=[codes.show(told.citation.code)])
        )
        response["Cache-Control"] = "no-store"
        return headers.cite_as(response, request, f"/c/{codes.show(told.citation.code)}")


def cited(address):
    """A citation of an address, or the problem that stands in its way."""
    try:
        return cite(address)
    except NotCitable as error:
        errors = [
            wrong(name, address, message)
            for name, messages in error.refused.items()
            for message in messages
        ]
        raise NotCitableHere(str(error), errors=errors) from error
    except FutureAsOf as error:
        raise problem_of(error, address) from error


class CitationResource(Resource):
    """What is told of one citation, by its code as people write it."""

    statuses = frozenset({304, 404})

    def citation(self, code: str) -> Citation:
        try:
            found = codes.parse(code)
        except codes.CodeError as error:
            raise problem_of(error, code) from error
        citation = Citation.objects.filter(code=found).first()
        if citation is None:
            raise CodeUnknown(_("No citation has this code."))
        return citation

    def told(self, content: dict, *parts) -> HttpResponse:
        tag = headers.weak_tag(0, self.request.path, RELEASE, *parts)
        if headers.matches(self.request, tag):
            return headers.not_modified(tag, settled=False)
        response = HttpResponse(orjson.dumps(content), content_type="application/json")
        return headers.cached(response, tag, settled=False)


class CitationDetail(CitationResource):
    """A citation as it was made."""

    shape = {"json": "Citation"}

    def answer(self, code):
        citation = self.citation(code)
        content = as_json(citation, site_of(self.request))
        response = self.told(content, len(content["same_at"]), str(content["cited_in"]))
        return headers.cite_as(response, self.request, f"/c/{codes.show(citation.code)}")


class CitationVerification(CitationResource):
    """The question asked again of its revision, its records folded anew, step by step.

    With `deep=1` the bytes of each record are hashed too, where there are not too many to wait for.
    """

    parameters = frozenset({"deep"})
    shape = {"json": "Verification"}
    cost = COST

    def answer(self, code):
        citation = self.citation(code)
        deep = self.asked.word("deep", ("0", "1"), "0") == "1"
        if deep and citation.records > MOST_HASHED:
            told = _(
                "at most %(most)s records; this citation has %(records)s. For these run"
                " `manage.py verify_citations --deep %(code)s`, or verify_citation.py anywhere"
            )
            said = {"most": MOST_HASHED, "records": citation.records}
            accepted = told % (said | {"code": codes.show(citation.code)})
            raise BadParameters.one("deep", "1", accepted)
        found = verify(citation, deep=deep)
        content = verification_json(citation, found)
        response = HttpResponse(orjson.dumps(content), content_type="application/json")
        response["Cache-Control"] = "no-store"
        return response


class CitationRecords(CitationResource):
    """The records behind a citation in the order they are folded, each with its bytes' address."""

    parameters = frozenset({"cursor", "limit"})
    shape = {"json": "CitationRecords"}

    def answer(self, code):
        citation = self.citation(code)
        listed = f"records-{citation.code}"
        last = resume(self.asked, listed, str, str)
        limit = self.asked.limit or DEFAULT_LIMIT
        after = last and (last[0], bytes.fromhex(last[1]))
        with snapshot(citation.revision) as reading:
            found = list(ask_again(citation, reading).records(after, limit + 1))
        cursor = None
        if len(found) > limit:
            actor, digest = found[limit - 1]
            cursor = token(citation.revision, listed, actor, digest.hex())
        content = {
            "code": citation.code,
            "revision": citation.revision,
            "count": citation.records,
            "next": cursor
            and self.link_to(self.request.path, limit=self.asked.text("limit"), cursor=cursor),
            "results": [
                {
                    "code": actor,
                    "digest": digest.hex(),
                    "url": self.request.build_absolute_uri(
                        reverse("api:record", args=[digest.hex()])
                    ),
                }
                for actor, digest in found[:limit]
            ],
        }
        return self.told(content, str(after), limit)


def site_of(request) -> str:
    return request.build_absolute_uri("/").rstrip("/")
