"""Differences of a submission in words: what stood, what is proposed, what others changed."""

from decimal import Decimal

from django.utils.translation import gettext as _

from desk.submissions import Change
from directory.as_of import snapshot
from directory.models import Indicator
from directory.records.facts import PartialDate, Place
from evidence.wording.names import LANGUAGES, name_of
from evidence.wording.numbers import grouped
from frontend.events import words
from frontend.facts import field_word, registry_word


def told(changes: list[Change]) -> list[dict]:
    """One row a field, as `components/diff.html` shows it: label, before, after, language; and
    `begun`, what stood when it was begun, where somebody changed that meanwhile.
    """
    known = {one.code: one for one in Indicator.objects.newest()}
    with snapshot() as reading:
        return [_row(one, known, reading) for one in changes]


def _row(change, known, reading) -> dict:
    name, _dot, rest = change.field.partition(".")

    def said(value):
        return _words(name, value, reading)

    return {
        "field": change.field,
        "label": _label(name, rest, known),
        "language": rest if rest in LANGUAGES else None,
        "before": said(change.today),
        "after": said(change.proposed),
        "conflicted": change.conflicted,
        "begun": said(change.begun) if change.conflicted else "",
    }


def _label(name, rest, known) -> str:
    if name == "figures":
        code, _dot, year = rest.partition(".")
        figure = name_of(known[code]).text if code in known else code
        return _("%(figure)s, %(year)s") % {"figure": figure, "year": year}
    if name == "contacts":
        return _("Contacts")
    if name == "registry":
        return registry_word(rest)
    return field_word(f"{name}.{rest}" if rest else name)


def _words(name, value, reading) -> str:
    if value in (None, "", (), []):
        return ""
    if isinstance(value, Decimal):
        return grouped(value, 0 if value == value.to_integral_value() else 2)
    if isinstance(value, Place | PartialDate):
        value = value.payload()
    if name == "contacts":
        return "\n".join(_contact(one) for one in value)
    return words(name, value, reading)


def _contact(one) -> str:
    parts = [one["name"], one["role"], one["phone"], one["email"]]
    parts.append(_("public") if one["is_public"] else _("private"))
    return " · ".join(part for part in parts if part)
