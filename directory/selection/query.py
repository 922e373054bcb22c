"""The normal form of a selection: what was asked, in one order and one spelling."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from directory.as_of import Reading
from directory.selection.conditions import Condition
from directory.selection.keys import SharedKey, shared_key

# Filters whose rows are gathered in the same way whatever their values.
EVEN = frozenset({
    "territory", "region", "province", "commune", "arrondissement", "locality", "legal_form",
    "kind", "cooperative_type", "sector", "audience", "status", "bbox", "near", "radius", "demo",
})  # fmt: skip


@dataclass
class Query:
    """Values by filter, their conditions, and the revision they are read at.

    `normal` holds each value as text; `str(query)` is the normalised query of a citation: filters
    in alphabetical order, defaults spelled out, without as_of and presentation.
    """

    reading: Reading
    values: dict
    normal: dict[str, str] = field(default_factory=dict)
    conditions: list[tuple[str, Condition]] = field(default_factory=list)

    def __str__(self):
        return "&".join(
            f"{name}={quote(value, safe=',.:-')}" for name, value in sorted(self.normal.items())
        )

    @cached_property
    def key(self) -> SharedKey | None:
        """What its rows may be gathered by, at once for several filters."""
        return shared_key(self.conditions)

    @cached_property
    def bound(self) -> dict:
        """Every value the conditions bind."""
        values = {"revision": self.reading.revision, "date": self.reading.date}
        if self.key:
            values["shared_key"] = self.key.key
        for _, condition in self.conditions:
            values |= condition.bound
        return values

    @property
    def prepare(self) -> bool | None:
        """Whether statements about its rows may be planned once for all values: not where these
        decide how many rows there are to read, as words do, and how long ago a revision is.
        """
        even = self.reading.is_head and EVEN.issuperset(name for name, _ in self.conditions)
        return None if even else False

    def where(self, *, leaving: frozenset[str] = frozenset(), only=None) -> str:
        """The clause of all conditions, some filters left out."""
        clauses = [
            f"({condition.clause})"
            for name, condition in self.conditions
            if name not in leaving and (only is None or name in only)
        ]
        return " and ".join(clauses) or "true"
