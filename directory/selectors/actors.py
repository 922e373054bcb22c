"""One actor at one revision: what the register holds of it, or how it left."""

from dataclasses import dataclass
from datetime import date, datetime

import orjson

from directory.as_of import Reading
from directory.database import row, rows
from directory.models import Contact
from directory.standing import standing


@dataclass(frozen=True)
class ActorState:
    """An actor as of a reading.

    `facts` is the canonical payload of its version then; None once redacted, or where it left.
    `fate` is None, `merged` (into `heir`) or `withdrawn`, since revision `ended`. `first` is the
    revision that first published it. `summary` is the object lists answer with: what stays of a
    redacted version.
    """

    code: str
    first: int
    opened: int | None = None
    digest: bytes | None = None
    redacted: int | None = None
    facts: dict | None = None
    summary: str | None = None
    confirmed_on: date | None = None
    fate: str | None = None
    heir: str | None = None
    ended: int | None = None

    @property
    def is_current(self) -> bool:
        """Whether it stood in the register then."""
        return self.opened is not None


def actor_state(code: str, reading) -> ActorState | None:
    """The actor of a code; None where the register at that revision had never known it."""
    bound = {"code": code, "revision": reading.revision}
    found = row(
        f"""select a.id,
            (select min(opened) from directory_actorversion f where f.actor_id = a.id),
            v.opened, v.digest, v.redacted, b.bytes, t.summary,
            (select max(c.confirmed_on) from directory_confirmation c
                where c.actor_id = a.id and {standing("c")}),
            e.fate, h.code, e.opened
        from directory_actor a
        left join directory_actorversion v on v.actor_id = a.id and {standing("v")}
        left join directory_recordbytes b on b.digest = v.digest
        left join directory_actortext t on t.version_id = v.id
        left join directory_ending e on e.actor_id = a.id and {standing("e")}
        left join directory_actor h on h.id = e.heir_id
        where a.code = %(code)s""",
        bound,
    )
    if found is None or found[1] is None or found[1] > reading.revision:
        return None
    _, first, opened, digest, redacted, content, summary, confirmed, fate, heir, ended = found
    return ActorState(
        code=code,
        first=first,
        opened=opened,
        digest=digest and bytes(digest),
        redacted=redacted,
        facts=orjson.loads(bytes(content)) if content is not None else None,
        summary=summary,
        confirmed_on=confirmed,
        fate=fate,
        heir=heir,
        ended=ended,
    )


@dataclass(frozen=True)
class Belonging:
    """A membership seen from the member: what it belongs to, and from when to when."""

    relation: str  # network or programme
    code: str
    names: dict
    is_demo: bool
    since: date | None
    since_precision: str | None
    until: date | None
    until_precision: str | None


def belongings(code: str, reading) -> list[Belonging]:
    """The networks and programmes an actor belongs to, or belonged to, as recorded then."""
    found = rows(
        f"""select case when m.network_id is null then 'programme' else 'network' end,
            coalesce(n.code, p.code), coalesce(t.names, pv.names), m.is_demo,
            m.since, m.since_precision, m.until, m.until_precision
        from directory_membership m
        join directory_actor a on a.id = m.member_id and a.code = %(code)s
        left join directory_actorversion n on n.actor_id = m.network_id and {standing("n")}
        left join directory_actortext t on t.version_id = n.id
        left join directory_programmeversion pv
            on pv.programme_id = m.programme_id and {standing("pv")}
        left join directory_programme p on p.id = m.programme_id
        where {standing("m")} and coalesce(n.code, pv.code) is not null
        order by 1, m.since nulls first, 2""",
        {"code": code, "revision": reading.revision},
    )
    return [Belonging(*each) for each in found]


def names_of_actors(codes, reading) -> dict[str, dict]:
    """Names by language of some actors, as of a reading; those that left are absent."""
    wanted = list(codes)
    if not wanted:
        return {}
    return dict(
        rows(
            f"""select v.code, t.names from directory_actorversion v
            join directory_actortext t on t.version_id = v.id
            where v.code = any(%(codes)s::text[]) and {standing("v")}""",
            {"codes": wanted, "revision": reading.revision},
        )
    )


def last_names(codes, reading=None) -> dict[str, dict]:
    """Names by language of the last version of some actors, of those that left too; as of a
    reading, where one is given.
    """
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    return dict(
        rows(
            """select a.code, t.names from directory_actor a
            join lateral (select id from directory_actorversion
                where actor_id = a.id and opened <= coalesce(%(revision)s::int, opened)
                order by opened desc limit 1) v on true
            join directory_actortext t on t.version_id = v.id
            where a.code = any(%(codes)s::text[])""",
            {"codes": wanted, "revision": reading and reading.revision},
        )
    )


def every(reading: Reading, step: int) -> list[str]:
    """The code of each `step`-th real actor in the order of codes: where files of them begin."""
    return [
        code
        for (code,) in rows(
            f"""select code from (
                select v.code, row_number() over (order by v.code) as place
                from directory_actorversion v where not v.is_demo and {standing("v")}
            ) placed where (place - 1) %% %(step)s = 0 order by code""",
            {"revision": reading.revision, "step": step},
        )
    ]


def names_from(code: str, limit: int, reading: Reading) -> list[tuple[str, dict, datetime]]:
    """The next real actors in the order of codes: code, names, when their version was recorded."""
    return rows(
        f"""select v.code, t.names, r.recorded_at from (
            select v.id, v.code, v.opened from directory_actorversion v
            where v.code >= %(code)s and not v.is_demo and {standing("v")}
            order by v.code limit %(limit)s
        ) v join directory_actortext t on t.version_id = v.id
        join directory_revision r on r.number = v.opened order by v.code""",
        {"code": code, "limit": limit, "revision": reading.revision},
    )


def public_contacts(code: str) -> list[Contact]:
    """How to reach it, where its owner published that. Of now only: contacts have no history."""
    return list(Contact.objects.filter(actor__code=code, is_public=True).order_by("pk"))
