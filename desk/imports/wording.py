"""What is said of a row, or of a file that is refused, in the language of who reads."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language, gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from desk.plausibility import doubt_words
from evidence.wording.numbers import grouped, percent
from evidence.wording.plain import END, FIRST_STRONG

WORDS = {
    "address-completed": _("an address begins with https://; read so"),
    "ambiguous-commune": _("several communes have this name"),
    "bad-answer": _("no answer to an uncertain row"),
    "bad-code": _("no code: eight symbols whose check holds"),
    "code-unknown": _("nobody in the register has this code now"),
    "commune-elsewhere": _("no such commune in the province or region beside it"),
    "commune-of-address": _("the commune was read from the address"),
    "commune-outside": _("the commune of this name lies outside what you moderate"),
    "date-american": _("read as month, day, year"),
    "date-counted": _("a spreadsheet's count of days; read as a date"),
    "emptied": _("would empty what the register says"),
    "figure-left-out": _("this figure is left out, as was decided"),
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
    "retired-indicator-left-out": _("this indicator is out of use; left out"),
    "retired-term": _("this term is out of use"),
    "retired-term-left-out": _("this term is out of use; left out"),
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
    "unusual-figure": _("an unusual figure"),
    "vaguer": _("less precise than what the register says"),
    "zeros-lost": _("a spreadsheet took the zeros at its beginning; given back"),
}
OUTCOMES = {
    "": _("not checked"),
    "new": _("new profile"),
    "update": _("changes a profile"),
    "same": _("says nothing new"),
    "unsure": _("uncertain"),
    "wrong": pgettext_lazy("row", "wrong"),
    "skipped": _("skipped"),
}
WHY = {
    "actor": _("the same profile"),
    "code": _("the same code"),
    "name": _("the same words of the name, near"),
}

# What is accepted instead: by the names of the problems that the register's own rules know.
ACCEPTED = {
    "BadAddress": _("an address that begins with http:// or https://"),
    "BadCode": _("eight symbols whose check holds"),
    "BadDate": _("a date from 1800 on, not in the future"),
    "BadICE": _("fifteen digits whose check holds"),
    "BadText": _("text without characters that nobody sees"),
    "DatesReversed": _("a day that is not before the first one"),
    "FutureYear": _("a year from 1900 to this one"),
    "IncoherentPlace": _("the territory that holds the smaller one"),
    "Missing": _("something, where nothing is given"),
    "NoSource": _("a source for each field"),
    "NotOneOf": _("either a network or a programme"),
    "OutOfRange": _("from %(least)s to %(most)s"),
    "ParentMissing": _("a term together with the one above it"),
    "PartAboveTotal": _("at most the total it is a part of: %(whole)s"),
    "PointElsewhere": _("a point inside its commune, or at its border"),
    "PrecisionDisagrees": _("a point only where its place is told as exactly"),
    "TooManyDecimals": _("no more decimals than the indicator has"),
    "TypeWithoutCooperative": _("a type of cooperative for cooperatives and their unions only"),
    "UnitDisagrees": _("the unit of the indicator: %(unit)s"),
    "UnknownIndicator": _("an indicator in force"),
    "UnknownLanguage": _("a language of Athar"),
    "UnknownSourceKind": _("a kind of source that Athar knows"),
    "UnknownTerm": _("a term in force"),
    "UnknownTerritory": _("a territory in force, of its level"),
    "columns": _("as many as there are headers: %(most)s"),
    "year": _("a header with its year, as “members 2024”, or one year said for all"),
}
REFUSALS = {
    "answer-codeless": _("Line %(line)s of the answers: “%(value)s” is no code."),
    "answer-rowless": _("Line %(line)s of the answers names no row: “%(value)s”."),
    "answer-unknown": _(
        "Line %(line)s of the answers: “%(value)s”; same, other or skip are accepted."
    ),
    "answers-headless": _("Answers need a column “row” and a column “answer”."),
    "at-work": _("The worker is at it: stop it first."),
    "cell-far": _("%(file)s has a cell in row %(row)s, far below its table: delete it."),
    "cell-long": _("A cell of row %(row)s has more than %(most)s characters."),
    "changed-meanwhile": _("The register changed since you looked: look at the numbers again."),
    "empty": _("%(file)s is empty."),
    "encoding-breaks": _(
        "The file is not all in %(encoding)s: line %(line)s is not. Save it as UTF-8."
    ),
    "encodings-mixed": _(
        "The file mixes encodings: line %(line)s is UTF-8, line %(other)s is not."
        " Save it whole as UTF-8."
    ),
    "entities": _("%(file)s declares entities of its own, which no spreadsheet does."),
    "field-twice": _("“%(one)s” and “%(other)s” are both told to be %(field)s."),
    "file-large": _("%(file)s has %(size)s MiB; %(most)s at most."),
    "file-or-undo": _("Name a file, or --undo with the number of an import."),
    "formulas": _(
        "%(file)s holds formulas: save it with values only (paste as values, or as CSV)."
    ),
    "here-already": _("The same file was sent before: look for it in the list."),
    "holds-nothing": _("The file holds no table."),
    "is-checked": _("Its rows are checked, and not being published: begin again."),
    "is-mapped": _("Its rows wait to be checked: check them first."),
    "is-published": _("This file is published already."),
    "is-publishing": _("This file is being published already."),
    "is-read": _("Its columns were not looked at: do so first."),
    "is-undone": _("This file was published and taken back."),
    "line-broken": _("Line %(line)s of the file cannot be parted into cells."),
    "line-long": _("Line %(line)s of the file is longer than %(most)s characters."),
    "line-no-text": _("Line %(line)s of the file holds bytes that are no text."),
    "link": _("%(file)s is a link to another file: name the file itself."),
    "many-columns": _("The file has %(columns)s columns; %(most)s at most."),
    "many-parts": _("%(file)s packs %(parts)s files; a workbook has a few."),
    "many-rows": _("The file has more than %(most)s rows: cut it into parts."),
    "map-broken": _("The file cannot be read as %(format)s."),
    "new-source": _("%(source)s is a new source: say under which licence it may be published."),
    "no-encoding": _("%(file)s is in no encoding that is read: save it as UTF-8."),
    "no-epsg": _("The file's reference system has no EPSG code: save it in EPSG:4326."),
    "no-figures": _("There are no figures in “%(column)s”; there are in: %(accepted)s."),
    "no-file": _("There is no file %(file)s."),
    "no-geopackage": _("%(file)s is a database, but no GeoPackage."),
    "no-headers": _("%(file)s has no headers in its first row."),
    "no-import": _("There is no import %(number)s."),
    "no-layer": _("The file has no layer of points."),
    "no-pair": _("%(option)s %(value)s: two words with = between are wanted."),
    "no-regular-file": _("%(file)s is not a regular file."),
    "no-rows": _("%(file)s has headers, but no rows."),
    "no-sheet": _("The workbook has no sheet."),
    "no-such-row": _("The file has no row %(row)s to answer."),
    "no-table": _("%(file)s is not a table: CSV, XLSX, ODS, GeoJSON and GeoPackage are read."),
    "no-workbook": _("%(file)s is a packed file, but neither XLSX nor ODS."),
    "not-opened": _("%(file)s cannot be opened."),
    "not-published": _("Only what was published is undone."),
    "not-read": _("The file was not read: read it first."),
    "not-written": _("%(file)s cannot be written."),
    "nothing-left": _("Nothing of this file is as it was published; nothing to undo."),
    "nothing-new": _("No row says anything new."),
    "nothing-to-take-up": _("Nothing was stopped here: there is nothing to take up again."),
    "old-workbook": _(
        "%(file)s is a workbook of the old kind (XLS), which may hold a program:"
        " save it as XLSX, ODS or CSV."
    ),
    "outside": _("This is outside what you moderate."),
    "program": _(
        "%(file)s holds a program (%(program)s): save it as XLSX, ODS or CSV without macros."
    ),
    "published-before": _(
        "This file of %(source)s was published before, in revision %(revision)s:"
        " undo that import (%(number)s) to publish it anew."
    ),
    "quotation-open": _(
        "A cell near line %(line)s has more than %(most)s characters: is a quotation mark left"
        " open?"
    ),
    "register-refuses": _("The register does not take it. Nothing was published. Try again."),
    "report-ending": _("%(file)s: a report ends in %(accepted)s."),
    "rows-lacking": ngettext_lazy(
        "%(shown)s row of %(rows)s lacks what is said once for all rows: say it, or say that it be"
        " skipped.",
        "%(shown)s rows of %(rows)s lack what is said once for all rows: say it, or say that they"
        " be skipped.",
        "n",
    ),
    "rows-unsure": ngettext_lazy(
        "%(shown)s row of %(rows)s is uncertain: decide who or where it is, or say that it be"
        " skipped.",
        "%(shown)s rows of %(rows)s are uncertain: decide who or where they are, or say that they"
        " be skipped.",
        "n",
    ),
    "rows-wrong": ngettext_lazy(
        "%(shown)s row of %(rows)s is wrong: mend it, or say that it be skipped.",
        "%(shown)s rows of %(rows)s are wrong: mend them, or say that they be skipped.",
        "n",
    ),
    "sheet-empty": _("The sheet “%(sheet)s” is empty."),
    "somebody-elses": _("This file of %(source)s is being imported by somebody else."),
    "source-kind": _("%(kind)s: %(accepted)s are accepted."),
    "source-name": _("A source has a name of at most %(most)s characters."),
    "takes-much": _("The file takes too much memory or time to open: save it as CSV."),
    "unexpected": _("It could not be done. Nothing was published. Try again."),
    "unknown-column": _("There is no column “%(column)s”; there are: %(accepted)s."),
    "unknown-crs": _(
        "%(value)s: an EPSG code, or “nord maroc”, “sud maroc”, “sahara nord”, “sahara sud” are"
        " accepted."
    ),
    "unknown-encoding": _("%(encoding)s: %(accepted)s are read."),
    "unknown-field": _("%(field)s is no field; there are: %(accepted)s."),
    "unknown-layer": _("There is no layer “%(layer)s”; there are: %(accepted)s."),
    "unknown-sheet": _("There is no sheet “%(sheet)s”; there are: %(accepted)s."),
    "unpacks-large": _(
        "%(file)s would unpack to more than %(most)s MiB: cut it into parts, or save it as CSV."
    ),
    "upload-large": _("The file is larger than %(most)s MiB: cut it into parts."),
    "workbook-broken": _("%(file)s is a broken or locked workbook."),
    "workbook-unreadable": _("The workbook cannot be read."),
}


def refusal_words(what: str, told: Mapping) -> str:
    """Why a file was refused, or a demand: one sentence."""
    shown = {
        key: grouped(value) if isinstance(value, int) else _isolated(value)
        for key, value in told.items()
    }
    if "n" in told:
        shown |= {"n": told["n"], "shown": shown["n"]}
    return str(REFUSALS.get(what, REFUSALS["unexpected"]) % shown)


def _isolated(text: str) -> str:
    """What a file says, which may run against the words around it."""
    return f"{FIRST_STRONG}{text}{END}" if get_language() == "ar" else text


def problem_words(problem: Mapping) -> str:
    """One problem as a line: column, value, what is wrong, what could stand there."""
    told = {
        "column": _isolated(problem["column"]) if problem["column"] else gettext("(row)"),
        "value": problem["value"] and _isolated(problem["value"]),
        "said": _said(problem),
        "proposal": _proposed(problem),
    }
    if told["value"] is None:
        said = gettext("%(column)s: %(said)s") % told
    else:
        said = gettext("%(column)s “%(value)s”: %(said)s") % told
    # The arrow points as the language reads.
    return (
        gettext("%(said)s → %(proposal)s") % (told | {"said": said}) if told["proposal"] else said
    )


def _said(problem):
    """What is wrong with it, or what is asked of a figure, with its numbers."""
    asked = problem.get("asked")
    return doubt_words(*asked) if asked else WORDS[problem["problem"]]


def _proposed(problem):
    """What could stand there: names in the reader's language, else as it was found."""
    if named := problem.get("named"):
        language = get_language()
        return gettext(" or ").join(
            one.get(language) or one.get("fr") or next(iter(one.values())) for one in named
        )
    if why := problem.get("accepted"):
        bounds = {key: _number(value) for key, value in why[1].items()}
        return str(ACCEPTED[why[0]] % bounds)
    return problem["proposal"]


def _number(value: str) -> str:
    """A bound as the language writes numbers; a unit as it is."""
    try:
        return grouped(Decimal(value), len(value.partition(".")[2]))
    except InvalidOperation:
        return value


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
