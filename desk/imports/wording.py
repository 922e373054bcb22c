"""What is said of a row, in words and in the language of who reads: reports and pages."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evidence.wording.numbers import percent

WORDS = {
    "address-completed": _("an address begins with https://; read so"),
    "ambiguous-commune": _("several communes have this name"),
    "bad-answer": _("no answer to an uncertain row"),
    "bad-code": _("no code: eight symbols whose check holds"),
    "code-unknown": _("nobody in the register has this code now"),
    "commune-elsewhere": _("no such commune in the province or region beside it"),
    "commune-of-address": _("the commune was read from the address"),
    "date-american": _("read as month, day, year"),
    "date-counted": _("a spreadsheet's count of days; read as a date"),
    "figure-twice": _("the same figure of the same year stands in two columns"),
    "formula": _("a formula, not a value"),
    "legal-form-of-name": _("the legal form was read from the name"),
    "no-legal-form": _("no legal form"),
    "no-name": _("no name"),
    "no-year": _("a figure without its year"),
    "out-of-scope": _("not within what you moderate"),
    "point-elsewhere": _("the point lies outside the commune of its row"),
    "point-half": _("one coordinate of two"),
    "point-outside": _("the point lies outside the country"),
    "point-swapped": _("latitude and longitude were swapped; turned"),
    "point-unlabelled": _("coordinates in metres, and nobody says in which zone"),
    "point-unreadable": _("no coordinates that can be read"),
    "point-west-unsaid": _("east of Greenwich; read as west"),
    "refused": _("the register does not take this"),
    "term-left-out": _("no such term; left out"),
    "thousands": _("the separator may part thousands or decimals; read as thousands"),
    "too-many-cells": _("more cells than headers"),
    "two-scripts": _("two scripts in one name"),
    "unknown-commune": _("no commune has this name"),
    "unknown-term": _("no such term"),
    "unknown-territory": _("no such province or region, or several; left out"),
    "unreadable-date": _("no date that can be read"),
    "unreadable-number": _("no number that can be read"),
    "unreadable-year": _("no year"),
    "zeros-lost": _("a spreadsheet took the zeros at its beginning; given back"),
}
WHY = {
    "actor": _("the same profile"),
    "code": _("the same code"),
    "name": _("the same words of the name, near"),
}


def problem_words(problem: Mapping) -> str:
    """One problem as a line: column, value, what is wrong, what could stand there."""
    told = {
        "column": problem["column"] or gettext("(row)"),
        "value": problem["value"],
        "said": WORDS[problem["problem"]],
        "proposal": problem["proposal"],
    }
    if told["value"] is None:
        said = gettext("%(column)s: %(said)s") % told
    else:
        said = gettext("%(column)s “%(value)s”: %(said)s") % told
    # The arrow points as the language reads.
    return (
        gettext("%(said)s → %(proposal)s") % (told | {"said": said}) if told["proposal"] else said
    )


def candidate_words(candidate: Mapping) -> str:
    """Who a row may be: an actor of the register, or an earlier row of the file."""
    told = {
        "why": WHY.get(candidate["why"])
        or gettext("the same %(key)s") % {"key": candidate["why"].upper()},
        "score": percent(candidate["score"]),
    }
    if "row" in candidate:
        told["row"] = candidate["row"]
        return gettext("row %(row)s of the file (%(why)s, %(score)s)") % told
    name = next(iter(candidate.get("names", {}).values()), "")
    told["who"] = f"{candidate['code']} {name}".strip()
    return gettext("%(who)s (%(why)s, %(score)s)") % told


def may_be(candidate: Mapping) -> str:
    """The same as a line of a report."""
    return gettext("may be %(who)s") % {"who": candidate_words(candidate)}
