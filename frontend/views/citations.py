"""A citation for people: what was cited, then and now, how to check it; where its code is typed."""

from urllib.parse import parse_qsl

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from directory import codes
from directory.as_of import FutureAsOf, snapshot
from directory.models import Actor
from directory.selection.filterset import PRESENTATION
from directory.selectors.actors import actor_state
from evidence.citations import answers
from evidence.citations.bibliography import grouped_by_four, question
from evidence.citations.citable import NotCitable
from evidence.citations.compare import compare
from evidence.citations.store import cite
from evidence.citations.texts import link_on_paper, quotation
from evidence.citations.verify import verify
from evidence.drawing.qr import qr
from evidence.limits import TooOften, citing
from evidence.measures import TERRITORIAL
from evidence.models import Citation
from evidence.wording.measured import measure_word
from frontend.citing import moved, officials, steps
from frontend.opening import Opened, register_page
from frontend.still import asked_map
from frontend.views.actors import read_code
from frontend.views.errors import too_often

MOST_CELLS = 100
MOST_HASHED = 2_000  # records whose bytes are read while somebody waits for the page


def found(code: str) -> Citation:
    """The citation of a code as people write it. Raises Http404."""
    citation = Citation.objects.filter(code=read_code(code)).first()
    if citation is None:
        raise Http404(_("No citation has this code."))
    return citation


@csrf_exempt  # nobody's rights are used: anybody may cite, and citing twice is citing once
@require_POST
def make(request):
    """Cite what a page shows; then its permanent link. 429 for who cites without end."""
    try:
        citing.take(request.META.get("REMOTE_ADDR", ""))
    except TooOften as often:
        return too_often(often)
    try:
        citation = cite(request.POST.get("query", "")).citation
    except (NotCitable, FutureAsOf) as error:
        raise Http404(_("This address asks nothing that can be cited.")) from error
    return HttpResponseRedirect(reverse("citation", args=[codes.show(citation.code)]), status=303)


def mark_of(code: str) -> str:
    """What a citation's page shows besides the revision: how often it was cited, and where."""
    try:
        known = codes.parse(code)
    except codes.CodeError:
        return ""
    one = Citation.objects.filter(code=known).first()
    if one is None:
        return ""
    uses = one.uses.shown().values_list("pk", flat=True)
    return f"{one.sightings.count()} {list(uses)}"


@register_page(also=mark_of)
def citation(request, opened: Opened, code):
    one = found(code)
    shown = codes.show(one.code)
    if code != shown or opened.moment:  # its own moment is kept; "now" is the head
        address = reverse("citation", args=[shown])
        return HttpResponseRedirect(opened.address(address, as_of=None))
    permanent = reverse("permanent-citation", args=[shown])
    link = request.build_absolute_uri(permanent)
    asked = dict(parse_qsl(one.normal))
    now = compare(one)
    with snapshot(one.revision) as past:
        heads, cells = answers.cells(asked, one.answer, past)
        official = officials(one, past, opened)
        drawn = asked_map(territories(asked, one, past), past)
        what = measure_word(one.kind, asked.get("measure", "actors"), past)
    quoted = quotation(one, link, get_language())
    deep = one.records <= MOST_HASHED
    context = {
        "section": "figures",
        "one": one,
        "quoted": quoted,
        "number": answers.number(one.answer),
        "what": what,
        "heads": heads,
        "cells": cells[:MOST_CELLS],
        "more_cells": max(len(cells) - MOST_CELLS, 0),
        "map": drawn,
        "official": official,
        "now": now and moved(one, now, opened),
        "steps": steps(one, verify(one, deep=deep)) if "verify" in request.GET else None,
        "on_paper": on_paper(one, request.GET.get("paper", "")),
        "verify_url": f"{opened.address(verify=1)}#verify",
        "ask_url": question(quoted),
        "permanent": permanent,
        "link": link,
        "shown": shown,
        "site": request.build_absolute_uri("/").rstrip("/"),
        "qr": qr(link_on_paper(one, link), _("QR code: the permanent link of this citation")),
        "paper": grouped_by_four(one.paper),
        "same_at": one.sightings.order_by("revision").values_list("revision", flat=True),
        "uses": one.uses.shown(),
        "actor": one.kind == "actor"
        and reverse("permanent-actor", args=[codes.show(one.answer["code"])]),
        "api": {
            "json": reverse("api:citation", args=[shown]),
            "records": reverse("api:citation-records", args=[shown]),
        },
    }
    response = opened.page("pages/citation.html", context)
    if "verify" in request.GET:  # what was verified is told once
        response["Cache-Control"] = "no-store"
    return response


def on_paper(one: Citation, typed: str) -> dict | None:
    """Symbols read off a paper, and whether they are those of this citation; None where none are
    given.
    """
    found = codes.symbols(typed)[:64]
    return {"typed": grouped_by_four(found), "holds": found == one.paper} if found else None


def territories(asked: dict[str, str], one: Citation, reading) -> list[str]:
    """Codes of the territories a question is narrowed to; of one actor, where it stands."""
    if one.kind == "actor":
        state = actor_state(one.answer["code"], reading)
        place = (state.facts or {}).get("place", {}) if state else {}
        leaf = next((place[x] for x in ("commune", "province", "region") if place.get(x)), None)
        return [leaf] if leaf else []
    return [code for name in TERRITORIAL if name in asked for code in asked[name].split(",")]


@register_page
def citations(request, opened: Opened):
    """Where a code is typed from paper: to its citation, or what is wrong with it."""
    given = request.GET.get("code", "")
    for name in request.GET:
        if name not in PRESENTATION | {"code"}:
            opened.refused[name] = [_("unknown parameter")]
    context = {"section": "figures", "given": given, "wrong": "", "elsewhere": None}
    if given:
        try:
            code = codes.parse(codes.within(given))
        except codes.MiskeyedCode:
            context["wrong"] = "miskeyed"
        except codes.MalformedCode:
            context["wrong"] = "malformed"
        else:
            if Citation.objects.filter(code=code).exists():
                shown = codes.show(code)
                return HttpResponseRedirect(reverse("citation", args=[shown]), status=303)
            context["wrong"] = "unknown"
            if Actor.objects.filter(code=code).exists():
                context["elsewhere"] = reverse("permanent-actor", args=[codes.show(code)])
    return opened.page("pages/citations.html", context, status=404 if context["wrong"] else 200)
