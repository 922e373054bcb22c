"""Networks and programmes: what actors belong to."""

from urllib.parse import unquote

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import codes
from directory.selection.filterset import ActorFilterSet
from directory.selectors import programmes as register
from directory.selectors.members import of_networks
from evidence.wording.names import name_of, other_names
from frontend.cards import cards, key
from frontend.facts import partial, sources_of
from frontend.opening import register_page
from frontend.paging import pages_beside
from frontend.stories import stories_beside
from frontend.views.actors import members, read_code

MOST = 200


@register_page
def networks(request, opened):
    asked = ActorFilterSet({"kind": "network"}, reading=opened.reading)
    asked.is_valid()
    selection = asked.selection()
    page = selection.page(limit=MOST, after=opened.cursor)
    sizes = of_networks(opened.reading) if page.rows else {}
    listed = [
        {"card": card, "members": sizes.get(row.code, 0)}
        for row, card in zip(page.rows, cards(page.rows, opened), strict=True)
    ]
    context = {
        "section": "networks",
        "total": selection.total,
        "networks": listed,
        **pages_beside(selection, page, opened, limit=MOST),
        "tabs": [(None, _("Networks")), (opened.link(reverse("programmes")), _("Programmes"))],
    }
    return opened.page("pages/networks.html", context)


@register_page
def programmes(request, opened):
    found = register.programmes(reading=opened.reading)
    listed = [shown(one, opened) for one in found]
    context = {
        "section": "networks",
        "programmes": listed,
        "tabs": [(opened.link(reverse("networks")), _("Networks")), (None, _("Programmes"))],
    }
    return opened.page("pages/programmes.html", context)


@register_page
def programme(request, opened, key):
    code = read_code(key)
    try:
        found = register.programme_as_of(code=code, reading=opened.reading)
    except register.UnknownProgramme as error:
        raise Http404(
            _("The register knows no programme of this code, as of this moment.")
        ) from error
    canonical = programme_path(found)
    if request.path != unquote(canonical):
        return HttpResponseRedirect(opened.address(canonical))
    context = shown(found, opened) | {
        "section": "networks",
        "members": members(opened, programme=code),
        **stories_beside(opened, programme=code),
        "sources": sources_of(found),
        "permanent": reverse("permanent-actor", args=[codes.show(code)]),
        "brief_url": opened.link(reverse("programme-brief", args=[codes.show(code)])),
        "unlisted": found["is_demo"],
    }
    return opened.page("pages/programme.html", context)


def programme_path(found) -> str:
    return reverse("programme", args=[key(found["code"], found["names"])])


def shown(found, opened) -> dict:
    """A programme in words."""
    name = name_of(found)
    return {
        "programme": found,
        "url": opened.link(programme_path(found)),
        "shown": name,
        "others": [one for one in other_names(found) if one.text != name.text],
        "description": name_of({"names": found["descriptions"] or {}}),
        "since": partial(found["since"]),
        "until": partial(found["until"]),
        "funders": [funder(one) for one in found["funders"] or []],
    }


def funder(one: dict) -> dict:
    names = one.get("names") or {
        key: value for key, value in one.items() if key in ("ar", "fr", "en")
    }
    found = name_of({"names": names})
    return {
        "role": _("through") if one.get("role") == "intermediary" else "",
        "name": found,
        "acronym": one.get("acronym", ""),
        "website": one.get("website") or "",
    }
