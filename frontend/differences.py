"""The differences of a submission in words: text by language, place, figures, contacts."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from desk.field_words import change_word
from desk.models import Submission
from desk.moderation.review import Review
from desk.plausibility import last_given
from desk.submissions import Change
from directory import codes
from directory.models import PictureKind
from directory.selectors.actors import names_of_actors
from directory.selectors.pictures import PictureTold
from directory.selectors.programmes import names_of_programmes
from evidence.wording.names import LANGUAGES, Name, name_of
from evidence.wording.numbers import grouped
from evidence.wording.plain import END, FIRST_STRONG, LEFT_TO_RIGHT
from frontend.events import words
from frontend.pictures import shown

WHOLES = ("network", "programme")
NOBODY: Mapping[str, str] = {}
NOTHING: Mapping[str, tuple] = {}


def told(review: Review, reading, path) -> list[dict]:
    """Each change with its label, its sides, whether it conflicts, and what is doubtful of it.
    `path` leads to the pictures that are proposed.
    """
    return rows(review.changes, reading, review.doubted, path, earlier=review.earlier)


def rows(
    changes: list[Change], reading, doubted: dict, path, word=change_word, *, earlier=NOTHING
) -> list[dict]:
    """The same of changes alone; `doubted` are the doubts by field, `word` names one, `earlier` are
    years and values by fields of figures that were told of another year only.
    """
    names = wholes(changes, reading)
    return [
        {
            "field": one.field,
            "label": word(one.field),
            "before": said(one.field, one.today, reading, names),
            "after": said(one.field, one.proposed, reading, names),
            "begun": said(one.field, one.begun, reading, names) if one.conflicted else "",
            "conflicted": one.conflicted,
            "language": language_of(one.field),
            "doubts": doubted.get(one.field, []),
            "earlier": last_given(*earlier[one.field]) if one.field in earlier else "",
            "pictures": beside(one, path) if one.field == "pictures" else None,
        }
        for one in changes
    ]


def language_of(field: str) -> str | None:
    name, _dot, language = field.partition(".")
    return language if name in ("names", "descriptions") and language in LANGUAGES else None


def said(field: str, value, reading, names: Mapping[str, str] = NOBODY) -> str:
    """One side of a change as plain words; empty for nothing. `names` are those of what a field of
    networks or programmes may hold.
    """
    if value in (None, "", (), [], {}):
        return ""
    name = field.partition(".")[0]
    if name == "figures":
        return grouped(value)
    if name in WHOLES:
        return names[value]
    if name == "contacts":
        return people(value)
    if name == "pictures":
        return _(", ").join(picture(one) for one in value)
    if hasattr(value, "payload"):
        value = value.payload()
    elif isinstance(value, tuple):
        value = list(value)
    return words(name, value, reading)


def wholes(changes: list[Change], reading) -> dict[str, str]:
    """The names of the networks and programmes that changes name, by code; where one has none now,
    its code as it is shown.
    """
    joined = [one for one in changes if one.field.partition(".")[0] in WHOLES]
    named = {code for one in joined for code in (one.today, one.proposed, one.begun) if code}
    if not named:
        return {}
    names = names_of_actors(named, reading) | names_of_programmes(named, reading)
    found = {code: name_of({"names": names.get(code, {})}) for code in named}
    return {code: name.text if name else codes.show(code) for code, name in found.items()}


def people(contacts) -> str:
    """A line for each person, then one for each way to reach her, public or private."""
    lines, last = [], ""
    for one in contacts:
        named = who(one)
        if named != last:
            lines.append(named or "—")
        lines += ways(one)
        last = named
    return "\n".join(lines)


def contact(one: dict) -> str:
    return " · ".join([who(one)] * bool(who(one)) + ways(one))


def who(one: dict) -> str:
    return " · ".join(f"{FIRST_STRONG}{one[part]}{END}" for part in ("name", "role") if one[part])


def ways(one: dict) -> list[str]:
    mark = _("public") if one["is_public"] else _("private")
    told = [one[way] for way in ("phone", "email") if one[way]]
    return [f"{LEFT_TO_RIGHT}{way}{END} ({mark})" for way in told]


def picture(one: PictureTold) -> str:
    alt = name_of({"names": one.alt})
    return alt.text if alt else str(PictureKind(one.kind).label)


def beside(change: Change, path) -> dict:
    """What is public and what is proposed, each with whether the other has it too."""
    before, after = change.today, change.proposed
    kept = {one.key for one in before} & {one.key for one in after}
    return {
        "before": [one | {"kept": one["key"] in kept} for one in shown(before)],
        "after": [one | {"kept": one["key"] in kept} for one in shown(after, path)],
    }


def typed_name(submission: Submission) -> Name | None:
    """The name typed for a new profile, before anybody has looked whether it is one."""
    typed = submission.payload.get("name") or {}
    told = {language: str(typed.get(f"name_{language}", "")).strip() for language in LANGUAGES}
    return name_of({"names": told})
