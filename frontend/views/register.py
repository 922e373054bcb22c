"""The ledger: revisions one below the other, and one of them with what it opened and closed."""

from dataclasses import replace

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.database import rows
from directory.selectors.actors import names_of_actors
from directory.selectors.changes import register_changes
from directory.selectors.revisions import revisions
from frontend.cards import actor_path
from frontend.events import kind_word, reason_word, role_word
from frontend.opening import register_page
from frontend.wording.names import name_of

ON_A_PAGE = 50
MOST_CHANGES = 100


@register_page
def register(request, opened):
    before = request.GET.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 10 else None
    if before and number is None:
        opened.refused["before"] = [_("the number of a revision")]
    found = revisions(reading=opened.reading, before=number, limit=ON_A_PAGE + 1)
    more = len(found) > ON_A_PAGE
    context = {
        "section": "register",
        "revisions": [told(one, opened) for one in found[:ON_A_PAGE]],
        "next_url": opened.address(before=found[ON_A_PAGE - 1]["number"]) if more else None,
        "first_url": opened.address(before=None) if number else None,
    }
    return opened.page("pages/register.html", context)


@register_page
def revision(request, opened, number):
    found = revisions(reading=opened.reading, before=min(number, 2**31 - 2) + 1, limit=1)
    if not found or found[0]["number"] != number:
        raise Http404(_("The register has not got to a revision of this number."))
    one = told(found[0], opened)
    changes = []
    if number:
        changes = register_changes(
            since=number - 1, reading=replace(opened.reading, revision=number), limit=MOST_CHANGES
        )
        changes = [each for each in changes.changes if each.revision == number]
    names = names_of(changes, opened.reading)
    context = {
        "section": "register",
        "one": one,
        "sets": sorted((found[0]["reference_sets"] or {}).items()),
        "changes": [
            {
                "event": event_word(each.event),
                "state": {"opened": "added", "closed": "removed"}.get(each.event, "doubt"),
                "record": record_word(each.record),
                "name": names.get(each.code, (None, None))[0],
                "url": names.get(each.code, (None, None))[1],
                "code": each.code,
                "digest": each.digest,
            }
            for each in changes
        ],
        "shown": len(changes),
        "all": one["opened_count"] + one["closed_count"] + one["redacted_count"],
        "read_url": opened.link(reverse("home")) if number == opened.reading.revision else None,
        "as_of_url": f"{reverse('home')}?as_of={number}",
        "before_url": opened.link(reverse("revision", args=[number - 1])) if number else None,
        "after_url": opened.link(reverse("revision", args=[number + 1]))
        if number < opened.reading.revision
        else None,
        "bytes_url": f"/api/v1/revisions/{number}/",
        "permanent": reverse("permanent-revision", args=[number]),
    }
    return opened.page("pages/revision.html", context)


def told(one: dict, opened) -> dict:
    """A revision in words."""
    return one | {
        "kind_word": kind_word(one["kind"]),
        "role_word": role_word(one["role"]),
        "reason_word": reason_word(one["reason"]),
        "url": opened.link(reverse("revision", args=[one["number"]])),
    }


def names_of(changes, reading) -> dict:
    """Code to name and page of the actors and programmes that changes are about."""
    codes = {each.code for each in changes if each.code}
    named = {
        code: (name_of({"names": names}), actor_path(code, names))
        for code, names in names_of_actors(codes, reading).items()
    }
    programmes = rows(
        "select code, names from directory_programmeversion where code = any(%(codes)s::text[])"
        " and opened <= %(revision)s and (closed is null or closed > %(revision)s)",
        {"codes": sorted(codes), "revision": reading.revision},
    )
    for code, names in programmes:
        named[code] = (name_of({"names": names}), reverse("programme", args=[code]))
    return named


def event_word(event: str) -> str:
    return {"opened": _("opened"), "closed": _("closed"), "redacted": _("redacted")}[event]


def record_word(record: str) -> str:
    """What kind of record it is."""
    return {
        "actor-version": _("version of an organisation"),
        "programme-version": _("version of a programme"),
        "membership": _("membership"),
        "confirmation": _("confirmation"),
        "ending": _("ending"),
    }.get(record, record)
