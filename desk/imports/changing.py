"""What a row makes of a profile: the facts, what they change field by field, and what is lost.

A change that takes something away is doubted, not refused: the file may be right.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from desk.models import Import, ImportRow, RowOutcome
from desk.submissions import Change
from desk.submissions import facts as fields
from desk.submissions.proposal import EMPTY
from directory import codes
from directory.database import rows
from directory.models import Observation
from directory.records.facts import ActorFacts, PartialDate
from directory.records.stored import facts_behind

PLACEHOLDER = codes.mint()
# Fields as somebody reads them; what is not here comes last.
ORDER = ("names", "legal_form", "kind", "cooperative_type", "place", "founded", "closed")
NOTHING = (None, "", (), [], {})
TAKING = ("vaguer", "emptied")  # words of wording.py
DATED = ("year", "month", "day")
PLACED = (None, "commune", "locality", "exact")


@dataclass(frozen=True)
class Told:
    """What a row would make public. `start` are the facts of the profile that it changes; without
    one, `changes` are all it says.
    """

    start: ActorFacts | None
    changes: list[Change]


def told(parent: Import, staged: Iterable[ImportRow]) -> dict[int, Told]:
    """Row number to what it would make public: two statements, however many rows."""
    staged = list(staged)
    before = facts_behind(ActorFacts, [bytes(one.base) for one in staged if one.base])
    values = {}
    if not parent.revision_id:  # afterwards they stand as the file says them
        values = standing_figures({one.actor for one in staged if one.base}, kind_of(parent))
    return {one.number: _told(one, before, values) for one in staged}


def said(one: ImportRow) -> list[Change]:
    """All that a row says, whatever stands."""
    return _told(one, {}, {}).changes


def _told(one, before, values):
    start = before.get(bytes(one.base)) if one.base else None
    facts = made(one.told, start, one.actor or PLACEHOLDER, is_demo=False)
    found = changes(start, facts)
    if start is None and one.outcome != RowOutcome.NEW:
        unsaid = {"legal_form", "kind"} - one.told.keys()
        found = [change for change in found if change.field not in unsaid]
    for indicator, year, value in one.figures:
        stands = values.get((one.actor, indicator, year)) if start else None
        if stands != Decimal(value):
            field = f"figures.{indicator}.{year}"
            found.append(Change(field, stands, stands, Decimal(value)))
    return Told(start, found)


def changes(start: ActorFacts | None, facts: ActorFacts) -> list[Change]:
    """Every field that differs; of a new profile all it says."""
    today, then = fields.flat(start or EMPTY), fields.flat(facts)
    found = [
        Change(field, today.get(field), today.get(field), then.get(field))
        for field in dict.fromkeys([*then, *today])
        if then.get(field) != today.get(field) and not _nothing(then, today, field)
    ]
    return sorted(found, key=lambda one: _place_in_order(one.field))


def _nothing(then, today, field):
    return _empty(then.get(field)) and _empty(today.get(field))


def _empty(value):
    return value in NOTHING or value == EMPTY.place


def _place_in_order(field):
    head = field.partition(".")[0]
    return ORDER.index(head) if head in ORDER else len(ORDER)


def taken(change: Change) -> str:
    """What a change takes away, as a word of wording.py: `vaguer`, `emptied`, or nothing."""
    if _empty(change.today):
        return ""
    if _empty(change.proposed):
        return "emptied"
    exactness = {"founded": DATED, "closed": DATED, "place": PLACED}.get(change.field)
    if exactness and _rank(exactness, change.proposed) < _rank(exactness, change.today):
        return "vaguer"
    return ""


def _rank(exactness, value):
    return exactness.index(value.precision)


def plain(value) -> str:
    """A date as far as it is known, for the line of a problem."""
    return value.known if isinstance(value, PartialDate) else ""


def kind_of(parent: Import) -> str:
    """Where its figures come from."""
    return parent.options.get("source_kind", "declared")


def standing_figures(actors: Collection[str], kind: str) -> dict[tuple[str, str, int], Decimal]:
    """(code, indicator, year) to the value that stands of one kind of source; no statement without
    actors.
    """
    if not actors:
        return {}
    found = Observation.objects.current().filter(actor__code__in=actors, source_kind=kind)
    return {
        (code, indicator, year): value
        for code, origin, indicator, year, value in found.values_list(
            "actor__code", "origin", "indicator", "year", "value"
        )
        if origin == code
    }


FIGURES = """
select count(*) from desk_importrow r, jsonb_array_elements(r.figures) figure
where r.parent_id = %s and r.outcome in ('new', 'update') and not exists (
    select from directory_observation o join directory_actor a on a.id = o.actor_id
    where a.code = r.actor and o.origin = a.code and o.source_kind = %s and o.closed is null
        and o.indicator = figure->>0 and o.year = (figure->>1)::int
        and o.value = (figure->>2)::numeric
)"""


def count_figures(parent: Import) -> int:
    """How many figures publishing would bring: those that do not stand already."""
    ((count,),) = rows(FIGURES, [parent.pk, kind_of(parent)])
    return count


def made(told: Mapping, start: ActorFacts | None, code: str, *, is_demo: bool) -> ActorFacts:
    """Facts of a profile that stands with what a row tells, or of a new one under a code."""
    facts = start or ActorFacts(code=code, names={}, legal_form="none", is_demo=is_demo)
    payload = facts.payload()
    for name, value in told.items():
        head, dot, key = name.partition(".")
        if dot:
            payload[head] = {**payload[head], key: value}
        elif name == "place":
            payload["place"] = _place(payload["place"], value)
        else:
            payload[name] = value
    read = ActorFacts.read(payload)
    return read if start is None else _as_it_was(read, start)


def _place(standing, given):
    """A file that knows less of a place than the register does not make it vaguer."""
    vaguer = given["lon"] is None and all(
        standing[level] == given[level]
        for level in ("region", "province", "commune")
        if given[level] is not None
    )
    return standing if vaguer and standing["region"] else given


def _as_it_was(read, start):
    """The same object where nothing differs, whatever order lists were told in."""
    return start if read.payload() == start.payload() else read
