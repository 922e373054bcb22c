"""Briefs as PDF: of a territory, of a sector in it, of a programme, of a dossier, in the page's
language.
"""

from collections.abc import Callable

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory import codes
from evidence.briefs import compose
from evidence.briefs.dossier import dossier_pdf
from evidence.briefs.paper import brief_pdf
from evidence.briefs.pdf import RETRY_AFTER, PrinterBusy, Printing
from evidence.citations.store import cite_all
from evidence.dossiers.selectors import citations_of
from evidence.dossiers.told import told
from evidence.limits import TooOften, citing
from evidence.stories.selectors import stories_of
from frontend.opening import register_page
from frontend.plain import refused_plainly, said
from frontend.views.actors import read_code
from frontend.views.dossiers import asked_for, mark
from frontend.views.errors import too_often


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


@register_page(also=mark)
def of_dossier(request, opened, key):
    """An issue on paper: as it was issued, whatever the register says since, but for the stories
    that were taken back.
    """
    issue = asked_for(request, opened, key).issue
    wrong = refused(request, opened, "issue")
    if wrong:
        return wrong
    composed = told(issue.content, citations_of(issue), get_language())
    stories = stories_of(composed.stories, opened.reading)
    name = f"athar-{codes.show(issue.code)}-{issue.number}-{get_language()}.pdf"
    return paper(request, name, lambda site: dossier_pdf(issue, composed, stories, site=site))


def printed(request, opened, name, composed, *subject):
    """A brief as a file that opens in the browser. Its figures are cited when it is printed, once
    the snapshot it was composed in is closed.
    """
    wrong = refused(request, opened, "as_of")
    if wrong:
        return wrong
    try:
        brief = composed(*subject, opened.reading)
    except compose.NoSuchSubject as error:
        raise Http404(_("The register knows no such subject, as of this moment.")) from error
    file = f"athar-{name}-r{opened.reading.revision}-{get_language()}.pdf"

    def printing(site: str) -> Printing:
        citing.take(request.META.get("REMOTE_ADDR", ""), len(brief.figures))
        citations = [one.citation for one in cite_all(one.address for one in brief.figures)]
        return brief_pdf(brief, citations, site=site)

    return lambda: paper(request, file, printing)


def refused(request, opened, known: str) -> HttpResponse | None:
    """What is wrong with an address whose one parameter is `known`; None if nothing is."""
    wrong = opened.refused | {
        other: [_("a brief knows {name} only").format(name=known)]
        for other in request.GET
        if other != known
    }
    if not wrong:
        return None
    return refused_plainly(wrong)


def paper(request, name: str, printing: Callable[[str], Printing]) -> HttpResponse:
    """A PDF as it is printed, for who asks for more than headers; 503 while another one is, 429
    for who has figures cited without end.
    """
    if request.method == "HEAD":
        response = HttpResponse(content_type="application/pdf")
    else:
        try:
            pdf = printing(request.build_absolute_uri("/").rstrip("/"))
        except PrinterBusy:
            return busy()
        except TooOften as often:
            return too_often(often)
        response = StreamingHttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def busy() -> HttpResponse:
    response = said(_("Another brief is being printed. Ask again in a few seconds."), 503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
