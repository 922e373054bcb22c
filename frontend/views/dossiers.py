"""Dossiers: the list, and one of them, each point with its figures as cited and as they are now."""

from urllib.parse import unquote

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from directory import codes
from evidence.dossiers import selectors
from evidence.dossiers.figures import asked_now
from evidence.dossiers.told import text, told
from evidence.drawing.qr import qr
from frontend.cards import key as key_of
from frontend.opening import Opened, register_page
from frontend.stories import shown_by_code
from frontend.views.actors import read_code

CHANGES = {
    "titles": pgettext_lazy("changed", "title"),
    "introductions": pgettext_lazy("changed", "introduction"),
    "occasions": pgettext_lazy("changed", "occasion"),
    "organisations": pgettext_lazy("changed", "organisation"),
    "date": pgettext_lazy("changed", "date"),
    "added": pgettext_lazy("changed", "point {place} added"),
    "removed": pgettext_lazy("changed", "point {place} of the issue before removed"),
    "headings": pgettext_lazy("changed", "heading of point {place}"),
    "texts": pgettext_lazy("changed", "text of point {place}"),
    "figures": pgettext_lazy("changed", "figures of point {place}"),
    "stories": pgettext_lazy("changed", "stories of point {place}"),
    "order": pgettext_lazy("changed", "order of the points"),
}


def mark(**_kwargs) -> str:
    return selectors.mark()


@register_page(also=mark)
def dossiers(request, opened):
    """Those published, the last issued first."""
    language = get_language()
    listed = [
        {
            "issue": one,
            "title": text(one.content["titles"], language),
            "occasion": text(one.content["occasions"], language),
            "organisation": text(one.content["organisations"], language),
            "url": opened.link(path(one)),
            "points": len(one.content["points"]),
            "figures": len(one.figures),
        }
        for one in selectors.dossiers()
    ]
    response = opened.page("pages/dossiers.html", {"section": "figures", "dossiers": listed})
    response["Cache-Control"] = "no-cache"  # a dossier may be issued at no new revision
    return response


@register_page(also=mark)
def dossier(request, opened, key):
    found = asked_for(request, opened, key)
    canonical = path(found.issue)
    if request.path != unquote(canonical):
        return HttpResponseRedirect(opened.address(canonical))
    context = dossier_context(request, opened, found)
    response = opened.page("pages/dossier.html", context)
    response["Cache-Control"] = "no-cache"
    return response


def asked_for(request, opened: Opened, key: str) -> selectors.Published:
    """The issue an address names, else the last. Raises Http404 where there is none."""
    number = request.GET.get("issue")
    if number is not None and not (number.isascii() and number.isdigit() and len(number) < 6):
        opened.refused["issue"] = [_("the number of an issue, such as 1")]
        number = None
    try:
        return selectors.dossier(read_code(key), None if number is None else int(number))
    except selectors.UnknownDossier as error:
        raise Http404(_("No dossier has this code, or it has no such issue.")) from error


def path(issue) -> str:
    return reverse("dossier", args=[key_of(issue.code, issue.content["titles"])])


def dossier_context(request, opened, found) -> dict:
    issue = found.issue
    shown = codes.show(issue.code)
    permanent = reverse("permanent-dossier", args=[shown])
    said = told(issue.content, selectors.citations_of(issue), get_language())
    now = {one.citation.code: asked_now(one.citation, opened.reading) for one in said.figures}
    stories = shown_by_code(said.stories, opened)
    site = request.build_absolute_uri("/").rstrip("/")
    return {
        "section": "figures",
        "issue": issue,
        "is_last": found.is_last,
        "told": said,
        "shown": shown,
        "permanent": permanent,
        "points": [
            {
                "point": point,
                "figures": [figure(one, now, site) for one in point.figures],
                "stories": [stories[code] for code in point.stories],
            }
            for point in said.points
        ],
        "history": [
            {"issue": one, "changes": [change_words(each) for each in changes], "url": url}
            for one, changes in found.history
            for url in [opened.address(issue=None if one == found.issues[0] else one.number)]
        ],
        "brief_url": opened.address(reverse("dossier-brief", args=[shown]), as_of=None),
        "api_url": reverse("api:dossier", args=[shown]),
        "trail": [(opened.link(reverse("dossiers")), _("Dossiers")), (None, said.title.marked())],
    }


def figure(one, now, site) -> dict:
    """A figure as the page shows it: then, now, and the code that leads to it."""
    code = codes.show(one.citation.code)
    link = f"{site}/c/{code}"
    return {
        "then": one,
        "now": now[one.citation.code],
        "code": code,
        "link": link,
        "qr": qr(link, _("QR code: the permanent link of this citation")),
    }


def change_words(change) -> str:
    return str(CHANGES[change.what]).format(place=change.place)
