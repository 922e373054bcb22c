"""What is said of a row, in words: the reports of the command and of the page."""

from collections.abc import Mapping

WORDS = {
    "address-completed": "an address begins with https://; read so",
    "ambiguous-commune": "several communes have this name",
    "bad-answer": "no answer to an uncertain row",
    "bad-code": "no code: eight symbols whose check holds",
    "code-unknown": "nobody in the register has this code now",
    "commune-elsewhere": "no such commune in the province or region beside it",
    "commune-of-address": "the commune was read from the address",
    "date-american": "read as month, day, year",
    "date-counted": "a spreadsheet's count of days; read as a date",
    "figure-twice": "the same figure of the same year stands in two columns",
    "formula": "a formula, not a value",
    "legal-form-of-name": "the legal form was read from the name",
    "no-legal-form": "no legal form",
    "no-name": "no name",
    "no-year": "a figure without its year",
    "point-elsewhere": "the point lies outside the commune of its row",
    "point-half": "one coordinate of two",
    "point-outside": "the point lies outside the country",
    "point-swapped": "latitude and longitude were swapped; turned",
    "point-unlabelled": "coordinates in metres, and nobody says in which zone",
    "point-unreadable": "no coordinates that can be read",
    "point-west-unsaid": "east of Greenwich; read as west",
    "refused": "the register does not take this",
    "term-left-out": "no such term; left out",
    "thousands": "the separator may part thousands or decimals; read as thousands",
    "too-many-cells": "more cells than headers",
    "two-scripts": "two scripts in one name",
    "unknown-commune": "no commune has this name",
    "unknown-term": "no such term",
    "unknown-territory": "no such province or region, or several; left out",
    "unreadable-date": "no date that can be read",
    "unreadable-number": "no number that can be read",
    "unreadable-year": "no year",
    "zeros-lost": "a spreadsheet took the zeros at its beginning; given back",
}
WHY = {
    "actor": "the same profile",
    "code": "the same code",
    "name": "the same words of the name, near",
}


def problem_words(problem: Mapping) -> str:
    """One problem as a line: column, value, what is wrong, what could stand there."""
    said = WORDS[problem["problem"]]
    value = "" if problem["value"] is None else f" “{problem['value']}”"
    proposal = f" → {problem['proposal']}" if problem["proposal"] else ""
    return f"{problem['column'] or '(row)'}{value}: {said}{proposal}"


def candidate_words(candidate: Mapping) -> str:
    """Who a row may be: an actor of the register, or an earlier row of the file."""
    why = WHY.get(candidate["why"], f"the same {candidate['why'].upper()}")
    score = f"{candidate['score']:.0%}"
    if "row" in candidate:
        return f"row {candidate['row']} of the file ({why}, {score})"
    name = next(iter(candidate.get("names", {}).values()), "")
    return f"{candidate['code']} {name} ({why}, {score})".replace("  ", " ")
