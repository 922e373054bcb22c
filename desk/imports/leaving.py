"""Figures that nobody can read or the register does not take: rows may do without them.

Left out of one row, or of all that have the same trouble with a column at once, and read again
where somebody changes her mind. Either way the rows are checked again with the next check.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Func, Q, Value

from desk.imports.refusals import BadRequest
from desk.imports.staging import reopen
from desk.models import Import, ImportRow, RowOutcome
from directory.database import rows


@dataclass(frozen=True)
class Figures:
    """How many rows have a figure in a column; `problem` is what stops them there, if anything."""

    column: str
    count: int
    problem: str = ""


STOPPING = """
select problem->>'column', count(distinct id), problem->>'problem'
from desk_importrow, jsonb_array_elements(problems) problem
where parent_id = %(parent)s and outcome = 'wrong' and (problem->>'wrong')::boolean
    and problem->>'column' = any(%(columns)s::text[])
group by 1, 3 order by 2 desc, 1, 3"""
LEFT = """
select left_column, count(*) from desk_importrow, unnest(left_out) left_column
where parent_id = %(parent)s and left_column = any(%(columns)s::text[])
group by 1 order by 2 desc, 1"""


def columns_of(parent: Import) -> list[str]:
    """The columns that are read as figures."""
    return [one for one in parent.columns if parent.mapping.get(one, "").startswith("figures.")]


def stopping(parent: Import) -> list[Figures]:
    """The figures that stop their rows, by column and problem, the most first."""
    given = {"parent": parent.pk, "columns": columns_of(parent)}
    return [Figures(*one) for one in rows(STOPPING, given)]


def left(parent: Import) -> list[Figures]:
    """The figures that were left out, by column, the most first."""
    return [
        Figures(*one) for one in rows(LEFT, {"parent": parent.pk, "columns": columns_of(parent)})
    ]


def leave_out(row: ImportRow, columns: Iterable[str]) -> None:
    """Do without the figures of some columns in one row."""
    with transaction.atomic():
        held = ImportRow.objects.select_for_update().select_related("parent").get(pk=row.pk)
        reopen(held.parent)
        held.left_out = sorted({*held.left_out, *columns})
        held.outcome = RowOutcome.UNCHECKED
        held.save(update_fields=["left_out", "outcome"])


def leave_all_out(parent: Import, column: str, problem: str = "") -> int:
    """Do without the figures of a column in all rows they stop, with that problem or any; how many.

    Raises BadRequest where no figures stand there, WrongState.
    """
    same = {"column": column, "wrong": True} | ({"problem": problem} if problem else {})
    stopped = Q(outcome=RowOutcome.WRONG, problems__contains=[same])
    return _all(parent, column, stopped, "array_append")


def read_again(parent: Import, column: str) -> int:
    """Read the figures of a column that were left out; how many. Raises BadRequest, WrongState."""
    return _all(parent, column, Q(left_out__contains=[column]), "array_remove")


def _all(parent, column, which, change) -> int:
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=parent.pk)
        figures = columns_of(held)
        if column not in figures:
            raise BadRequest("no-figures", column=column[:80], accepted=", ".join(figures) or "—")
        reopen(held)
        changed = Func("left_out", Value(column), function=change)
        return held.staged.filter(which).update(left_out=changed, outcome=RowOutcome.UNCHECKED)
