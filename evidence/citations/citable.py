"""What can be cited: a question of the API in one normal form, with its answer and its records.

Each kind is registered by the path it is asked at.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from directory import codes, digests
from directory.as_of import Reading
from directory.selection.filterset import PRESENTATION, ActorFilterSet
from directory.selectors.actors import actor_state
from directory.vocabulary import may_hold_invented
from evidence.cells import KINDS, Cell
from evidence.citations.digest import Fold, count_among, fold_list, fold_records, listed_records
from evidence.figures import figure
from evidence.measures import OWN
from evidence.measures import read as read_statistic

# How a question is shown; what is answered does not depend on it.
SHOWN = PRESENTATION


class NotCitable(ValueError):
    """An address that asks nothing a citation could keep. `refused` maps parameters to why."""

    def __init__(self, why: str, refused: dict[str, list[str]] | None = None):
        super().__init__(why)
        self.refused = refused or {}


class Citable(Protocol):
    """A question at one revision."""

    kind: str
    path: str

    @property
    def normal(self) -> str:
        """The question in its one form, without a moment and without how it is shown."""

    @property
    def is_demo(self) -> bool:
        """Whether demonstration rows may be among what it reads."""

    def answer(self) -> tuple[dict, bytes]:
        """Codes and values, as the citation keeps them; the SHA-256 of their canonical bytes."""

    def evidence(self) -> Fold:
        """The digest of all records behind the answer, and how many."""

    def records(self, after: tuple | None, limit: int) -> Iterator[tuple[str, bytes]]:
        """Codes and digests of those records, in the order they are folded."""

    def among(self, digests: list[bytes]) -> int:
        """How many of those records have one of these digests."""


_KINDS: list[tuple[re.Pattern, Callable]] = []


def register(pattern: str):
    """Register what reads the question of a path: (match, query, reading) to a Citable."""

    def keep(make):
        _KINDS.append((re.compile(pattern), make))
        return make

    return keep


def read(address: str, reading: Reading) -> Citable:
    """The question an address asks, read at a revision. Raises NotCitable.

    What would be passed over in silence is refused: somebody meant something by it.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.fragment:
        raise NotCitable(_("An address of this register is cited from its path on: /api/v1/…"))
    for pattern, make in _KINDS:
        found = pattern.fullmatch(parts.path)
        if found:
            query = MultiValueDict(parse_qs(parts.query, keep_blank_values=True))
            _refuse_empty(query)
            return make(found, query, reading)
    raise NotCitable(_("Lists of actors, one actor and statistics can be cited."))


def _refuse_empty(query):
    """A filter that says nothing would widen the question without a word."""
    empty = [name for name, values in query.lists() if not all(one.strip(", ") for one in values)]
    if empty:
        accepted = [_("a value; leave the parameter out to say nothing")]
        raise NotCitable(
            _("This question is not one the register answers."), dict.fromkeys(empty, accepted)
        )


# ---- lists of actors -----------------------------------------------------------------------------


@dataclass
class Actors:
    """A list of actors: which they are."""

    selection: object
    kind = "actors"
    path = "/api/v1/actors/"

    @property
    def normal(self):
        return str(self.selection)

    @property
    def is_demo(self):
        return may_hold_invented(self.selection.query.values["demo"])

    @cached_property
    def folded(self) -> tuple[Fold, Fold]:
        return fold_list(self.selection)

    def answer(self):
        codes, _records = self.folded
        return {"count": codes.count}, codes.digest

    def evidence(self):
        _codes, records = self.folded
        return records

    def records(self, after, limit):
        return listed_records(self.selection, after=after, limit=limit)

    def among(self, digests):
        return count_among(digests, self.selection)


@register(r"/api/v1/actors/?")
def _actors(found, query, reading):
    return Actors(_selection(query, reading))


def _selection(query, reading, allowed=frozenset()):
    filters = ActorFilterSet(query, reading=reading, allowed=SHOWN | allowed)
    if not filters.is_valid():
        raise NotCitable(_("This question is not one the register answers."), filters.refused)
    return filters.selection()


