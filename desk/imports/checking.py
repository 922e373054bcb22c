"""Rows of a batch made ready: understood, placed, compared, and held against the register's rules.

What costs a statement is asked once for a batch, never once a row.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from desk import scopes
from desk.imports import alike, changing, places
from desk.imports.changing import PLACEHOLDER, made
from desk.imports.fold import Folds
from desk.imports.mapping import LEFT_OUT
from desk.imports.places import Territories
from desk.imports.terms import Terms
from desk.imports.understanding import Reader, Row, choices
from desk.models import Import, ImportRow, RowAnswer, RowOutcome, Scope
from desk.plausibility import doubts, reported
from desk.submissions import facts as fields
from directory import codes
from directory.models import Indicator, Membership
from directory.records.facts import ActorFacts, ObservationFacts
from directory.records.figures import problems_of_many
from directory.records.stored import facts_behind
from directory.records.validate import InvalidFacts, Known, check, moroccan_today
from directory.vocabularies import retired
from directory.vocabulary import is_demonstration


class Checker:
    """Checks batches of one import; keeps what is the same for all of them."""

    def __init__(self, parent: Import):
        self.parent = parent
        indicators = list(Indicator.objects.newest())
        self.folds = Folds()
        self.territories = Territories(self.folds)
        self.terms = Terms(self.folds)
        self.reader = Reader(
            parent.columns,
            parent.mapping,
            parent.options,
            self.territories,
            self.terms,
            parent.communes,
            out_of_use={one.code for one in indicators if retired(one)},
            home=parent.scope_code if parent.scope == Scope.REGION else "",
        )
        self.members = _members(parent)
        self.known, self.today = Known(), moroccan_today()
        self.is_demo = is_demonstration()
        self.units = {one.code: one.unit for one in indicators}

    def check(self, staged: list[ImportRow]) -> None:
        """Fill what was understood of each row in; nothing is saved."""
        self._learn(staged)
        read = {one.number: self.reader.read(one.number, one.cells, one.left_out) for one in staged}
        self._place(read)
        self.folds.learn(
            text for row in read.values() for name, text in row.told.items() if _is_name(name)
        )
        named = {n: self._named(row) for n, row in read.items()}
        found = alike.candidates(named)
        for one in staged:
            row = read[one.number]
            one.keys = named[one.number].keys
            one.candidates = found.get(one.number, [])
            self._decide(one, row)
        self._hold(staged, read)
        for one in staged:
            row = read[one.number]
            one.told = row.told
            one.figures = [figure[:3] for figure in row.figures]
            one.problems = [problem.told() for problem in row.problems]
            if row.lacks_settings and one.outcome != RowOutcome.SKIPPED:
                one.outcome = RowOutcome.UNCHECKED
            elif any(problem.wrong for problem in row.problems) and one.answer != RowAnswer.SKIP:
                one.outcome = RowOutcome.WRONG
            elif row.unsure_of_place and one.outcome != RowOutcome.SKIPPED:
                one.outcome = RowOutcome.UNSURE

    def _learn(self, staged):
        """Fold the texts of a batch in one statement; those of columns that are left out aside."""
        wanted = [at for at, name in enumerate(self.reader.fields) if name != LEFT_OUT]
        self.folds.learn(
            cells[at]
            for cells in (one.cells for one in staged)
            for at in wanted
            if at < len(cells) and isinstance(cells[at], str) and len(cells[at]) < 300
        )

    def _named(self, row: Row):
        place = row.told.get("place") or {}
        return alike.Named(
            alike.folded((text for name, text in row.told.items() if _is_name(name)), self.folds),
            {
                name.removeprefix("registry."): text
                for name, text in row.told.items()
                if name.startswith("registry.")
            },
            place.get("commune"),
            place.get("province"),
            row.code,
        )

    def _place(self, read: Mapping[int, Row]):
        """Points to territories, names to one territory, both held against each other."""
        points = places.projected({n: row.point for n, row in read.items() if row.point})
        leaves = places.leaves(points)
        said = {}
        for n, row in read.items():
            if len(row.territory) > 1 and n in leaves and leaves[n]:
                inside = [c for c in row.territory if self.territories.holds(c, leaves[n])]
                row.territory = tuple(inside) or row.territory
            if len(row.territory) > 1:
                may_be = self.reader.here_first(row.territory)
                told = choices(self.territories, may_be)
                row.unplaced("ambiguous-commune", **told, choices=may_be, wrong=False)
            elif row.territory and n in points:
                said[n] = row.territory[0]
        far = {
            n: code
            for n, code in said.items()
            if leaves[n] is None or not self.territories.holds(code, leaves[n])
        }
        close = places.near(points, far)
        for n, row in read.items():
            self._settle(row, points.get(n), leaves.get(n), n in far and n not in close, n in far)

    def _settle(self, row: Row, point, leaf, elsewhere, over_the_border):
        if point and leaf is None and not over_the_border:
            row.wrong(row.point_column, row.point_value, "point-outside")
            point = None
        elif point and elsewhere:
            where = choices(self.territories, [leaf] if leaf else [])
            row.wrong(row.point_column, row.point_value, "point-elsewhere", **where)
            point = None
        code = row.territory[0] if len(row.territory) == 1 else None
        if point and leaf and not over_the_border:
            code = leaf
        if code or point:
            given = point and tuple(Decimal(f"{axis:.6f}") for axis in point)
            row.told["place"] = self.territories.place(code, given)

    def _decide(self, one: ImportRow, row: Row):
        """New, an update of somebody, or uncertain; an answer given before is kept."""
        one.actor, one.base = "", None
        best = one.candidates[0] if one.candidates else None
        if row.answer and not one.answer:
            self._answered(one, row)
        if one.answer == RowAnswer.SKIP:
            one.outcome = RowOutcome.SKIPPED
        elif one.answer == RowAnswer.OTHER:
            one.outcome = RowOutcome.NEW
        elif one.answer == RowAnswer.SAME:
            code = one.answer_code or (best or {}).get("code", "")
            if not code:  # the same as an earlier row of the file: once is enough
                one.outcome = RowOutcome.SKIPPED
                return
            chosen = next((c for c in one.candidates if c["code"] == code), None)
            self._update(one, row, chosen or _current(code))
        elif row.code and not (best and best["why"] == "code"):
            row.wrong(self.reader.column_of("code"), row.code, "code-unknown")
            one.outcome = RowOutcome.WRONG
        elif best and best["score"] >= alike.SURE:
            self._update(one, row, best)
        elif best:
            one.outcome = RowOutcome.UNSURE
        else:
            one.outcome = RowOutcome.NEW

    def _answered(self, one, row):
        word, _space, code = row.answer.lower().partition(" ")
        if word not in (RowAnswer.SAME, RowAnswer.OTHER, RowAnswer.SKIP):
            row.wrong(
                self.reader.column_of("answer"), row.answer, "bad-answer", "same, other, skip"
            )
            return
        one.answer = word
        if word == RowAnswer.SAME and code:
            try:
                one.answer_code = codes.parse(code)
            except codes.CodeError:
                row.wrong(self.reader.column_of("answer"), row.answer, "bad-code")

    def _update(self, one, row, candidate):
        if candidate is None:
            row.wrong(self.reader.column_of("answer"), one.answer_code, "code-unknown")
            one.outcome = RowOutcome.WRONG
            return
        one.actor, one.base = candidate["code"], bytes.fromhex(candidate["digest"])
        one.outcome = RowOutcome.UPDATE

    def _hold(self, staged, read):
        """The register's own rules: facts, and figures with those that stand."""
        before = facts_behind(ActorFacts, [bytes(one.base) for one in staged if one.base])
        counted = {one.actor for one in staged if one.actor and read[one.number].figures}
        said = reported(counted)
        standing = changing.standing_figures(counted, changing.kind_of(self.parent))
        figures = {}
        for one in staged:
            row = read[one.number]
            if one.outcome in (RowOutcome.SKIPPED, RowOutcome.WRONG):
                continue
            start = before.get(bytes(one.base)) if one.base else None
            self._retired(row, start)
            facts = made(row.told, start, PLACEHOLDER, is_demo=self.is_demo)
            self._facts(row, facts)
            if start:
                self._taken(row, start, facts)
            if not self._within(start, facts, placed=not row.unsure_of_place):
                self._outside(row, start, facts)
            # Rows that may be new have no code yet; each needs one of its own to be told apart.
            code = one.actor or codes.mint()
            if row.figures:
                figures[one.number] = self._observations(row, code)
                self._doubted(row, facts.legal_form, said.get(one.actor))
            stands = _all_stand(one.actor, row.figures, standing)
            if one.outcome == RowOutcome.UPDATE and start and facts == start and stands:
                one.outcome = RowOutcome.SAME
        for n, problems in problems_of_many(figures, today=self.today).items():
            columns = {f"{i}.{year}": column for i, year, _value, column in read[n].figures}
            for problem in problems:
                where = ".".join(problem.field.split(".")[:2])
                read[n].wrong(columns.get(where, ""), problem.value, **_refused(problem, where))

    def _outside(self, row, start, facts):
        """Whoever names a commune outside may have meant another of a like name."""
        known = not start or self._within(start, start, placed=True)
        if not (self.parent.scope == Scope.REGION and known and row.by_name_alone):
            name = facts.names.get("fr") or next(iter(facts.names.values()), None)
            row.wrong("", name, "out-of-scope", named=[self.scope_names])
        elif like := self.reader.likely_here(row.place_value, row.territory):
            told = choices(self.territories, like)
            row.unplaced("commune-outside", **told, choices=like, wrong=False)
        else:
            row.unplaced("out-of-scope", "", [self.scope_names], ())

    @cached_property
    def scope_names(self) -> dict[str, str]:
        """What a row lies outside of, by language; asked only where one does."""
        return _names_of_scope(self.parent)

    def _retired(self, row, start):
        """Terms given to nobody new: who has one keeps it, others are proposed its heir."""
        held = start.payload() if start else {}
        for name in ("legal_form", "kind", "cooperative_type"):
            code = row.told.get(name)
            if code and self.terms.retired(name, code) and held.get(name) != code:
                column = self.reader.column_of(name)
                row.wrong(column, self._word(name, code), "retired-term", **self._heirs(name, code))
        for name in ("sectors", "audiences"):
            told = row.told.get(name, [])
            gone = [
                code
                for code in told
                if self.terms.retired(name, code) and code not in held.get(name, ())
            ]
            if not gone:
                continue
            row.told[name] = self.terms.without(name, told, gone)
            for code in set(gone) - set(row.told[name]):
                column = self.reader.column_of(name)
                told_of_it = self._heirs(name, code)
                row.doubt(column, self._word(name, code), "retired-term-left-out", **told_of_it)
            if not row.told[name]:
                del row.told[name]

    def _taken(self, row, start, facts):
        """What the register says better than the file, or says and the file does not."""
        for one in changing.changes(start, facts):
            if not (what := changing.taken(one)):
                continue
            if one.field == "place":
                row.doubt(row.place_column or row.point_column, row.place_value or None, what)
                continue
            value, standing = (changing.plain(each) for each in (one.proposed, one.today))
            row.doubt(self.reader.column_of(one.field), value, what, standing)

    def _word(self, name, code):
        (names,) = self.terms.names(name, [code])
        return names.get("fr") or code

    def _heirs(self, name, code):
        heirs = self.terms.heirs(name, code)
        return {"proposal": ", ".join(heirs), "named": self.terms.names(name, heirs)}

    def _within(self, start, facts, placed):
        """Whether who sent the file may speak of this profile, as it is and as it would be; where
        that will be, only once it is known.
        """
        if self.parent.of_members:
            return start is None or start.code in self.members
        if self.parent.scope == Scope.REGION:
            both = [*([start] if start else []), *([facts] if placed else [])]
            return all(one.place.region == self.parent.scope_code for one in both)
        return True

    def _facts(self, row, facts):
        place = facts.place
        if place.lon is not None:
            # The point was held against its commune for the whole batch at once.
            bare = "commune" if place.commune else None
            place = replace(place, lon=None, lat=None, precision=bare)
        try:
            check(facts.but(place=place), self.known, today=self.today)
        except InvalidFacts as error:
            for problem in error.problems:
                head = problem.field.split(".")[0]
                if problem.field == "names" and any(p.problem == "no-name" for p in row.problems):
                    continue
                column = self.reader.column_of(problem.field) or self.reader.column_of(head)
                row.wrong(column, problem.value, **_refused(problem, problem.field))

    def _doubted(self, row, legal_form, said):
        """Figures that may be so, and are asked about all the same; not those that stand."""
        by_year = defaultdict(dict)
        for indicator, year, value, _column in row.figures:
            if not said or said.get(indicator, {}).get(year) != Decimal(value):
                by_year[year][indicator] = Decimal(value)
        columns = {(i, year): (column, value) for i, year, value, column in row.figures}
        for year, told in by_year.items():
            for one in doubts(told, year, legal_form=legal_form, said=said):
                column, value = columns[one.indicator, year]
                row.doubt(column, value, "unusual-figure", asked=(one.why, one.told))

    def _observations(self, row, code):
        return [
            ObservationFacts(
                code, indicator, year, Decimal(value), self.units.get(indicator, ""),
                self.parent.options.get("source_kind", "declared"),
            )
            for indicator, year, value, _column in row.figures
        ]  # fmt: skip


