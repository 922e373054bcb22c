"""What changed last among the actors of a selection: for those who follow it."""

from dataclasses import dataclass
from datetime import datetime

from directory.database import rows
from directory.selection.selection import Selection

LATEST = """
select v.code, v.opened, r.recorded_at, t.names, v.is_demo,
    not exists (select from directory_actorversion p
        where p.actor_id = v.actor_id and p.opened < v.opened)
from ({found}) v join directory_actortext t on t.version_id = v.id
join directory_revision r on r.number = v.opened
order by v.opened desc, v.code"""
FIRST = "select * from ({relation}) v order by opened desc, code limit %(limit)s"


@dataclass(frozen=True, slots=True)
class Latest:
    """An actor's current version: since which revision, and whether it is its first."""

    code: str
    revision: int
    recorded_at: datetime
    names: dict
    is_demo: bool
    is_new: bool


def latest(selection: Selection, *, limit: int = 50) -> list[Latest]:
    """The versions of a selection that came last, the newest first; one statement."""
    relation = selection.relation("v.id, v.actor_id, v.code, v.opened, v.is_demo")
    statement = LATEST.format(found=FIRST.format(relation=relation))
    bound = selection.query.bound | {"limit": limit}
    return [Latest(*each) for each in rows(statement, bound, prepare=selection.query.prepare)]
