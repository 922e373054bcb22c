"""Permanent addresses, without a language: a page for people, the API's answer for machines."""

from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import codes
from directory.as_of import snapshot
from directory.models import Actor, Programme
from evidence.dossiers.selectors import is_published
from evidence.editions import selectors
from evidence.editions.publish import of_file
from evidence.models import Story
from frontend.views.actors import read_code

PACKAGE = "application/zip"
BLOCK = 65_536
JSON = ("application/json", "application/ld+json", "application/geo+json")


@require_safe
def root(request):
    """The map, in the language the browser prefers."""
    return negotiated(request, "home", [], None)


@require_safe
def actor(request, code):
    """An actor or a programme: the kind is told by what the register knows under the code."""
    known = read_code(code)
    name = "actor"
    if not Actor.objects.filter(code=known).exists():
        if not Programme.objects.filter(code=known).exists():
            raise Http404
        name = "programme"
    folder = "actors" if name == "actor" else "programmes"
    return negotiated(request, name, [codes.show(known)], f"/api/v1/{folder}/{known}/")


@require_safe
def story(request, code):
    known = read_code(code)
    if not Story.objects.filter(code=known).exists():
        raise Http404
    return negotiated(request, "story", [codes.show(known)], f"/api/v1/stories/{known}/")


@require_safe
def dossier(request, code):
    """A dossier at its last issue, or at that of `issue=`; drafts are nothing here."""
    known = read_code(code)
    if not is_published(known):
        raise Http404(_("No dossier has this code, or it has no such issue."))
    shown = codes.show(known)
    return negotiated(request, "dossier", [shown], f"/api/v1/dossiers/{shown}/")


@require_safe
def revision(request, number):
    return negotiated(request, "revision", [number], f"/api/v1/revisions/{number}/")


@require_safe
def edition(request, number):
    """An edition's page, what machines are told of it, or its package where that is asked for."""
    if request.get_preferred_type(["text/html", *JSON, PACKAGE]) == PACKAGE:
        response = HttpResponseRedirect(reverse("edition-package", args=[number]))
        response.status_code = 303
        patch_vary_headers(response, ["Accept"])
        return response
    return negotiated(request, "edition", [number], f"/api/v1/editions/{number}/")


@require_safe
def package(request, number):
    """The package of an edition: strong ETag, its own SHA-256. 503 while it must be reissued."""
    with snapshot() as reading:
        try:
            found = selectors.edition(number, head=reading.head)
        except selectors.UnknownEdition as error:
            raise Http404(_("There is no edition of this number yet.")) from error
    if not found.available:
        said = _("This edition is being issued again: something in it was erased since.")
        response = HttpResponse(f"{said}\n", content_type="text/plain; charset=utf-8", status=503)
        response["Retry-After"] = "3600"
        response["Cache-Control"] = "no-store"
        return response
    tag = f'"{found.last.sha256}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = StreamingHttpResponse(Blocks(of_file(found.last)), content_type=PACKAGE)
        response["Content-Length"] = str(found.last.size)
        response["Content-Disposition"] = f'attachment; filename="{found.last.file_name}"'
        response["Link"] = f'<{request.build_absolute_uri(f"/e/{number}")}>; rel="cite-as"'
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response


class Blocks:
    """A file that is sent as a stream: a long one may not hold a page's thread as files do."""

    def __init__(self, path):
        self._file = path.open("rb")

    def __iter__(self):
        while block := self._file.read(BLOCK):
            yield block

    def close(self):
        self._file.close()


def negotiated(request, name, arguments, machine, language=None, *, machines=None):
    """303 to the resource that suits the request; what comes with the address travels along.

    `language` overrules the browser's; `machines` whether a machine asks, where that is known.
    """
    if machine and (wants_json(request) if machines is None else machines):
        address = machine
    else:
        with override(language or get_language_from_request(request)):
            address = reverse(name, args=arguments)
    query = request.META.get("QUERY_STRING", "") if machines is None else ""
    response = HttpResponseRedirect(f"{address}?{query}" if query else address)
    response.status_code = 303 if machine else 302
    response["Cache-Control"] = "public, max-age=3600"
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def wants_json(request) -> bool:
    """Whether JSON is preferred to HTML; a browser's `*/*` is not."""
    preferred = request.get_preferred_type(["text/html", *JSON])
    return preferred in JSON
