"""Permanent addresses, without a language: a page for people, the API's answer for machines."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from directory import codes
from directory.models import Actor, Programme
from frontend.views.actors import read_code

JSON = ("application/json", "application/ld+json", "application/geo+json")


@require_safe
def root(request):
    """The map, in the language the browser prefers."""
    return negotiated(request, "home", [], None)


@require_safe
def actor(request, code):
    """An actor or a programme: the kind is told by what the register knows under the code."""
    found = read_code(code)
    name = "actor"
    if not Actor.objects.filter(code=found).exists():
        if not Programme.objects.filter(code=found).exists():
            raise Http404
        name = "programme"
    folder = "actors" if name == "actor" else "programmes"
    return negotiated(request, name, [codes.show(found)], f"/api/v1/{folder}/{found}/")


@require_safe
def revision(request, number):
    return negotiated(request, "revision", [number], f"/api/v1/revisions/{number}/")


def negotiated(request, name, arguments, machine):
    """303 to the resource that suits the request; what comes with the address travels along."""
    if machine and wants_json(request):
        address = machine
    else:
        with override(get_language_from_request(request)):
            address = reverse(name, args=arguments)
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"{address}?{query}" if query else address)
    response.status_code = 303 if machine else 302
    response["Cache-Control"] = "public, max-age=3600"
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def wants_json(request) -> bool:
    """Whether JSON is preferred to HTML; a browser's `*/*` is not."""
    preferred = request.get_preferred_type(["text/html", *JSON])
    return preferred in JSON
