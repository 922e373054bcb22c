"""Rows of a file in words of the page: what each would make public, and who it may be."""

from functools import partial

from django.utils.translation import gettext as _

from desk.field_words import change_word, field_word
from desk.imports import changing, wording
from desk.imports.wording import WORDS, candidate_words, problem_words
from desk.models import ImportState, RowOutcome
from directory import codes
from directory.as_of import snapshot
from directory.models import Indicator
from directory.records.facts import ActorFacts
from directory.records.stored import facts_behind
from directory.selectors import reference
from evidence.wording.names import name_of
from evidence.wording.numbers import percent
from frontend import differences


def told(parent, shown, open_still, belongs="") -> list[dict]:
    """Rows with all they would make public, before and after where they change a profile, and who
    they may be beside them. `belongs` names what their new profiles join. The same number of
    statements, however many rows.
    """
    twins = {one["row"] for row in shown for one in row.candidates if "row" in one}
    earlier = list(parent.staged.filter(number__in=twins)) if twins else []
    digests = {one["digest"] for row in shown for one in row.candidates if "digest" in one}
    facts = facts_behind(ActorFacts, [bytes.fromhex(one) for one in digests])
    found = changing.told(parent, shown)
    known = {one.code: one for one in Indicator.objects.newest()}
    with snapshot() as reading:
        words = Words(parent, reading, known, belongs, found)
        like = {digest.hex(): words.card(changing.changes(None, f)) for digest, f in facts.items()}
        like |= {one.number: words.card(changing.said(one)) for one in earlier}
        return [words.row(row, open_still, like) for row in shown]


class Words:
    """What is the same for all rows of a page, and each of them in words."""

    def __init__(self, parent, reading, known, belongs, found):
        self.parent, self.reading, self.belongs, self.found = parent, reading, belongs, found
        self.word = partial(change_word, known=known)
        self.territories = reference.territories(reading)

    def row(self, row, open_still, like) -> dict:
        start, changes = self.found[row.number].start, self.found[row.number].changes
        unsure, wrong = row.outcome == RowOutcome.UNSURE, row.outcome == RowOutcome.WRONG
        lacks = row.outcome == RowOutcome.UNCHECKED and self.parent.state == ImportState.CHECKED
        who = unsure and row.candidates and not row.answer
        doubted = {one.field: [WORDS[what]] for one in changes if (what := changing.taken(one))}
        return {
            "row": row,
            "outcome": wording.OUTCOMES[row.outcome],
            "problems": [
                {"words": problem_words(one), "open": one["wrong"] or "place" in one}
                for one in row.problems
            ],
            "name": start and name_of({"names": start.names}),
            "code": start and codes.show(start.code),
            "changes": self.rows(changes, doubted) if start else [],
            "mine": [] if start and changes else self.joining(row) + self.card(changing.said(row)),
            "figures": any(one.field.startswith("figures.") for one in changes),
            "candidates": [self.candidate(one, like) for one in row.candidates] if who else [],
            "decide": open_still and who,
            "skip": open_still and (wrong or lacks or (unsure and not who)),
            "place": self.place(row) if open_still and (wrong or unsure) else None,
            "bad_figures": self.bad_figures(row) if open_still and wrong else [],
        }

    def rows(self, changes, doubted):
        return differences.rows(changes, self.reading, doubted, "", self.word)

    def card(self, changes) -> list:
        """Pairs of a word and what is said."""
        return [(one["label"], one["after"]) for one in self.rows(changes, {}) if one["after"]]

    def joining(self, row) -> list:
        """What a new profile belongs to from then on, as a file of a network says of its own."""
        joins = self.parent.of_members and row.outcome == RowOutcome.NEW and self.belongs
        return [(field_word(self.parent.scope), self.belongs)] if joins else []

    def candidate(self, one, like) -> dict:
        of_register = "code" in one
        return {
            "value": f"same:{one['code']}" if of_register else "same",
            "words": candidate_words(one),
            "score": percent(one["score"]),
            "code": of_register and codes.show(one["code"]),
            "row": one.get("row"),
            "card": like.get(one["digest"] if of_register else one["row"], []),
        }

    def place(self, row) -> dict | None:
        """The communes that may be meant, where nobody is sure of it."""
        problem = place_problem(row)
        return problem and {
            "options": [
                (code, self.territory(code))
                for code in problem["choices"]
                if code in self.territories
            ]
        }

    def bad_figures(self, row) -> list:
        """Columns whose figure stops the row, each with what stands there."""
        said = {one["column"]: one["value"] for one in wrong_figures(row, self.parent)}
        return list(said.items())

    def territory(self, code):
        one = self.territories[code]
        around = self.territories.get(one.province)
        beside = [around] if around and around.code != code else []
        return _(", ").join(name_of(each).text for each in [one, *beside])


def place_problem(row) -> dict | None:
    return next((one for one in row.problems if one.get("place")), None)


def wrong_figures(row, parent) -> list[dict]:
    """Problems of a row that go with a figure, if it is left out."""
    return [
        one
        for one in row.problems
        if one["wrong"] and parent.mapping.get(one["column"], "").startswith("figures.")
    ]
