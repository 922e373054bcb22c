"""The filters as a form that works alone: groups of choices, and fields as they were typed."""

from django.utils.translation import gettext as _

from directory.models import SealScope
from evidence.wording.filters import value_words
from frontend.opening import PLACES

MORE = (
    "kind", "cooperative_type", "network", "programme", "status", "demo", "founded_from",
    "founded_to", "closed_from", "closed_to", "active_on", "confirmed_since", "has", "seal",
    "commune", "arrondissement", "locality", "near", "radius",
)  # fmt: skip
SHOWN = {
    "territory", "region", "province", "legal_form", "sector", "audience", "kind",
    "cooperative_type", "network", "programme", "status", "demo", "founded_from", "founded_to",
    "closed_from", "closed_to", "active_on", "confirmed_since", "has", "seal",
}  # fmt: skip


def groups(asked, choices, regions, provinces) -> list[dict]:
    """The filters that are lists of choices, as sheets that open."""
    known = {
        "territory": (_("Territory"), [("region", "", regions)]),
        "legal_form": (_("Legal form"), [("legal_form", "", choices["legal_form"])]),
        "sector": (_("Sector"), [("sector", "", choices["sector"])]),
        "audience": (_("Audience"), [("audience", "", choices["audience"])]),
    }
    if provinces:
        known["territory"][1].append(("province", _("Provinces and prefectures"), provinces))
    more = [
        ("kind", _("Kind"), choices["kind"]),
        ("cooperative_type", _("Type of cooperative"), choices["cooperative_type"]),
    ]
    return [
        {
            "id": name,
            "label": label,
            "lists": lists,
            "on": sum(choice.on for _name, _label, found in lists for choice in found),
            "more": False,
            "wrong": any(name in asked.opened.refused for name, _label, _found in lists),
        }
        for name, (label, lists) in known.items()
    ] + [
        {
            "id": "more",
            "label": _("More"),
            "lists": more,
            "on": sum(len(asked.given(name)) for name in MORE),
            "more": True,
            "wrong": any(name in asked.opened.refused for name in MORE),
        }
    ]


def fields(asked, *, beside=frozenset()) -> dict:
    """What the fields of the form hold, as it was typed; and what has no field of its own.

    `beside` are parameters that other fields of the same form hold.
    """
    given = asked.opened.request.GET
    names = ("active_on", "confirmed_since", "status", "demo")
    found = {name: given.get(name, "") for name in names}
    found["spans"] = [
        (_("Founded"), [_side(asked, "founded_from", "1990"), _side(asked, "founded_to")]),
        (_("Closed"), [_side(asked, "closed_from", "2010"), _side(asked, "closed_to")]),
    ]
    usual = asked.filters.usual_status
    found["usual_status"] = "" if usual == "active" else value_words("status", usual)
    found["statuses"] = [
        (code, value_words("status", code), given.get("status", "") == code)
        for code in ("active", "closed", "any")
    ]
    found["demos"] = [
        (code, value_words("demo", code), given.get("demo", "") == code)
        for code in ("any", "true", "false")
    ]
    seals = asked.given("seal")
    found["seals"] = [
        (scope, value_words("seal", scope), scope in seals) for scope in SealScope.values
    ]
    found["hidden"] = [
        (name, value)
        for name, values in given.lists()
        for value in values
        if name not in SHOWN | beside and name not in PLACES and name not in asked.extra
    ]
    # A territory that is no region's checkbox travels along.
    codes = {one.code for one in asked.territories[0]}
    found["hidden"] += [
        ("territory", code) for code in asked.given("territory") if code not in codes
    ]
    return found


def _side(asked, name, example="") -> dict:
    """One end of a span of dates; today's year is the example of its last."""
    return {
        "name": name,
        "value": asked.opened.request.GET.get(name, ""),
        "wrong": name in asked.opened.refused,
        "example": example,
    }
