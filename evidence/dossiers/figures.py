"""The figures of a dossier, as cited and as they are answered now: a number each, told in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import parse_qsl

from directory.as_of import Reading, snapshot
from evidence.citations import answers
from evidence.citations.citable import NotCitable
from evidence.citations.verify import answered, ask_again
from evidence.models import Citation
from evidence.sentences import Sentence, sentence


@dataclass(frozen=True)
class Figure:
    """A citation with what it says. `number` is None where it has none (one actor, a story)."""

    citation: Citation
    sentence: Sentence
    number: answers.Number | None
    heads: list
    cells: list

    @property
    def rows(self) -> list[tuple]:
        """Each cell as (names, number, its length beside the largest: None where unknown)."""
        values = [number.value for _names, number in self.cells if number.value is not None]
        largest = max(values, default=0)
        return [(names, number, _length(number.value, largest)) for names, number in self.cells]


@dataclass(frozen=True)
class Now:
    """The same question at another revision. Where it has no answer any more, `gone`."""

    number: answers.Number | None = None
    same: bool = False
    gone: bool = False


def _length(value, largest) -> Fraction | None:
    if value is None or largest <= 0:
        return None
    return max(Fraction(value) / Fraction(largest), Fraction(0))


def figures(found: Iterable[Citation], language: str) -> dict[str, Figure]:
    """Citations by their codes, worded in a language; one reading for each revision cited."""
    by_revision = defaultdict(list)
    for one in found:
        by_revision[one.revision].append(one)
    told = {}
    for revision, some in by_revision.items():
        with snapshot(revision) as past:
            for one in some:
                heads, cells = answers.cells(dict(parse_qsl(one.normal)), one.answer, past)
                said = sentence(one.kind, one.normal, one.answer, past, language)
                number = answers.number(one.answer)
                told[one.code] = Figure(one, said, number, heads, cells)
    return told


def asked_now(one: Citation, reading: Reading) -> Now:
    """The question of a citation at a revision: its number and whether all of it is the same."""
    if one.revision == reading.revision:
        return Now(answers.number(one.answer), same=True)
    try:
        answer, result = answered(one, ask_again(one, reading))
    except NotCitable:
        return Now(gone=True)
    return Now(answers.number(answer), same=result == bytes(one.result))
