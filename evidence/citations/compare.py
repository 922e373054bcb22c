# ruff: noqa: S608 (our own tables and columns; values are bound)
"""Then and now: the same question asked of the head; who entered, left or changed since, and how
much of the difference comes from organisations that report only now.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import orjson
from django.db import connection
from psycopg import ClientCursor

from directory.as_of import snapshot
from directory.database import row
from evidence.citations.citable import NotCitable
from evidence.citations.verify import answered, ask_again
from evidence.figures import reports
from evidence.models import Citation

# Selections larger than this are told by their numbers only.
MOST_HELD = 100_000
SHOWN = 100
# What a version tells of each filter and grouping, where the version itself tells it.
FIELDS = {
    "q": "v.words",
    "territory": "row(v.region, v.province, v.prefecture_arrondissements, v.commune,"
    " v.arrondissement, v.locality)",
    "region": "v.region",
    "province": "v.province",
    "prefecture-arrondissements": "v.prefecture_arrondissements",
    "commune": "v.commune",
    "arrondissement": "v.arrondissement",
    "locality": "v.locality",
    "legal_form": "v.legal_form",
    "kind": "v.kind",
    "cooperative_type": "v.cooperative_type",
    "sector": "v.sectors",
    "audience": "v.audiences",
    "founded_from": "v.founded",
    "founded_to": "v.founded",
    "founding_year": "v.founded",
    "closed_from": "v.closed_on",
    "closed_to": "v.closed_on",
    "closing_year": "v.closed_on",
    "status": "v.closed_on",
    "active_on": "row(v.founded, v.closed_on)",
    "bbox": "v.point",
    "near": "v.point",
}

COMPARED = """
with t as materialized ({then}), n as materialized ({now}),
b as materialized (
    select code, t.value as then_value, n.value as now_value,
        array_remove(array[{fields}]::text[], null) as fields,
        case when t.code is null then 'entered' when n.code is null then 'left'
            when {differ} or t.observations is distinct from n.observations then 'changed'
            else 'unchanged' end as how
    from t full join n using (code)),
fates as (
    select b.code, coalesce(e.fate, case when v.actor_id is null then 'unknown'
        when v.closed_on <= {date} then 'closed' when v.redacted is not null then 'redacted'
        else 'changed' end) as fate
    from b join directory_actor a on a.code = b.code
    left join directory_actorversion v on v.actor_id = a.id and v.closed is null
    left join directory_ending e on e.actor_id = a.id and e.closed is null
    where b.how = 'left'),
listed as (
    select * from (
        select b.*, row_number() over (partition by how order by code) as place from b
        where how <> 'unchanged') o
    where place <= {shown}),
told as (
    select l.code, l.how, l.fields, l.then_value::text, l.now_value::text, f.fate
    from listed l left join fates f on f.code = l.code
    order by array_position(array['entered', 'left', 'changed'], l.how), l.code)
select (select jsonb_object_agg(how, n) from (select how, count(*) n from b group by how) c)::text,
    (select jsonb_object_agg(fate, n) from (
        select fate, count(*) n from fates group by fate) f)::text,
    (select jsonb_agg(to_jsonb(told)) from told)::text,
    count(*) filter (where then_value is null and now_value is not null),
    coalesce(sum(now_value) filter (where then_value is null), 0),
    count(*) filter (where now_value is null and then_value is not null),
    coalesce(sum(then_value) filter (where now_value is null), 0),
    count(*) filter (where then_value is not null and now_value is not null),
    coalesce(sum(now_value - then_value), 0)
