"""Suggestions under the search field: a fragment of a page, in its words and shapes."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.as_of import snapshot
from directory.selectors import reference
from directory.selectors.suggest import Suggestion, highlight, suggest
from evidence.wording.names import name_of
from evidence.wording.places import type_word
from frontend.cards import actor_path, key
from frontend.shapes import shape_of

LONGEST = 100
ICONS = {"locality": "house", "programme": "calendar", "sector": "layers"}


@require_safe
@cache_control(max_age=60)
def suggestions(request):
    """What the text so far may mean, of the register as it is now; nothing for nothing."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    items = []
    if text:
        with snapshot() as reading:
            items = [item(each, text, reading) for each in suggest(text, reading=reading)]
    return render(request, "components/suggestion_list.html", {"items": items})


def item(each: Suggestion, text: str, reading) -> dict:
    """One suggestion as its component shows it."""
    name = name_of({"names": each.names})
    before, match, after = highlight(name.text, text)
    shown = {
        "url": address(each),
        "before": before,
        "match": match,
        "after": after,
        "language": "" if name.language == get_language() else name.language,
        "about": about(each, reading),
    }
    if each.type == "actor":
        return shown | {"shape": shape_of(each.legal_form, each.kind)}
    small = each.level in ("commune", "arrondissement")
    return shown | {"icon": ICONS.get(each.type) or ("map-pin" if small else "map")}


def address(each: Suggestion) -> str:
    """Where choosing it leads: its page, or the selection it names."""
    if each.type == "territory":
        return reverse("territory", args=[each.code])
    if each.type == "actor":
        return actor_path(each.code, each.names)
    if each.type == "programme":
        return reverse("programme", args=[key(each.code, each.names)])
    return f"{reverse('home')}?{each.type}={each.code}"


def about(each: Suggestion, reading) -> list[str]:
    """What it is, and where: province, region; cooperative, commune."""
    said = [what(each, reading)]
    if each.within:
        said.append(name_of(each.within).text)
    return [words for words in said if words]


def what(each: Suggestion, reading) -> str:
    if each.type in ("territory", "locality"):
        return type_word(kind_of(each, reading))
    if each.type == "actor":
        forms = reference.terms(reading, "legal_form")
        return name_of(forms[each.legal_form]).text if each.legal_form in forms else ""
    return ""


def kind_of(each: Suggestion, reading) -> str:
    """A province may be a prefecture: its row knows."""
    row = reference.territories(reading).get(each.code)
    return row.kind if row else each.level
