"""The ledger: revisions one below the other, and one of them with what it opened and closed."""

from dataclasses import replace

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.selectors.actors import last_names
from directory.selectors.changes import Turn, changes_passed, register_changes
from directory.selectors.revisions import revisions
from evidence.wording.names import called
from frontend.cards import actor_path
from frontend.naming import named
from frontend.opening import register_page
from frontend.paging import span
from frontend.revisions import kind_word, reason_word, role_word

ON_A_PAGE = 50
MOST_CHANGES = 100


@register_page
def register(request, opened):
    before = request.GET.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 10 else None
    if before and number is None:
        opened.refused["before"] = [_("the number of a revision")]
    found = revisions(reading=opened.reading, before=number, limit=ON_A_PAGE + 1)
    context = {
        "section": "register",
        "revisions": [told(one, opened) for one in found[:ON_A_PAGE]],
        **ledger_pages(found, number, opened),
    }
    return opened.page("pages/register.html", context)


def ledger_pages(found, before, opened) -> dict:
    """The pages beside one of the ledger; numbers without gaps tell all of it."""
    head, more = opened.reading.revision, len(found) > ON_A_PAGE
    start = head + 1 if before is None else min(before, head + 1)
    newer = start + ON_A_PAGE
    return {
        "next_url": opened.address(before=found[ON_A_PAGE - 1]["number"]) if more else None,
        "previous_url": None
        if start > head
        else opened.address(before=newer if newer <= head else None),
        "first_url": opened.address(before=None) if newer <= head else None,
        "span": span(head + 1 - start, len(found[:ON_A_PAGE]), head + 1),
    }


@register_page
def revision(request, opened, number):
    found = revisions(reading=opened.reading, before=min(number, 2**31 - 2) + 1, limit=1)
    if not found or found[0]["number"] != number:
        raise Http404(_("The register has not got to a revision of this number."))
    one = told(found[0], opened)
    after = read_turn(opened, number)
    listed = register_changes(
        since=max(number - 1, 0),
        reading=replace(opened.reading, revision=number),
        after=after,
        limit=MOST_CHANGES,
    )
    changes = [each for each in listed.changes if each.revision == number]
    names = named_then((each.code for each in changes), number, opened)
    context = {
        "section": "register",
        "one": one,
        "sets": [
            (series_word(series), each)
            for series, each in sorted((found[0]["reference_sets"] or {}).items())
        ],
        "organisations": [
            {"name": names[code][0], "url": names[code][1], "code": code}
            for code in dict.fromkeys(each.code for each in changes)
            if code in names
        ],
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
        **pages_of_changes(found[0], listed, after, len(changes), opened),
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


def named_then(codes, number, opened) -> dict:
    """Names and addresses of whom a revision touched; of those that left since, as it was then."""
    found = named(codes := {code for code in codes if code}, opened)
    left = last_names(codes - found.keys(), replace(opened.reading, revision=number))
    return found | {
        code: (called({"names": names}), f"{actor_path(code, names)}?as_of={number}")
        for code, names in left.items()
    }


def pages_of_changes(one, listed, after, shown, opened) -> dict:
    """The pages beside one of a revision's changes."""
    passed, start = changes_passed(after=after, limit=MOST_CHANGES) if after else (0, None)
    total = one["opened_count"] + one["closed_count"] + one["redacted_count"]
    return {
        "next_url": listed.next and opened.address(after=turn_words(listed.next)),
        "previous_url": after and opened.address(after=start and turn_words(start)),
        "first_url": opened.address(after=None) if start else None,
        "span": span(passed, shown, total),
    }


def turn_words(turn: Turn) -> str:
    return "-".join(map(str, turn[1:]))


def read_turn(opened, number) -> Turn | None:
    """Where in the revision's changes a page goes on: `after=event-kind-row`."""
    given = opened.request.GET.get("after", "")
    if not given:
        return None
    parts = given.split("-")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 10 for part in parts):
        opened.refused["after"] = [_("this page of the list does not exist")]
        return None
    return Turn(number, *map(int, parts))


def told(one: dict, opened) -> dict:
    """A revision in words."""
    return one | {
        "kind_word": kind_word(one["kind"]),
        "role_word": role_word(one["role"]),
        "reason_word": reason_word(one["reason"]),
        "url": opened.link(reverse("revision", args=[one["number"]])),
    }


def series_word(series: str) -> str:
    """What a series of reference sets is of."""
    return {
        "territories": pgettext("series", "Territories"),
        "boundaries": pgettext("series", "Boundaries"),
        "census": pgettext("series", "Census"),
        "localities": pgettext("series", "Neighbourhoods and villages"),
        "taxonomies": pgettext("series", "Vocabularies"),
        "indicators": pgettext("series", "Indicators"),
    }.get(series, series)


def event_word(event: str) -> str:
    return {"opened": _("opened"), "closed": _("closed"), "redacted": _("redacted")}[event]


def record_word(record: str) -> str:
    """What kind of record it is."""
    return {
        "actor-version": _("version of an organisation"),
        "programme-version": _("version of a programme"),
        "membership": _("membership"),
        "confirmation": _("confirmation"),
        "seal": _("seal of verification"),
        "observation": _("figure of an organisation"),
        "ending": _("ending"),
        "official-figure": _("official figure"),
        "story": _("field story"),
    }.get(record, record)
