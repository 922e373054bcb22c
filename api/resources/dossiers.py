"""Dossiers: arguments of advocates as they were issued, with the citations they rest on."""

import orjson
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from api import headers
from api.problems import BadParameters, CodeUnknown, problem_of
from api.resource import Resource
from directory import codes
from evidence.dossiers import selectors
from evidence.wording.dates import utc

MOST_ISSUES = 99_999


class DossierAnswer(Resource):
    """Dossiers stand beside revisions: an answer is tagged by its own bytes."""

    statuses = frozenset({304})

    def send(self, told: dict) -> HttpResponse:
        content = orjson.dumps(told)
        tag = headers.strong_tag(headers.digest(content))
        if headers.matches(self.request, tag):
            return headers.not_modified(tag, settled=False)
        response = HttpResponse(content, content_type="application/json")
        return headers.cached(response, tag, settled=False)

    def object(self, issue) -> dict:
        content = issue.content
        return {
            "code": issue.code,
            "url": self.link_to(f"/d/{codes.show(issue.code)}"),
            "issue": issue.number,
            "issued_at": utc(issue.issued_at),
            "titles": content["titles"],
            "occasions": content["occasions"],
            "organisations": content["organisations"],
            "date": content["date"],
            "digest": bytes(issue.digest).hex(),
        }


class DossierList(DossierAnswer):
    """Every published dossier at its last issue, the last issued first. They come in one page."""

    parameters = frozenset({"format"})
    shape = {"json": "DossierList"}

    def answer(self):
        results = [self.object(one) for one in selectors.dossiers()]
        return self.send({"count": len(results), "next": None, "results": results})


class DossierDetail(DossierAnswer):
    """One dossier at its last issue, or at another: its points, what they rest on, all issues."""

    parameters = frozenset({"format", "issue"})
    shape = {"json": "DossierDetail"}
    statuses = frozenset({304, 404})

    def answer(self, code):
        number = self.asked.number("issue", 1, MOST_ISSUES) if "issue" in self.asked.data else None
        try:
            found = selectors.dossier(codes.parse(code), number)
        except codes.CodeError as error:
            raise problem_of(error, code) from error
        except selectors.UnknownDossier as error:
            if number is not None and selectors.is_published(codes.parse(code)):
                raise BadParameters.one(
                    "issue", str(number), _("the number of an issue of this dossier")
                ) from error
            raise CodeUnknown(_("No dossier has this code.")) from error
        citations = selectors.citations_of(found.issue)
        told = self.object(found.issue) | {
            "introductions": found.issue.content["introductions"],
            "demonstration": any(one.is_demo for one in citations.values()),
            "points": [
                {
                    "key": point["key"],
                    "headings": point["headings"],
                    "texts": point["texts"],
                    "figures": [self.figure(citations[one]) for one in point["figures"]],
                    "stories": point["stories"],
                }
                for point in found.issue.content["points"]
            ],
            "issues": [
                {
                    "issue": one.number,
                    "issued_at": utc(one.issued_at),
                    "digest": bytes(one.digest).hex(),
                    "changes": [{"what": each.what, "point": each.place} for each in changes],
                }
                for one, changes in found.history
            ],
        }
        return headers.cite_as(self.send(told), self.request, f"/d/{codes.show(found.issue.code)}")

    def figure(self, citation) -> dict:
        shown = codes.show(citation.code)
        return {
            "citation": citation.code,
            "url": self.link_to(f"/c/{shown}"),
            "query": f"{citation.path}?{citation.normal}" if citation.normal else citation.path,
            "revision": citation.revision,
            "as_of": utc(citation.recorded_at),
            "answer": citation.answer,
            "paper_code": citation.paper,
            "demonstration": citation.is_demo,
            "verify": self.link_to(reverse("api:citation-verify", args=[shown])),
        }
