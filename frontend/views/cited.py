"""A citation's permanent link: its page, the API's answer, or a file for a bibliography or a desk.

Which one by `format=` or by what the request accepts; in which language by `lang=` or by what the
browser prefers.
"""

import json
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import codes
from evidence.briefs.cited import citation_pdf
from evidence.briefs.pdf import PrinterBusy
from evidence.citations.bibliography import bibtex, csl, json_ld, plain_text, ris
from evidence.citations.texts import quotation
from frontend.views.briefs import busy
from frontend.views.citations import found
from frontend.views.permanent import negotiated

# Each file: what it is called in Accept, how it is written, how its name ends.
FILES = {
    "bibtex": ("application/x-bibtex", bibtex, "bib"),
    "ris": ("application/x-research-info-systems", ris, "ris"),
    "csl": ("application/vnd.citationstyles.csl+json", csl, "csl.json"),
    "jsonld": ("application/ld+json", json_ld, "jsonld"),
    "text": ("text/plain", plain_text, "txt"),
    "pdf": ("application/pdf", citation_pdf, "pdf"),
}
OTHERS = {"html": "text/html", "json": "application/json"}
BY_TYPE = {kind: name for name, (kind, *_rest) in FILES.items()}
BY_TYPE |= {kind: name for name, kind in OTHERS.items()}
SETTLED = "public, max-age=3600"


@require_safe
def citation(request, code):
    one = found(code)
    shown = codes.show(one.code)
    language = asked_language(request)
    name = asked_format(request)
    if name in FILES:
        told = quotation(one, request.build_absolute_uri(f"/c/{shown}"), language)
        response = file(request, told, name)
    else:
        machine = f"/api/v1/citations/{shown}/"
        response = negotiated(
            request, "citation", [shown], machine, language, machines=name == "json"
        )
        if name == "html" and request.GET.get("paper"):  # from a QR code
            response["Location"] += f"?paper={quote(request.GET['paper'])}"
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def asked_format(request) -> str:
    """By its name, or by what is accepted; a browser's `*/*` is a page."""
    name = request.GET.get("format")
    if name is None:
        preferred = request.get_preferred_type(["text/html", *BY_TYPE])
        return BY_TYPE.get(preferred, "html")
    if name not in FILES and name not in OTHERS:
        raise Http404(_("A citation has no such format."))
    return name


def asked_language(request) -> str:
    language = request.GET.get("lang")
    if language is None:
        return get_language_from_request(request)
    if language not in dict(settings.LANGUAGES):
        raise Http404(_("A citation is not told in this language."))
    return language


def file(request, told, name) -> HttpResponse:
    kind, write, ending = FILES[name]
    if name == "pdf":
        if request.method == "HEAD":  # told without printing
            response = HttpResponse(content_type=kind)
        else:
            try:
                response = StreamingHttpResponse(write(told), content_type=kind)
            except PrinterBusy:
                with override(told.language):
                    return busy()
    else:
        content = write(told)
        if not isinstance(content, str):
            content = json.dumps(content, ensure_ascii=False, indent=1)
        response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    disposition = "inline" if name in ("pdf", "text", "jsonld") else "attachment"
    named = f"athar-{told.code}-{told.language}.{ending}"
    response["Content-Disposition"] = f'{disposition}; filename="{named}"'
    response["Content-Language"] = told.language
    response["Cache-Control"] = SETTLED
    response["Link"] = f'<{told.url}>; rel="cite-as"'
    return response


@require_safe
def search(request):
    """Where codes are typed, in the language asked for; a code that came along is looked up."""
    return negotiated(request, "citations", [], None)
