"""What one row says: cells to fields of a profile, figures, a place still to be looked up.

Nothing is guessed silently: whatever was read another way than it stands there is told as a doubt,
whatever cannot be read as something wrong.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from desk.imports import coordinates, values
from desk.imports.coordinates import BadPoint, Point
from desk.imports.mapping import LEFT_OUT
from desk.imports.places import Territories
from desk.imports.terms import Terms
from directory import codes
from geodata.models import Level

ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
TIFINAGH = re.compile(r"[\u2d30-\u2d7f]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
BOTH = re.compile(r"\s+[/|–—-]\s+|\s*[|/]\s*|\n")
FORMULA = re.compile(r"^[=@]|^[+-](?=[A-Za-z(])")
MOST_PRODUCTS = 20
MOST_CHOICES = 8  # communes a place may be
# Problems that are mended once for all rows, each by one of the settings beside the columns.
SETTINGS = {"no-legal-form": "legal_form", "no-year": "year", "point-unlabelled": "crs"}


@dataclass
class Problem:
    """One thing to know of a row. `wrong` stops it; a doubt does not.

    `problem` is a word of wording.py; `proposal` what could stand there instead: `named` are its
    names by language, `accepted` a word of wording.py with its bounds. Of a place that nobody is
    sure of, `choices` are codes of communes, and `place` names it for who chooses. `asked` is a
    word of plausibility.py, with the numbers it speaks of.
    """

    column: str
    value: object
    problem: str
    proposal: str = ""
    wrong: bool = True
    named: Sequence[Mapping[str, str]] = ()
    accepted: tuple[str, Mapping[str, str]] | None = None
    choices: tuple[str, ...] = ()
    place: str = ""
    asked: tuple[str, Mapping[str, str]] | None = None

    def told(self):
        more = {"choices": list(self.choices), "place": self.place} if self.place else {}
        if self.named:
            more["named"] = [dict(one) for one in self.named]
        if self.accepted:
            more["accepted"] = list(self.accepted)
        if self.asked:
            more["asked"] = list(self.asked)
        return more | {
            "column": self.column,
            "value": None if self.value is None else str(self.value)[:300],
            "problem": self.problem,
            "proposal": self.proposal[:500],
            "wrong": self.wrong,
        }


@dataclass
class Row:
    """What a row says so far. `territory` are codes its place may be, `named` whether a commune's
    name says so, `point` still unlooked.
    """

    number: int
    told: dict = field(default_factory=dict)
    figures: list = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    code: str = ""
    answer: str = ""
    territory: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    place_column: str = ""
    place_value: str = ""
    named: bool = False
    point: Point | None = None
    point_column: str = ""
    point_value: str = ""

    def wrong(self, column, value, problem, proposal="", **more):
        self.problems.append(Problem(column, value, problem, proposal, **more))

    def unplaced(self, problem, proposal, named, choices, *, wrong=True):
        """Nobody is sure which commune is meant."""
        self.problems.append(
            Problem(
                self.place_column,
                self.place_value,
                problem,
                proposal,
                wrong,
                named,
                choices=tuple(choices)[:MOST_CHOICES],
                place=self.place_key,
            )
        )

    @property
    def unsure_of_place(self) -> bool:
        """Whether somebody has to say which commune is meant."""
        return any(problem.place for problem in self.problems)

    @property
    def lacks_settings(self) -> bool:
        """Whether nothing else is wrong with it than what is said once for all rows."""
        wrong = [one.problem for one in self.problems if one.wrong]
        return bool(wrong) and all(problem in SETTINGS for problem in wrong)

    @property
    def by_name_alone(self) -> bool:
        """Whether a name, not a point, says in which commune it is."""
        return self.named and self.point is None

    @property
    def place_key(self) -> str:
        """A place as this row says it: what stands there, and inside what."""
        return "|".join((*self.within, self.place_value))[:400]

    def doubt(self, column, value, problem, proposal="", **more):
        self.problems.append(Problem(column, value, problem, proposal, wrong=False, **more))


class Reader:
    """Reads rows of one import: its columns, its mapping, what was said beside the file."""

    def __init__(
        self,
        columns,
        mapping: Mapping,
        options: Mapping,
        places: Territories,
        terms: Terms,
        communes: Mapping[str, str] | None = None,
        out_of_use: Collection[str] = (),
        home: str = "",
    ):
        self.home = home  # the region whose rows these are, if they are of one
        self.communes = communes or {}
        self.out_of_use = out_of_use
        self.columns = columns
        self.fields = [mapping.get(column, LEFT_OUT) for column in columns]
        self.options = options
        self.constants = options.get("constants", {})
        self.places, self.terms = places, terms

    def read(self, number: int, cells: list, left_out: Collection[str] = ()) -> Row:
        """What a row says; `left_out` are columns whose figure somebody left out of it."""
        row = Row(number)
        if len(cells) > len(self.columns):
            most = str(len(self.columns))
            row.wrong("", len(cells), "too-many-cells", most, accepted=("columns", {"most": most}))
        by_field: dict[str, list[tuple[str, object]]] = {}
        for column, name, cell in zip(self.columns, self.fields, cells, strict=False):
            value = cell if isinstance(cell, int | float) else values.said(cell)
            if value is None or name == LEFT_OUT:
                continue
            if column in left_out and name.startswith("figures."):
                row.doubt(column, value, "figure-left-out")
                continue
            if isinstance(value, str) and FORMULA.match(value):
                row.wrong(column, value, "formula")
                continue
            by_field.setdefault(name, []).append((column, value))
        for name, value in self.constants.items():
            by_field.setdefault(name, [("", value)])
        self._year = self._read_year(row, by_field)
        for name, given in by_field.items():
            self._field(row, name, given)
        self._names(row)
        self._legal_form(row)
        self._place(row, by_field)
        self._point(row, by_field)
        return row

    def _field(self, row, name, given):
        head, _dot, rest = name.partition(".")
        column, value = given[0]
        text = str(value)
        if name in ("name", "description"):
            for other, told in given:
                self._named(row, f"{name}s", other, str(told))
        elif head in ("names", "descriptions"):
            row.told[name] = text
        elif head == "registry":
            self._registry(row, column, rest, value)
        elif head == "figures":
            self._figure(row, column, rest, value)
        elif name in ("legal_form", "kind", "cooperative_type"):
            code = self.terms.one(name, text)
            if code:
                row.told[name] = code
            else:
                row.wrong(column, text, "unknown-term", **self._near(name, text))
        elif name in ("sectors", "audiences"):
            self._terms(row, name, given)
        elif name == "products":
            row.told["products"] = [
                {_language(part): part}
                for _column, told in given
                for part in re.split(r"\s*[;|،,\n]\s*", str(told))
                if part
            ][:MOST_PRODUCTS]
        elif name in ("founded", "closed"):
            self._date(row, column, name, value)
        elif name == "website":
            row.told["website"] = text if re.match(r"https?://", text) else f"https://{text}"
            if not re.match(r"https?://", text):
                row.doubt(column, text, "address-completed", row.told["website"])
        elif name == "code":
            self._code(row, column, text)
        elif name == "answer":
            row.answer = text

    def _named(self, row, head, column, text):
        """A text in a language told by its letters; two scripts in one cell are parted."""
        parts = [text]
        if head == "names" and ARABIC.search(text) and LATIN.search(text):
            parts = [part.strip() for part in BOTH.split(text) if part.strip()]
            scripts = {_language(part) for part in parts}
            if len(parts) != 2 or len(scripts) != 2 or any(map(_mixed, parts)):
                row.doubt(column, text, "two-scripts")
                parts = [text]
        for part in parts:
            row.told.setdefault(f"{head}.{_language(part)}", part)

    def _names(self, row):
        if not row.code and not any(name.startswith("names.") for name in row.told):
            row.wrong(self.column_of("name"), None, "no-name")

    def _legal_form(self, row):
        if row.code or "legal_form" in row.told:
            return
        column = self.column_of("legal_form")
        if any(one.column == column and one.wrong for one in row.problems if column):
            return
        for name, text in row.told.items():
            if name.startswith("names.") and (code := self.terms.legal_form_of_name(text)):
                row.told["legal_form"] = code
                named = self.terms.names("legal_form", [code])
                row.doubt(column, text, "legal-form-of-name", code, named=named)
                return
        usual = ("cooperative", "association", "none")
        named = self.terms.names("legal_form", usual)
        row.wrong(column, None, "no-legal-form", ", ".join(usual), named=named)

    def _registry(self, row, column, name, value):
        text = values.western(str(value)).strip()
        if name == "ice":
            text = re.sub(r"[\s.\-/]", "", text)
            if text.isdigit() and 12 <= len(text) < 15:
                row.doubt(column, value, "zeros-lost", text.zfill(15))
                text = text.zfill(15)
        row.told[f"registry.{name}"] = text

    def _terms(self, row, name, given):
        found: list[str] = []
        for column, value in given:
            codes_, unknown = self.terms.several(name, str(value))
            found += codes_
            for word in unknown:
                row.doubt(column, word, "term-left-out", **self._near(name, word))
        if found:
            row.told[name] = sorted(set(found))

    def _near(self, name, word):
        near = self.terms.near(name, word)
        return {"proposal": ", ".join(near), "named": self.terms.names(name, near)}

    def _date(self, row, column, name, value):
        try:
            day, doubt = values.partial_date(value)
        except ValueError:
            row.wrong(column, value, "unreadable-date", "2015, 2015-03, 12/03/2015, 12 mars 2015")
            return
        row.told[name] = day.payload()
        if doubt:
            row.doubt(column, value, f"date-{doubt}", day.date.isoformat())

    def _code(self, row, column, text):
        try:
            row.code = codes.parse(text)
        except codes.CodeError:
            row.wrong(column, text, "bad-code")

    def _figure(self, row, column, rest, value):
        indicator, _dot, year = rest.partition(".")
        if indicator in self.out_of_use:
            row.doubt(column, value, "retired-indicator-left-out")
            return
        year = int(year) if year else self._year
        if year is None:
            row.wrong(column, value, "no-year", "membres 2024", accepted=("year", {}))
            return
        try:
            told, doubt = values.number(value)
        except ValueError:
            row.wrong(column, value, "unreadable-number")
            return
        if doubt:
            row.doubt(column, value, "thousands", f"{told:f}")
        if any(one[:2] == [indicator, year] for one in row.figures):
            row.wrong(column, value, "figure-twice")
            return
        row.figures.append([indicator, year, _plain(told), column])

    def _read_year(self, row, by_field):
        for column, value in by_field.pop("year", []):
            text = values.western(str(value))
            if re.fullmatch(r"(19|20)\d\d", text):
                return int(text)
            row.wrong(column, value, "unreadable-year")
        return self.options.get("year")

    def _place(self, row, by_field):
        """Codes of the smallest territory that the columns name, inside the larger ones."""
        within: list[str] = []
        for level in (Level.REGION, Level.PROVINCE):
            for column, value in by_field.get(level, []):
                text = str(value)
                found = self.places.named(level, text)
                if not found and level == Level.PROVINCE:
                    found = self.places.named(Level.PREFECTURE_ARRONDISSEMENTS, text)
                if len(found) == 1:
                    within.append(found[0])
                    row.territory, row.place_column, row.place_value = found, column, text
                else:
                    row.doubt(column, text, "unknown-territory", **self._choices(found))
        outer = tuple(within)
        row.within = outer
        for column, value in by_field.get("commune", []):
            text = str(value)
            found = self._commune(text, outer)
            row.place_column, row.place_value, row.named = column, text, True
            if chosen := self._chosen(row):
                row.territory = chosen
                return
            if found:
                row.territory = found
                return
            elsewhere = self._commune(text, ())
            problem = "commune-elsewhere" if elsewhere else "unknown-commune"
            # Where nothing near is called so, what lies beside the commune may be what is wrong.
            likely = elsewhere or self.places.like([text], outer) or self.places.like([text])
            likely = (*self.likely_here(text, elsewhere), *self.here_first(likely))
            likely = tuple(dict.fromkeys(likely))
            row.unplaced(problem, **self._choices(likely), choices=likely)
            return
        for column, value in by_field.get("address", []):
            if found := self.places.in_address(str(value), outer):
                row.territory, row.place_column, row.place_value = found, column, str(value)
                row.named = True
                if chosen := self._chosen(row):
                    row.territory = chosen
                    return
                if len(found) == 1:
                    row.doubt(column, value, "commune-of-address", **self._choices(found))
                return

    def here_first(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Those of the region whose rows these are before others."""
        return tuple(sorted(codes, key=lambda code: not self._here(code)))

    def likely_here(self, text: str, elsewhere: Sequence[str]) -> tuple[str, ...]:
        """Communes of the region whose rows these are that are called like it, or like others of
        that name.
        """
        if not self.home:
            return ()
        return self.places.like([text, *self.places.names(elsewhere)], (self.home,))

    def _here(self, code):
        return not self.home or self.places.holds(self.home, code)

    def _chosen(self, row):
        """What somebody chose for a place said so."""
        code = self.communes.get(row.place_key)
        return (code,) if code in self.places.by_code else ()

    def _commune(self, text, within):
        for level in (Level.COMMUNE, Level.ARRONDISSEMENT):
            if found := self.places.named(level, text, within):
                return found
        return ()

    def _choices(self, found):
        return choices(self.places, found)

    def _point(self, row, by_field):
        try:
            if given := by_field.get("point"):
                row.point_column, row.point_value = given[0][0], str(given[0][1])
                row.point = coordinates.of_text(given[0][1])
            elif "lat" in by_field or "lon" in by_field:
                lat, lon = (by_field.get(axis, [("", None)])[0] for axis in ("lat", "lon"))
                row.point_column, row.point_value = lat[0] or lon[0], f"{lat[1]}, {lon[1]}"
                if lat[1] is None or lon[1] is None:
                    raise BadPoint("half")
                row.point = coordinates.of_pair(lat[1], lon[1])
            elif "x" in by_field and "y" in by_field:
                x, y = by_field["x"][0], by_field["y"][0]
                row.point_column, row.point_value = x[0], f"{x[1]}, {y[1]}"
                crs = self.options.get("crs")
                if crs is None:
                    raise BadPoint("unlabelled")
                row.point = coordinates.of_projected(x[1], y[1], crs)
        except BadPoint as error:
            row.wrong(row.point_column, row.point_value, f"point-{error}")
        if row.point:
            for doubt in row.point.doubts:
                where = f"{row.point.y:.6f}, {row.point.x:.6f}"
                row.doubt(row.point_column, row.point_value, f"point-{doubt}", where)

    def column_of(self, field: str) -> str:
        return next((c for c, f in zip(self.columns, self.fields, strict=True) if f == field), "")


def choices(places: Territories, found: Sequence[str]) -> dict:
    """Territories that may be meant, as a proposal."""
    named = [places.words(code) for code in found[:5]]
    return {"proposal": " or ".join(one["fr"] for one in named), "named": named}


def _language(text: str) -> str:
    if TIFINAGH.search(text):
        return "zgh"
    return "ar" if len(ARABIC.findall(text)) > len(LATIN.findall(text)) else "fr"


def _mixed(text):
    return bool(ARABIC.search(text) and LATIN.search(text))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
