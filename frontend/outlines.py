"""What each contribution of the queue proposes, in one line of plain words: read from what it keeps
of itself, with one statement for the indicators of all of them.
"""

from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.field_words import change_word
from desk.models import Submission, SubmissionKind
from desk.submissions.steps import NAMES, typed
from directory.models import Indicator
from directory.selectors import reference
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped

MOST = 3  # fields of a change that are named
LONGEST = 140  # characters of a report


def outlines(found: Iterable[Submission], reading) -> list[str]:
    """A line for each; empty where it says nothing that can be told short."""
    found = list(found)
    known = indicators(found)
    tell = {
        SubmissionKind.NEW_PROFILE: lambda one: of_profile(one, reading),
        SubmissionKind.CHANGE: lambda one: of_change(one, known),
        SubmissionKind.REPORT: of_report,
    }
    return [tell[one.kind](one) for one in found]


def indicators(found) -> dict[str, Indicator]:
    """Those that some of the changes speak of, by code."""
    fields = {field for one in found for field, *_values in one.outline}
    codes = {field.split(".")[1] for field in fields if field.startswith("figures.")}
    if not codes:
        return {}
    return {one.code: one for one in Indicator.objects.newest().filter(code__in=codes)}


def of_profile(one: Submission, reading) -> str:
    """Its legal form and its commune, as they were typed."""
    form = reference.terms(reading, "legal_form").get(code_in(one, "form", "legal_form"))
    place = reference.territories(reading).get(code_in(one, "place", "place"))
    return " · ".join(name_of(each).text for each in (form, place) if each is not None)


def of_change(one: Submission, known) -> str:
    """The fields it changes, and its figures with what stood; of one kept without, its steps."""
    if not one.outline:
        return _(", ").join(str(NAMES[step]) for step in NAMES if step in one.payload)
    plain = [part_word(field) for field, *values in one.outline if not values]
    figures = [moved(*told, known) for told in one.outline if len(told) > 1]
    shown = [*figures, *dict.fromkeys(plain)]
    more = len(shown) - MOST
    if more > 0:
        words = ngettext("%(n)s more field", "%(n)s more fields", more)
        shown = [*shown[:MOST], words % {"n": more}]
    return _("; ").join(shown)


def moved(field, before, after, known) -> str:
    """A figure as it is given, with what stood where something did."""
    label, value = change_word(field, known), grouped(after) if after else "—"
    if not before:
        return _("%(label)s: %(words)s") % {"label": label, "words": value}
    told = {"label": label, "before": grouped(before), "value": value}
    return _("%(label)s: %(before)s → %(value)s") % told


def part_word(field: str) -> str:
    """What a field is called; of a contact, what of it changes."""
    return {
        "contacts.phone": _("Telephone"),
        "contacts.email": _("E-mail"),
        "contacts.name": _("Name of a contact"),
        "contacts.role": _("Role in the organisation"),
    }.get(field) or change_word(field)


def of_report(one: Submission) -> str:
    told = [str(words) for words in (typed(one, "report") or {}).values() if words]
    return Truncator(" · ".join(" ".join(words.split()) for words in told)).chars(LONGEST)


def code_in(one: Submission, step: str, name: str) -> str:
    value = (typed(one, step) or {}).get(name, "")
    return value if isinstance(value, str) else ""
