"""What every address of the API does: count the request, read it strictly, open the register once.

Resources are DRF's views to the router and the schema, but answer by themselves: DRF's dispatch,
negotiation and rendering cost more than the whole answer of a list may.
"""

import logging
from collections.abc import Callable

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.urls import resolve
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from rest_framework.views import APIView

from api import headers
from api.formats import CONTENT_TYPES, choose
from api.memory import RELEASE, memory
from api.parameters import Asked
from api.problems import (
    MethodNotAllowed,
    NotFound,
    Problem,
    TooManyRequests,
    Unavailable,
    problem_of,
)
from api.throttling import throttle
from directory.as_of import FutureAsOf, Reading, snapshot
from evidence.limits import TooOften
from evidence.wording.dates import utc

log = logging.getLogger(__name__)
METHODS = "GET, HEAD, OPTIONS"


class NotModified(Exception):
    """The client holds this answer already."""

    def __init__(self, tag):
        super().__init__(tag)
        self.tag = tag


class Resource(APIView):
    """A read-only address. Subclasses say their parameters and formats, and `answer`.

    `body` names the schema of what is posted, where an address is posted to and not read.
    `repeated` may be given more than once, `required` must be given; `shape` names the schema of
    each format's answers, `statuses` the answers it may give beside 200 and what all may give.
    """

    parameters: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    formats: tuple[str, ...] = ("json",)
    shape: dict[str, str] = {}
    body = ""
    statuses: frozenset[int] = frozenset()
    tag_name = ""
    cost = 1.0
    vary: tuple[str, ...] = ("Accept",)

    @classmethod
    def known(cls) -> frozenset[str]:
        """Every parameter that may be said here."""
        return cls.parameters

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.request = request
        remaining = 0
        try:
            remaining = throttle.take(request.META.get("REMOTE_ADDR", ""), self.cost)
            response = self._respond(request, kwargs)
        except TooOften as often:
            response = TooManyRequests(headers={"Retry-After": str(often.wait)}).response()
        except Problem as problem:
            response = problem.response()
        except (SuspiciousOperation, RequestDataTooBig) as error:
            response = Problem(str(error)).response()
        except OperationalError:
            log.exception("The register cannot be read")
            response = Unavailable(headers={"Retry-After": "5"}).response()
        return headers.open_to_all(response, remaining)

    def _respond(self, request, kwargs):
        if request.method in ("GET", "HEAD"):
            return self.get(request, **kwargs)
        if request.method == "OPTIONS":
            return _options()
        raise MethodNotAllowed(headers={"Allow": METHODS})

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        """Read the parameters, then answer."""
        self.asked = Asked.read(request.GET, self.known(), self.repeated)
        self.format = self.negotiate(request)
        return self.answer(**kwargs)

    def negotiate(self, request) -> str:
        return choose(request.GET.get("format"), request.headers.get("Accept", ""), self.formats)

    def answer(self, **kwargs) -> HttpResponse:
        raise NotImplementedError

    def link_to(self, path: str, **parameters) -> str:
        """An address of this host, with the parameters that say something."""
        query = QueryDict(mutable=True)
        for name, value in parameters.items():
            if value is not None:
                query[name] = value
        told = query.urlencode(safe=",:")
        return self.request.build_absolute_uri(f"{path}?{told}" if told else path)


class Nothing(Resource):
    """Any other address below the API's; one that only lacks its last slash is redirected."""

    schema = None

    def get(self, request, **kwargs):
        if not request.path.endswith("/"):
            found = resolve(f"{request.path}/")
            if getattr(found.func, "cls", None) is not Nothing:
                return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        raise NotFound(documentation=request.build_absolute_uri("/api/v1/docs/"))


class RegisterResource(Resource):
    """An answer from the register as of a revision: tagged by it, told once to each client."""

    settled = False
    statuses = frozenset({304})

    @classmethod
    def known(cls):
        return cls.parameters | {"as_of", "format"}

    def get(self, request, **kwargs):
        self.asked = Asked.read(request.GET, self.known(), self.repeated)
        self.format = self.negotiate(request)
        self.prepare()
        self.settled = isinstance(self.asked.as_of, int)
        key = (request.path, request.META.get("QUERY_STRING", ""), self.format, get_language())
        if self.settled:
            tag = memory.tag(key)
            if tag and headers.matches(request, tag):
                return headers.not_modified(tag, settled=True, vary=self.vary)
            held = tag and self.remembered(tag)
            if held:
                return held
        try:
            with self.reading() as reading:
                memory.learn(reading)
                response = self.answer(reading, **kwargs)
        except NotModified as same:
            response = headers.not_modified(same.tag, settled=self.settled, vary=self.vary)
        if self.settled and response.has_header("ETag"):
            memory.keep(key, response["ETag"])
        return response

    def remembered(self, tag: str) -> HttpResponse | None:
        """The answer of a tag, where this process still holds it."""

    def prepare(self):
        """Read what needs no register; a cursor may still fix the revision."""

    def reading(self):
        return _Snapshot(self.asked.as_of, self.request.GET.get("as_of", ""))

    def tag(self, reading: Reading, *parts) -> str:
        """The answer's tag, from all that decides it. Raises NotModified if the client has it."""
        tag = headers.weak_tag(
            reading.revision,
            self.request.path,
            *parts,
            self.format,
            get_language(),
            RELEASE,
            memory.redacted(reading),
        )
        if headers.matches(self.request, tag):
            raise NotModified(tag)
        return tag

    def respond(self, tag: str, content: bytes) -> HttpResponse:
        """The whole answer, in the format chosen."""
        response = HttpResponse(content, content_type=CONTENT_TYPES[self.format])
        return self.cached(tag, response)

    def cached(self, tag: str, response: HttpResponse) -> HttpResponse:
        return headers.cached(response, tag, settled=self.settled, vary=self.vary)

    def respond_json(self, tag: str, reading: Reading, told: dict) -> HttpResponse:
        return self.respond(tag, orjson.dumps(stamp(reading) | told))

    def stream(
        self, tag: str, reading: Reading, name: str, chunks: Callable[[Reading], object]
    ) -> HttpResponse:
        """A long answer as a download. Its snapshot is its own, kept from first byte to last."""

        def kept():
            with snapshot(reading.revision) as again:
                yield from chunks(again)

        if self.request.method == "HEAD":
            response = HttpResponse(content_type=CONTENT_TYPES[self.format])
        else:
            response = StreamingHttpResponse(kept(), content_type=CONTENT_TYPES[self.format])
        file = f"athar-{name}-r{reading.revision}.{self.format}"
        response["Content-Disposition"] = f'attachment; filename="{file}"'
        return headers.cached(response, tag, settled=self.settled, vary=self.vary)


class _Snapshot:
    """The register's snapshot, a moment beyond its end told as a bad parameter."""

    def __init__(self, as_of, given):
        self.context, self.given = snapshot(as_of), given

    def __enter__(self):
        try:
            return self.context.__enter__()
        except FutureAsOf as error:
            raise problem_of(error, self.given) from error

    def __exit__(self, *error):
        return self.context.__exit__(*error)


def stamp(reading: Reading) -> dict:
    """The revision an answer was read at, and when that was recorded."""
    return {"revision": reading.revision, "as_of": utc(reading.recorded_at)}


def _options():
    response = HttpResponse(status=204)
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "If-None-Match, Accept, Accept-Language"
    response["Access-Control-Max-Age"] = str(headers.DAY)
    del response["Content-Type"]
    patch_vary_headers(response, ("Access-Control-Request-Method",))
    return response
