"""An actor's history in words: what each revision changed, struck and underlaid."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from desk.field_words import field_word
from desk.numbers import number_of
from directory import codes
from directory.selectors import reference
from directory.selectors.history import Event, last_of_history
from evidence.wording.dates import day
from evidence.wording.filters import value_words
from evidence.wording.names import LANGUAGES, name_of, other_names
from evidence.wording.numbers import grouped
from evidence.wording.places import place
from frontend.naming import named, once_named
from frontend.reported import figure, plain_figure
from frontend.revisions import kind_word, reason_word, role_word

LISTED = {"sectors": "sector", "audiences": "audience"}
TERMS = {"legal_form": "legal_form", "kind": "kind", "cooperative_type": "cooperative_type"}
# Fields that say nothing of the organisation itself.
APART = {"code", "licence", "is_demo", "provenance"}
ON_A_PAGE = 100  # entries of a history
MOST_FIGURES = 20  # of one entry
MERGING = {"absorbed": "merge", "parted": "split"}
BELONGING = ("joined", "corrected", "left")
SEALING = ("sealed", "renewed", "unsealed")
BESIDE = (*MERGING, *BELONGING, *SEALING)  # told beside what else a revision did


def history_of(code: str, opened, most: int | None = None) -> dict:
    """The last entries of an actor's history, or those `earlier` than a revision, and the ways on.

    An address that names no revision there is refused, and the last are shown.
    """
    earlier = opened.request.GET.get("earlier", "")
    before = number_of(earlier)
    if earlier and before is None:
        opened.refused["earlier"] = [_("the number of a revision")]
    page = last_of_history(
        code=code, reading=opened.reading, before=before, revisions=most or ON_A_PAGE
    )
    following = opened.address(earlier=page.events[0].revision) if page.more else ""
    return {
        "entries": entries(page.events, opened),
        "next_url": following and f"{following}#changed",
        "first_url": "" if before is None else f"{opened.address(earlier=None)}#changed",
    }


def entries(history, opened) -> list[dict]:
    """Events of an actor as its component shows them: an entry a revision, the newest first."""
    told = by_revision(history)
    beside = [event for one in told for event in (*one.belongings, *one.shown)]
    names = named(map(whole_of, beside), opened)
    origins = once_named((event.detail.get("origin") for event in beside), opened)
    return [
        {
            "revision": one.revision,
            "url": reverse("revision", args=[one.revision]),
            "title": title(one.event),
            "changes": changes(one.event, opened.reading),
            "belongings": [belonging(event, names, origins) for event in one.belongings],
            "figures": [figure(event.detail, origins, opened.reading) for event in one.shown],
            "more": more(one),
            "when": one.event.recorded_at,
            "role": role_word(one.event.role),
            "reason": reason_word(one.event.reason),
        }
        for one in told
    ]


@dataclass
class Told:
    """What a page tells of one revision: how the actor left, else what it became, else that it was
    confirmed; what was merged into it, what it joined and left, its seals, and its figures.
    """

    revision: int
    event: Event
    belongings: list[Event] = field(default_factory=list)
    figures: list[Event] = field(default_factory=list)

    @property
    def shown(self) -> list[Event]:
        """The first of its figures, those of one indicator together."""
        names = ("indicator", "year", "source_kind")
        ordered = sorted(self.figures, key=lambda one: [one.detail[name] for name in names])
        return ordered[:MOST_FIGURES]


def by_revision(history) -> list[Told]:
    """One entry a revision, the newest first."""
    told: dict[int, Told] = {}
    for event in history:
        one = told.setdefault(event.revision, Told(event.revision, event))
        if event.event == "reported":
            one.figures.append(event)
        elif event.event in BESIDE:
            one.belongings.append(event)
        elif one.event.event in BESIDE:
            one.event = event
    return list(reversed(told.values()))


def whole_of(event) -> str | None:
    """The code of the network or programme that was joined or left, or of who gave a seal."""
    told = event.detail
    return told.get("network") or told.get("programme") or told.get("verifier")


def belonging(event, names, origins) -> dict:
    if event.event in MERGING:
        code = event.detail["origin"]
        name, url = origins.get(code), merging_url(event)
    else:
        code = whole_of(event)
        name, url = names.get(code, (None, None))
    return {
        "label": belonging_word(event),
        "name": name,
        "code": code,
        "url": url,
        "dates": dates(event),
    }


def merging_url(event) -> str:
    """Where who was merged or parted is read as it stood then: before the merger, or after."""
    at = event.revision - (event.event == "absorbed")
    return f"{reverse('actor', args=[codes.show(event.detail['origin'])])}?as_of={at}"


def belonging_word(event) -> str:
    if event.event in SEALING:
        words = {
            "sealed": _("Verified: {scope}"),
            "renewed": _("Verified anew: {scope}"),
            "unsealed": _("No longer verified: {scope}"),
        }[event.event]
        return words.format(scope=value_words("seal", event.detail["scope"]))
    return {
        "absorbed": pgettext("history", "Merged into it:"),
        "parted": pgettext("history", "Parted from it:"),
        "joined": pgettext("membership", "Joined"),
        "corrected": _("Membership corrected:"),
        "left": pgettext("membership", "Left"),
    }[event.event]


def dates(event) -> str:
    """When it left; of a membership that was corrected, what is said now."""
    if event.event not in ("left", "corrected"):
        return ""
    known = {
        name: day(date.fromisoformat(told["date"]), told["precision"])
        for name in ("since", "until")
        if (told := event.detail.get(name))
    }
    if event.event == "left":
        return known.get("until", "")
    words = {"since": _("since"), "until": _("until")}
    return _(", ").join(f"{words[name]} {each}" for name, each in known.items())


def more(one) -> str:
    """How many figures of an entry are not shown."""
    n = len(one.figures) - len(one.shown)
    words = ngettext("and {n} more figure", "and {n} more figures", n) if n else ""
    return words.format(n=grouped(n))


def plainly(entry) -> str:
    """An entry as plain text: for feeds."""
    told = [f"{entry['title']} ({entry['reason']})"]
    for one in entry["belongings"]:
        name = one["name"].text if one["name"] else one["code"] and codes.show(one["code"])
        told.append(" ".join(filter(None, (one["label"], name, one["dates"]))))
    if entry["figures"]:
        listed = [*map(plain_figure, entry["figures"]), *filter(None, [entry["more"]])]
        told.append(_("Figures: {figures}").format(figures=_("; ").join(listed)))
    return " · ".join(told)


def title(event) -> str:
    if event.event == "reported":
        return _("Figures changed")
    if event.event in MERGING:
        return kind_word(MERGING[event.event])
    if event.event in BELONGING:
        return _("Memberships changed")
    if event.event in SEALING:
        return _("Verification changed")
    if event.event == "merged":
        return _("Merged into another")
    if event.event == "withdrawn":
        return _("Withdrawn from the register")
    if event.event == "returned":
        return _("Back in the register under its own code")
    if event.event == "confirmed":
        on = date.fromisoformat(event.detail["confirmed_on"])
        return _("Confirmed: still correct on {day}").format(day=day(on))
    if event.redacted:
        return _("This version was redacted")
    if event.event == "entered":
        return _("Entered the register")
    fields = differing(event)
    if fields == ["names"]:
        return _("Name changed")
    if fields == ["place"]:
        return _("Moved")
    if fields == ["closed"]:
        return _("Closed down")
    return _("Changed")


def differing(event) -> list[str]:
    """The fields whose facts differ, in the order of the payload."""
    names = (change.field.partition(".")[0] for change in event.changes or ())
    return [name for name in dict.fromkeys(names) if name not in APART]


def changes(event, reading) -> list[dict]:
    """Every field that differs, in words; texts per language."""
    found = {change.field: change for change in event.changes or ()}
    told = []
    for name in differing(event):
        if name in ("names", "descriptions"):
            for language in LANGUAGES:
                change = found.get(f"{name}.{language}")
                if change:
                    told.append(
                        {
                            "label": field_word(change.field),
                            "before": change.before,
                            "after": change.after,
                            "language": language,
                        }
                    )
            continue
        told.append(
            {
                "label": field_word(name),
                "before": words(name, event.before.get(name), reading),
                "after": words(name, event.after.get(name), reading),
                "language": None,
            }
        )
    return told


def words(name, value, reading) -> str:
    """One value of a record as plain words."""
    if not value:
        return ""
    if name in TERMS:
        term = reference.terms(reading, TERMS[name]).get(value)
        return name_of(term).text if term else value
    if name in LISTED:
        known = reference.terms(reading, LISTED[name])
        return _(", ").join(name_of(known[one]).text for one in value if one in known)
    if name in ("founded", "closed"):
        return day(date.fromisoformat(value["date"]), value["precision"])
    if name == "place":
        return place_words(value, reading)
    if name == "products":
        return _(", ").join(name_of({"names": one}).text for one in value if one)
    if isinstance(value, dict):
        return _(", ").join(f"{key} {one}" for key, one in value.items())
    return str(value)


def place_words(value, reading) -> str:
    known = reference.territories(reading)
    parts = []
    village = {"names": value.get("locality_names") or {}}
    if name := name_of(village):
        beside = [] if value.get("locality") else other_names(village)  # all of one proposed
        parts.append(" · ".join(one.text for one in (name, *beside)))
    parts += [
        place(known[value[level]])
        for level in ("arrondissement", "commune", "province")
        if value.get(level) in known
    ][:2]
    if value.get("lon") and not parts:
        parts.append(f"{value['lon']}, {value['lat']}")
    return _(", ").join(parts)
