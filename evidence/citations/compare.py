"""Then and now: the same question asked of the head, and which actors entered and left since."""

from dataclasses import dataclass
from decimal import Decimal

from directory.as_of import snapshot
from directory.database import rows
from evidence.citations.citable import NotCitable
from evidence.citations.verify import ask_again
from evidence.models import Citation

# Lists longer than this are told by their numbers only.
MOST_LISTED = 50_000
SHOWN = 100

FATES = """
select a.code, coalesce(e.fate, case when v.actor_id is null then 'unknown'
    when v.closed_on <= %(date)s then 'closed' else 'changed' end)
from directory_actor a
left join directory_actorversion v on v.actor_id = a.id and v.closed is null
left join directory_ending e on e.actor_id = a.id and e.closed is null
where a.code = any(%(codes)s::text[]) order by a.code"""


@dataclass(frozen=True)
class Compared:
    """What is answered now, at which revision; actors (codes) that entered, and those that left
    with why: merged, withdrawn, closed, or changed in what the question reads. None where the
    lists are too long to be held beside each other, or the question is of no actors.
    """

    revision: int
    recorded_at: object
    answer: dict
    same: bool
    entered: list[str] | None = None
    left: list[tuple[str, str]] | None = None


def compare(citation: Citation) -> Compared | None:
    """The question of a citation asked of the head; None where it has no answer any more."""
    with snapshot() as reading:
        try:
            asked = ask_again(citation, reading)
        except NotCitable:
            return None
        answer, result = asked.answer()
        told = Compared(
            reading.revision, reading.recorded_at, answer, result == bytes(citation.result)
        )
        selection = _selection(asked)
        if selection is None or max(citation.records, selection.total) > MOST_LISTED:
            return told
        now = _codes(selection)
        date = reading.date
    with snapshot(citation.revision) as reading:
        asked = ask_again(citation, reading)
        then = _codes(_selection(asked))
    left = rows(FATES, {"codes": sorted(then - now), "date": date})
    return Compared(told.revision, told.recorded_at, answer, told.same, sorted(now - then), left)


def _selection(asked):
    """The actors a question reads; None of one actor, or of the census."""
    statistic = getattr(asked, "statistic", None)
    return statistic.selection if statistic else getattr(asked, "selection", None)


def _codes(selection) -> set[str]:
    return {code for (code,) in rows(selection.relation("v.code"), selection.query.bound)}


def number(answer: dict) -> tuple[Decimal | None, int, int]:
    """Of an answer its one number, how many report it, and how many are in scope."""
    if "count" in answer:
        return Decimal(answer["count"]), answer["count"], answer["count"]
    if "total" not in answer:
        return None, 1, 1
    total = answer["total"]
    value = total["value"]
    return None if value is None else Decimal(value), total["reporting"], total["in_scope"]
