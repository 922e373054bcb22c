"""What a request did wrong, told as RFC 9457 problem details: what came, and what is accepted.

Each error is a small class with its status, type and title; `PROBLEMS` maps the errors of the
rooms below to them, so that views raise and never format.
"""

from collections.abc import Mapping
from difflib import get_close_matches

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.as_of import FutureAsOf, MalformedAsOf
from directory.codes import MalformedCode, MiskeyedCode
from directory.selection.keyset import BadCursor

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is a refusal. `members` are added to the problem's own."""

    status = 400
    type = "about:blank"
    title = gettext_lazy("The request cannot be answered")

    def __init__(self, detail: str = "", *, headers: Mapping = (), **members):
        super().__init__(detail)
        self.detail, self.headers, self.members = detail, dict(headers), members

    def response(self) -> HttpResponse:
        content = {"type": self.type, "title": str(self.title), "status": self.status}
        if self.detail:
            content["detail"] = str(self.detail)
        response = HttpResponse(
            orjson.dumps(content | self.members), content_type=CONTENT_TYPE, status=self.status
        )
        response["Cache-Control"] = "no-store"
        for name, value in self.headers.items():
            response[name] = value
        return response


class BadParameters(Problem):
    """Parameters unknown or with a bad value, each with what came and what is accepted."""

    type = "bad-parameters"
    title = gettext_lazy("A parameter is unknown or has a bad value")

    def __init__(self, errors: list[dict]):
        told = "; ".join(f"{error['parameter']}: {error['accepted']}" for error in errors)
        super().__init__(told, errors=errors)

    @classmethod
    def one(cls, parameter: str, value: str, accepted: str) -> "BadParameters":
        return cls([wrong(parameter, value, accepted)])


def wrong(parameter: str, value: str, accepted) -> dict:
    """One entry of a BadParameters problem."""
    return {"parameter": shown(parameter), "value": shown(value), "accepted": str(accepted)}


def unknown_parameter(name: str, value: str, accepted) -> dict:
    """The entry of a parameter nobody knows, with the nearest one that is known."""
    near = get_close_matches(name, accepted, n=1)
    told = _("unknown parameter; did you mean %s?") % near[0] if near else _("unknown parameter")
    return wrong(name, value, told) | {"known": sorted(accepted)}


def shown(text: str, most: int = 200) -> str:
    """What came, short enough to send back, without halves of characters."""
    return text[:most].encode("utf-8", "replace").decode()


class NotFound(Problem):
    status = 404
    type = "not-found"
    title = gettext_lazy("Nothing stands at this address")


class CodeMiskeyed(Problem):
    status = 404
    type = "code-miskeyed"
    title = gettext_lazy("This code is mistyped: its check symbol does not fit")


class CodeUnknown(Problem):
    status = 404
    type = "code-unknown"
    title = gettext_lazy("The register knows no such code")


class Withdrawn(Problem):
    status = 410
    type = "withdrawn"
    title = gettext_lazy("This actor was withdrawn from the register")


class Redacted(Problem):
    status = 410
    type = "redacted"
    title = gettext_lazy("The bytes of this record were redacted; its digest stays")


class NotAcceptable(Problem):
    status = 406
    type = "not-acceptable"
    title = gettext_lazy("This answer does not exist in a format you accept")


class MethodNotAllowed(Problem):
    status = 405
    type = "method-not-allowed"
    title = gettext_lazy("This address is only read")


class NotCitableHere(Problem):
    status = 422
    type = "not-citable"
    title = gettext_lazy("This address asks nothing that can be cited")


class TooManyRequests(Problem):
    status = 429
    type = "too-many-requests"
    title = gettext_lazy("Too many requests from this address; please wait a little")


class Unavailable(Problem):
    status = 503
    type = "unavailable"
    title = gettext_lazy("The register cannot be read at the moment")


def _as_of(value):
    accepted = _(
        "a revision number, a date (2024-07-10) or a moment with its offset"
        " (2024-07-10T12:00:00+01:00), none of them in the future"
    )
    return BadParameters.one("as_of", value, accepted)


# Errors of the rooms below, and the problem each becomes; `value` is what the request said.
PROBLEMS = {
    MalformedAsOf: _as_of,
    FutureAsOf: _as_of,
    BadCursor: lambda value: BadParameters.one(
        "cursor", value, _("the cursor of an answer's `next`, unchanged")
    ),
    MalformedCode: lambda value: CodeUnknown(
        _("“%s” is no code: a code has eight symbols, as in 7KQ2-M9XY.") % shown(value)
    ),
    MiskeyedCode: lambda value: CodeMiskeyed(
        _("“%s” has a wrong check symbol: please compare it with where you read it.") % shown(value)
    ),
}


def problem_of(error: Exception, value: str) -> Problem:
    """The problem an error of the rooms below becomes."""
    return PROBLEMS[type(error)](value)
