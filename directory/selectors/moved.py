"""What entered a selection, left it or changed in it between two readings: for who follows it."""

from dataclasses import dataclass

import orjson
from django.db import connection
from psycopg import ClientCursor

from directory.database import row
from directory.selection.selection import Selection

NEW, ENTERED, CHANGED, LEFT = HOW = ("new", "entered", "changed", "left")
# The sides are compared whole: an actor may come by what is no part of its version, as a seal.
MOVED = """
with t as materialized ({then}), n as materialized ({now}),
moved as (
    select code, coalesce(n.is_demo, t.is_demo) as is_demo,
        case when n.id is null then 'left' when t.id is not null then 'changed'
            when exists (select from directory_actorversion p
                where p.actor_id = n.actor_id and p.opened <= {told}) then 'entered'
            else 'new' end as how
    from t full join n using (code) where t.id is distinct from n.id),
listed as (
    select m.*, row_number() over (partition by how order by code) as place from moved m)
select (select jsonb_object_agg(how, n) from (
        select how, count(*) n from moved group by how) counted)::text,
    (select jsonb_agg(jsonb_build_array(how, code, is_demo) order by code) from listed
        where place <= {shown})::text"""


@dataclass(frozen=True, slots=True)
class Moved:
    """One actor: `how` it moved, one of HOW; `new` is entered, and first published since too."""

    how: str
    code: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Movement:
    """How many moved in each way, and the first of them by code."""

    counts: dict[str, int]
    moved: list[Moved]


def moved(then: Selection, now: Selection, *, shown: int) -> Movement:
    """The same question at two revisions, compared in one statement."""
    statement = MOVED.format(
        then=_side(then), now=_side(now), told=int(then.revision), shown=int(shown)
    )
    counts, listed = row(statement, prepare=False)
    return Movement(
        orjson.loads(counts or "{}"), [Moved(*one) for one in orjson.loads(listed or "[]")]
    )


def _side(selection) -> str:
    """The actors of one side, its values written in: each side binds its own revision."""
    relation = selection.relation("v.id, v.actor_id, v.code, v.is_demo")
    connection.ensure_connection()
    with ClientCursor(connection.connection) as cursor:
        return cursor.mogrify(relation, selection.query.bound)