# ---- one actor -----------------------------------------------------------------------------------


@dataclass
class Actor:
    """One actor: the version that stood."""

    state: object
    kind = "actor"

    @property
    def path(self):
        return f"/api/v1/actors/{codes.show(self.state.code)}/"

    normal = ""

    @property
    def is_demo(self):
        return bool(self.state.facts and self.state.facts["is_demo"])

    def answer(self):
        told = {"code": self.state.code, "version": self.state.digest.hex()}
        return told, digests.digest(digests.canonical(told))

    def evidence(self):
        return Fold(sha256(self.state.code.encode() + self.state.digest).digest(), 1)

    def records(self, after, limit):
        return iter([] if after else [(self.state.code, self.state.digest)])

    def among(self, digests):
        return int(self.state.digest in digests)


@register(r"/api/v1/actors/([^/]+)/?")
def _actor(found, query, reading):
    for name in query:
        if name not in SHOWN:
            raise NotCitable(_("This question is not one the register answers."), {name: [name]})
    try:
        state = actor_state(codes.parse(found[1]), reading)
    except codes.CodeError as error:
        raise NotCitable(str(error)) from error
    if state is None or not state.is_current:
        raise NotCitable(_("No actor of this code stood in the register then."))
    return Actor(state)


# ---- statistics ----------------------------------------------------------------------------------


@dataclass
class Statistics:
    """A figure: its total, its cells, and the records its actors and their reports are."""

    statistic: object
    kind = "statistics"
    path = "/api/v1/statistics/"

    @property
    def normal(self):
        return str(self.statistic)

    @property
    def is_demo(self):
        selection = self.statistic.selection
        return selection is not None and may_hold_invented(selection.query.values["demo"])

    def answer(self):
        told = figure(self.statistic)
        content = {
            "total": _cell(told.total),
            "results": [_cell(cell) for cell in told.results],
        }
        if told.census_year:
            content["census_year"] = told.census_year
        return content, digests.digest(digests.canonical(content))

    def evidence(self):
        if self.statistic.selection is None:
            return _census_fold(self.statistic)
        return fold_records(self.statistic.selection, self.statistic)

    def records(self, after, limit):
        if self.statistic.selection is None:
            return iter(())
        return listed_records(self.statistic.selection, self.statistic, after=after, limit=limit)

    def among(self, digests):
        if self.statistic.selection is None:
            return 0
        return count_among(digests, self.statistic.selection, self.statistic)


@register(r"/api/v1/statistics/?")
def _statistics(found, query, reading):
    statistic = read_statistic(query, reading, allowed=SHOWN - OWN)
    if statistic.refused:
        raise NotCitable(_("This question is not one the register answers."), statistic.refused)
    return Statistics(statistic)


def _cell(cell: Cell) -> dict:
    """Codes and values of a cell; decimals as texts, so that every machine reads the same bytes."""
    parts = (
        {}
        if cell.parts is None
        else {
            name: _text(_plain(value))
            for name, value in zip(("part", "whole"), cell.parts, strict=True)
        }
    )
    return {
        "groups": list(cell.groups),
        "value": _text(cell.value),
        "unit": cell.unit,
        "in_scope": cell.in_scope,
        "reporting": cell.reporting,
        "sources": None if cell.kinds is None else [cell.kinds[kind] for kind in KINDS],
    } | parts


def _plain(value: Decimal) -> Decimal | int:
    """A whole number as one: the columns of sums have more decimals than was said."""
    return int(value) if value == value.to_integral_value() else value


def _text(value):
    if value is None or isinstance(value, int):
        return value
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _census_fold(statistic) -> Fold:
    """Of a census measure the evidence is its reference set, which the ledger names."""
    sets = statistic.reading.reference_sets
    return Fold(bytes.fromhex(sets["census"]["digest"]), 1)
