"""The bytes of a picture. Its address is its digest, so what it answers never changes."""

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from directory.selectors.pictures import public_file

# A browser keeps it for good; caches between ask again soon, so that what is taken away is gone.
FOREVER = "public, max-age=31536000, s-maxage=300, immutable"
DIGEST_LETTERS = frozenset("0123456789abcdef")


@require_safe
def picture(request, digest):
    """A public picture of an actor that stands in the register; 404 once it was taken away."""
    found = public_file(digest) if is_digest(digest) else None
    if found is None:
        raise Http404
    mark = f'"{digest}"'
    if mark in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = answer(found)
    response["ETag"] = mark
    response["Cache-Control"] = FOREVER
    return response


def is_digest(given: str) -> bool:
    return len(given) == 64 and DIGEST_LETTERS.issuperset(given)


def answer(found) -> HttpResponse:
    """A picture and nothing else, whatever a browser would make of it."""
    response = HttpResponse(bytes(found.content), content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{found.digest[:12]}.webp"'
    return response