def _all_stand(actor, figures, standing):
    """Whether the register has them all already, as this kind of source says them."""
    return all(
        standing.get((actor, indicator, year)) == Decimal(value)
        for indicator, year, value, _column in figures
    )


def _refused(problem, field):
    """What the register's rules say of a value; their bounds are what they know beside it."""
    bounds = {
        one.name: str(getattr(problem, one.name))
        for one in dataclass_fields(problem)
        if one.name not in ("field", "value")
    }
    return {
        "problem": "refused",
        "proposal": f"{field}: {problem.accepted}",
        "accepted": (type(problem).__name__, bounds),
    }


def _members(parent: Import) -> frozenset[str]:
    """Codes of those that belong now to the network or the programme of an import, and its own."""
    if not parent.of_members:
        return frozenset()
    found = Membership.objects.current().filter(**{f"{parent.scope}__code": parent.scope_code})
    return frozenset([parent.scope_code, *found.values_list("member__code", flat=True)])


def _names_of_scope(parent) -> dict[str, str]:
    named = {
        language: scopes.named([(parent.scope, parent.scope_code)], language)
        for language in ("ar", "fr", "en", "es")
    }
    found = {language: one.text for language, told in named.items() for one in told.values() if one}
    return found or {"en": parent.scope_code}


def _is_name(field):
    return field.startswith("names.")


def _current(code):
    standing = fields.current(code) if code else None
    return standing and {"code": code, "digest": standing[0].hex()}