from b"""


@dataclass(frozen=True)
class Moved:
    """One organisation: how it moved (entered, left, changed), its values, and why it left (closed,
    merged, withdrawn, redacted so that its words are found no more, or changed in what the question
    reads).
    """

    code: str
    how: str
    fields: tuple[str, ...]
    then: Decimal | None
    now: Decimal | None
    fate: str | None


@dataclass(frozen=True)
class Movement:
    """What happened between two revisions to those a question reads.

    `moved` are the first of each kind, `left` how many left by fate. Of what they report: those who
    report only now, those who did only then, and the same ones' own change.
    """

    entered: int
    changed: int
    unchanged: int
    left: dict[str, int]
    moved: list[Moved]
    new_reporters: int
    of_new: Decimal
    gone_reporters: int
    of_gone: Decimal
    same_reporters: int
    of_same: Decimal

    @property
    def left_count(self) -> int:
        return sum(self.left.values())


@dataclass(frozen=True)
class Compared:
    """What is answered now, at which revision, and whether it is the same. `movement` is None where
    the question is of no actors, or `too_many` would have to be held beside each other.
    """

    revision: int
    recorded_at: datetime
    answer: dict
    same: bool
    movement: Movement | None = None
    too_many: bool = False


def compare(citation: Citation) -> Compared | None:
    """The question of a citation asked of the head; None where it has no answer any more."""
    with snapshot() as reading, snapshot(citation.revision) as past:
        try:
            now, then = ask_again(citation, reading), ask_again(citation, past)
        except NotCitable:
            return None
        answer, result = answered(citation, now)
        same = result == bytes(citation.result)
        selection = _selection(now)
        told = (reading.revision, reading.recorded_at, answer, same)
        if selection is None:
            return Compared(*told)
        if max(selection.total, _selection(then).total) > MOST_HELD:
            return Compared(*told, too_many=True)
        return Compared(*told, _movement(then, now, reading.date))


def _selection(asked):
    """The actors a question reads; None of one actor, or of the census."""
    statistic = getattr(asked, "statistic", None)
    return statistic.selection if statistic else getattr(asked, "selection", None)


def _movement(then, now, date) -> Movement:
    read = [name for name in FIELDS if name in _names(now)]
    compared = " or ".join(f"t.f_{at} is distinct from n.f_{at}" for at in range(len(read)))
    statement = COMPARED.format(
        then=_side(then, read),
        now=_side(now, read),
        fields=", ".join(
            f"case when t.f_{at} is distinct from n.f_{at} then '{name}' end"
            for at, name in enumerate(read)
        )
        or "null",
        differ=compared or "false",
        shown=SHOWN,
        date=_literal(date),
    )
    return _told(row(statement, prepare=False))


def _literal(value) -> str:
    with ClientCursor(connection.connection) as cursor:
        return cursor.mogrify("%s", [value])


def _names(asked) -> set[str]:
    """The filters and groupings a question reads."""
    statistic = getattr(asked, "statistic", None)
    return {*_selection(asked).query.normal, *(statistic.group_by if statistic else ())}


def _side(asked, read) -> str:
    """One side of the comparison with its values in it: code, fields, value, observations."""
    selection, statistic = _selection(asked), getattr(asked, "statistic", None)
    fields = "".join(f", {FIELDS[name]} as f_{at}" for at, name in enumerate(read))
    among = selection.relation(f"v.code, v.actor_id{fields}")
    bound = dict(selection.query.bound)
    said = "null::numeric as value, null::bigint[] as observations"
    joined = ""
    if statistic and statistic.indicator:
        taken, more = reports(statistic, "value", "observation_id")
        bound |= more
        if statistic.years:  # one report of each actor
            said = "r.value, array[r.observation_id] as observations"
            joined = f" left join ({taken}) r on r.actor_id = v.actor_id"
        else:
            said = "r.value, r.observations"
            joined = (
                " left join lateral (select sum(r.value) as value,"
                " array_agg(r.observation_id order by r.observation_id) as observations"
                f" from ({taken}) r where r.actor_id = v.actor_id) r on true"
            )
    kept = "".join(f", v.f_{at}" for at in range(len(read)))
    with ClientCursor(connection.connection) as cursor:
        return cursor.mogrify(f"select v.code{kept}, {said} from ({among}) v{joined}", bound)


def _told(found) -> Movement:
    how, left, moved, *numbers = found
    counts = orjson.loads(how or "{}")
    return Movement(
        counts.get("entered", 0),
        counts.get("changed", 0),
        counts.get("unchanged", 0),
        orjson.loads(left or "{}"),
        [
            Moved(
                one["code"],
                one["how"],
                tuple(one["fields"]),
                _decimal(one["then_value"]),
                _decimal(one["now_value"]),
                one["fate"],
            )
            for one in orjson.loads(moved or "[]")
        ],
        *numbers,
    )


def _decimal(text) -> Decimal | None:
    return None if text is None else Decimal(text)
