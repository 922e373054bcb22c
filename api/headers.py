"""Headers of answers: tags by revision, what caches may keep, what browsers elsewhere may read."""

import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from api.throttling import POLICY

DAY = 86_400
TAG = re.compile(r'(?:W/)?"[^"]*"')
EXPOSED = "Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"


def weak_tag(revision: int, *parts) -> str:
    """A tag of the revision and all that decides an answer; equal answers, not equal bytes."""
    told = "\x00".join(map(str, parts)).encode("utf-8", "replace")
    return f'W/"{revision}-{hashlib.blake2b(told, digest_size=9).hexdigest()}"'


def strong_tag(digest: str) -> str:
    """A tag of canonical bytes: their own digest."""
    return f'"{digest}"'


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal, for a strong tag of bytes that nobody keeps."""
    return hashlib.sha256(content).hexdigest()


def matches(request: HttpRequest, tag: str) -> bool:
    """Whether the client holds that tag already; compared weakly, as If-None-Match is."""
    given = request.headers.get("If-None-Match")
    if not given:
        return False
    if given.strip() == "*":
        return True
    return tag.removeprefix("W/") in (one.removeprefix("W/") for one in TAG.findall(given))


def cached(response: HttpResponse, tag: str, *, settled: bool, vary=("Accept",)) -> HttpResponse:
    """Give an answer its tag; `settled` answers (of a numbered revision) keep for a day."""
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={DAY}" if settled else "no-cache"
    if vary:
        patch_vary_headers(response, vary)
    return response


def not_modified(tag: str, *, settled: bool, vary=("Accept",)) -> HttpResponse:
    response = HttpResponse(status=304)
    del response["Content-Type"]
    return cached(response, tag, settled=settled, vary=vary)


def open_to_all(response: HttpResponse, remaining: int) -> HttpResponse:
    """Readable by pages of any origin; says how many requests may follow at once."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    response["RateLimit-Policy"] = POLICY
    response["RateLimit"] = f'"anonymous";r={remaining};t=60'
    return response


def cite_as(response: HttpResponse, request: HttpRequest, path: str) -> HttpResponse:
    """The permanent link of what an answer tells."""
    link(response, request.build_absolute_uri(path), "cite-as")
    return response


def link(response: HttpResponse, url: str, relation: str):
    """Add one link."""
    told = f'<{url}>; rel="{relation}"'
    held = response.get("Link")
    response["Link"] = f"{held}, {told}" if held else told
