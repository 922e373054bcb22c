"""Briefs as PDF: of a territory, of a sector in it, of a programme, in the page's language."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evidence.briefs import compose
from evidence.briefs.paper import brief_pdf
from evidence.briefs.pdf import RETRY_AFTER, PrinterBusy
from frontend.opening import register_page
from frontend.views.actors import read_code


@register_page
def of_territory(request, opened, code):
    return printed(request, opened, code, compose.territory_brief, code)


@register_page
def of_sector(request, opened, code, sector):
    return printed(request, opened, f"{code}-{sector}", compose.sector_brief, code, sector)


@register_page
def of_programme(request, opened, key):
    code = read_code(key)
    return printed(request, opened, code, compose.programme_brief, code)


def printed(request, opened, name, composed, *subject) -> HttpResponse:
    """The brief as a file that opens in the browser; 503 while another is being printed."""
    wrong = opened.refused | {
        other: [_("a brief knows as_of only")] for other in request.GET if other != "as_of"
    }
    if wrong:
        return said("\n".join(f"{key}: {'; '.join(told)}" for key, told in wrong.items()), 400)
    try:
        brief = composed(*subject, opened.reading)
    except compose.NoSuchSubject as error:
        raise Http404(_("The register knows no such subject, as of this moment.")) from error
    if request.method == "HEAD":  # told without printing
        response = HttpResponse(content_type="application/pdf")
    else:
        try:
            pdf = brief_pdf(brief, site=request.build_absolute_uri("/").rstrip("/"))
        except PrinterBusy:
            return busy()
        response = StreamingHttpResponse(pdf, content_type="application/pdf")
    file = f"athar-{name}-r{opened.reading.revision}-{get_language()}.pdf"
    response["Content-Disposition"] = f'inline; filename="{file}"'
    return response


def busy() -> HttpResponse:
    response = said(_("Another brief is being printed. Ask again in a few seconds."), 503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def said(text: str, status: int) -> HttpResponse:
    """A refusal in plain words: what asked for a file gets no page."""
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
