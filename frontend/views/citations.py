"""A citation for people: what was cited, then and now, and how to check it."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from directory import codes
from directory.as_of import FutureAsOf
from directory.selectors.observations import indicators
from evidence.citations.citable import NotCitable
from evidence.citations.compare import SHOWN, compare, number
from evidence.citations.store import cite
from evidence.citations.verify import verify
from evidence.models import Citation
from evidence.wording.citations import texts
from evidence.wording.names import name_of
from frontend.filters import label_of, words_of
from frontend.naming import named
from frontend.opening import register_page
from frontend.views.actors import read_code

STEPS = {
    "ledger": pgettext_lazy("verification", "The revision is the one that was noted"),
    "question": pgettext_lazy("verification", "The question is read as it was"),
    "answer": pgettext_lazy("verification", "Asked again, it is answered the same"),
    "records": pgettext_lazy("verification", "As many records stand behind it"),
    "evidence": pgettext_lazy("verification", "Their digests, folded anew, are the same"),
    "paper": pgettext_lazy("verification", "The symbols printed are those of all this"),
}


def found(code: str) -> Citation:
    """The citation of a code as people write it. Raises Http404."""
    citation = Citation.objects.filter(code=read_code(code)).first()
    if citation is None:
        raise Http404(_("No citation has this code."))
    return citation


@csrf_exempt  # nobody's rights are used: anybody may cite, and citing twice is citing once
@require_POST
def make(request):
    """Cite what a page shows; then its permanent link."""
    try:
        citation = cite(request.POST.get("query", "")).citation
    except (NotCitable, FutureAsOf) as error:
        raise Http404(_("This address asks nothing that can be cited.")) from error
    return HttpResponseRedirect(reverse("citation", args=[codes.show(citation.code)]), status=303)


@register_page
def citation(request, opened, code):
    one = found(code)
    shown = codes.show(one.code)
    if code != shown:
        return HttpResponseRedirect(opened.address(reverse("citation", args=[shown])))
    value, reporting, in_scope = number(one.answer)
    now = compare(one)
    context = {
        "section": "register",
        "one": one,
        "what": what(one, opened.reading),
        "filters": filters(one, opened),
        "value": value,
        "reporting": reporting,
        "in_scope": in_scope,
        "now": now and moved(now, opened),
        "steps": verified(one) if "verify" in request.GET else None,
        "verify_url": f"{opened.address(verify=1)}#verify",
        "ask_url": f"{one.path}?{one.normal}&as_of={one.revision}",
        "permanent": request.build_absolute_uri(reverse("permanent-citation", args=[shown])),
        "texts": texts(one, request.build_absolute_uri(f"/c/{shown}")),
        "paper": " ".join(one.paper[at : at + 4] for at in range(0, 16, 4)),
        "api": {
            "json": reverse("api:citation", args=[shown]),
            "verify": reverse("api:citation-verify", args=[shown]),
            "records": reverse("api:citation-records", args=[shown]),
        },
    }
    return opened.page("pages/citation.html", context)


def what(one, reading) -> str:
    """What the number counts."""
    asked = dict(part.split("=", 1) for part in one.normal.split("&") if "=" in part)
    measure = asked.get("measure", "actors")
    if one.kind == "actor":
        return _("One organisation, as the register held it")
    if measure.startswith("census:"):
        if measure == "census:nonprofit_establishments":
            return _("Associations in premises of their own (census of 2024)")
        return _("Census: {column}").format(column=measure.partition(":")[2])
    if measure in indicators(reading):
        return name_of(indicators(reading)[measure]).marked()
    return _("Organisations in the register")


def filters(one, opened) -> list[tuple]:
    """The rest of the question, in words."""
    skipped = {"measure", "group_by", "per_n"}
    told = []
    for part in one.normal.split("&"):
        name, _equals, value = part.partition("=")
        if name and name not in skipped and value not in ("any", "sum"):
            told.append((label_of(name), words_of(name, value, opened)))
    return told


def moved(now, opened) -> dict:
    """What is answered now, and who came and went."""
    value, reporting, in_scope = number(now.answer)
    entered, left = now.entered or [], now.left or []
    names = named([*entered[:SHOWN], *(code for code, _fate in left[:SHOWN])], opened)
    nobody = (None, None)
    return {
        "revision": now.revision,
        "recorded_at": now.recorded_at,
        "same": now.same,
        "value": value,
        "reporting": reporting,
        "in_scope": in_scope,
        "entered_count": None if now.entered is None else len(entered),
        "left_count": None if now.left is None else len(left),
        "entered": [
            {"code": code, "name": names.get(code, nobody)[0], "url": names.get(code, nobody)[1]}
            for code in entered[:SHOWN]
        ],
        "left": [
            {
                "code": code,
                "fate": fate_word(fate),
                "name": names.get(code, nobody)[0],
                "url": names.get(code, nobody)[1],
            }
            for code, fate in left[:SHOWN]
        ],
    }


def fate_word(fate: str) -> str:
    return {
        "merged": pgettext("fate", "merged"),
        "withdrawn": pgettext("fate", "withdrawn"),
        "closed": pgettext("fate", "closed down"),
        "changed": pgettext("fate", "changed"),
    }.get(fate, fate)


def verified(one) -> dict:
    told = verify(one)
    return {
        "holds": told.holds,
        "redacted": told.redacted,
        "steps": [
            {"words": STEPS[step.name], "holds": step.holds, "found": step.found}
            for step in told.steps
        ],
    }
