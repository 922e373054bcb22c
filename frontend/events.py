"""An actor's history in words: what each revision changed, struck and underlaid."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from desk.field_words import field_word
from desk.moderation import reasons
from directory.selectors import reference
from directory.selectors.history import Event
from evidence.wording.dates import day
from evidence.wording.filters import value_words
from evidence.wording.names import LANGUAGES, name_of, other_names
from evidence.wording.places import place
from frontend.naming import named

LISTED = {"sectors": "sector", "audiences": "audience"}
TERMS = {"legal_form": "legal_form", "kind": "kind", "cooperative_type": "cooperative_type"}
# Fields that say nothing of the organisation itself.
APART = {"code", "licence", "is_demo", "provenance"}
MOST = 100  # entries of one page
BELONGING = ("joined", "left")
SEALING = ("sealed", "unsealed")
BESIDE = (*BELONGING, *SEALING)  # told beside what else a revision did


def entries(history, opened) -> list[dict]:
    """An actor's history as its component shows it: an entry a revision, the newest first."""
    told = by_revision(history)[:MOST]
    names = named((whole_of(event) for one in told for event in one.belongings), opened)
    return [
        {
            "revision": one.revision,
            "url": reverse("revision", args=[one.revision]),
            "title": title(one.event),
            "changes": changes(one.event, opened.reading),
            "belongings": [belonging(event, names) for event in one.belongings],
            "when": one.event.recorded_at,
            "role": role_word(one.event.role),
            "reason": reason_word(one.event.reason),
        }
        for one in told
    ]


@dataclass
class Told:
    """What a page tells of one revision: how the actor left, else what it became, else that it was
    confirmed; and what it joined and left, and its seals.
    """

    revision: int
    event: Event
    belongings: list[Event]


def by_revision(history) -> list[Told]:
    """One entry a revision, the newest first."""
    told: dict[int, Told] = {}
    for event in history:
        one = told.setdefault(event.revision, Told(event.revision, event, []))
        if event.event in BESIDE:
            one.belongings.append(event)
        elif one.event.event in BESIDE:
            one.event = event
    return list(reversed(told.values()))


def whole_of(event) -> str | None:
    """The code of the network or programme that was joined or left, or of who gave a seal."""
    told = event.detail
    return told.get("network") or told.get("programme") or told.get("verifier")


def belonging(event, names) -> dict:
    code = whole_of(event)
    name, url = names.get(code, (None, None))
    return {
        "label": belonging_word(event),
        "name": name,
        "code": code,
        "url": url,
    }


def belonging_word(event) -> str:
    if event.event in BELONGING:
        return {
            "joined": pgettext("membership", "Joined"),
            "left": pgettext("membership", "Left"),
        }[event.event]
    given = event.event == "sealed"
    words = _("Verified: {scope}") if given else _("No longer verified: {scope}")
    return words.format(scope=value_words("seal", event.detail["scope"]))


def title(event) -> str:
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


def role_word(role: str) -> str:
    """In what role somebody published."""
    return {
        "administrator": pgettext("role", "administration"),
        "moderator": pgettext("role", "moderation"),
        "steward": pgettext("role", "the organisation itself"),
        "network": pgettext("role", "its network"),
        "system": pgettext("role", "the register itself"),
    }.get(role, role)


def kind_word(kind: str) -> str:
    """The kind of a revision."""
    return {
        "publish": pgettext("revision", "Publication"),
        "import": pgettext("revision", "Import"),
        "confirm": pgettext("revision", "Confirmation"),
        "merge": pgettext("revision", "Merger"),
        "split": pgettext("revision", "Split"),
        "restore": pgettext("revision", "Restoration"),
        "withdraw": pgettext("revision", "Withdrawal"),
        "redact": pgettext("revision", "Redaction"),
        "recode": pgettext("revision", "New codes"),
        "reference": pgettext("revision", "Reference set"),
        "demo": pgettext("revision", "Demonstration"),
        "epoch": pgettext("revision", "New epoch"),
    }.get(kind, kind)


def reason_word(reason: str) -> str:
    """Why something was published."""
    if reason in reasons.WORDS:
        return str(reasons.WORDS[reason])
    return {
        "correction": pgettext("reason", "a correction"),
        "reported": pgettext("reason", "reported by a reader"),
        "undone": pgettext("reason", "a decision taken back"),
        "import": pgettext("reason", "an import"),
        "import-undone": pgettext("reason", "an import taken back"),
        "new-profile": pgettext("reason", "new profile"),
        "yearly-update": pgettext("reason", "yearly update"),
        "renamed": pgettext("reason", "renamed"),
        "moved": pgettext("reason", "moved"),
        "closed": pgettext("reason", "closed down"),
        "withdrawn": pgettext("reason", "withdrawn"),
        "merged": pgettext("reason", "merged"),
        "yearly-figures": pgettext("reason", "figures of the year"),
        "still-correct": pgettext("reason", "still correct"),
        "new-member": pgettext("reason", "new member"),
        "member-left": pgettext("reason", "a member left"),
        "new-programme": pgettext("reason", "new programme"),
        "corrected-programme": pgettext("reason", "a programme corrected"),
        "ended-programme": pgettext("reason", "a programme ended"),
        "corrected-membership": pgettext("reason", "a membership corrected"),
        "mistaken-record": pgettext("reason", "a mistake of ours"),
        "empty-register": pgettext("reason", "the empty beginning"),
        "territories-loaded": pgettext("reason", "territories loaded"),
        "first-load": pgettext("reason", "territories loaded"),
        "localities-loaded": pgettext("reason", "localities loaded"),
        "taxonomies-loaded": pgettext("reason", "vocabularies loaded"),
        "vocabulary-edited": pgettext("reason", "a vocabulary edited"),
        "organisations-loaded": pgettext("reason", "the first organisations"),
        "official-figures-loaded": pgettext("reason", "official figures loaded"),
        "demonstration-loaded": pgettext("reason", "demonstration loaded"),
        "demonstration-ended": pgettext("reason", "demonstration ended"),
        "stories-told": pgettext("reason", "field stories of the demonstration"),
        "new-total": pgettext("reason", "a total published by others"),
        "corrected-total": pgettext("reason", "a total corrected"),
        "mistaken-total": pgettext("reason", "a mistake of ours"),
        "source-withdrawn": pgettext("reason", "withdrawn by its source"),
        "new-story": pgettext("reason", "a field story"),
        "consent-withdrawn": pgettext("reason", "consent withdrawn"),
        "erasure": pgettext("reason", "personal data erased"),
    }.get(reason, reason)
