"""The kinds of records, each with the SQL that turns canonical bytes into rows.

`opened` below is a relation of (digest, j): the bytes of one revision's new records of that kind,
as jsonb. Rooms above register their own kinds with `register`.
"""

# Every name in these statements is ours.
# ruff: noqa: S608

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordKind:
    """How one kind of record becomes rows.

    `insert` fills its tables from `opened`; `supersedes` selects the digests of current rows that
    the new ones replace, looked up one by one: a plan made while a table was small would later read
    all of it, each time. Both are complete statements with `%(revision)s` and `%(digests)s`.
    `invented` selects the digests of current demonstration rows, where rooms above bring their own.
    `subject` is the column that names whom a row is of: a code, or an actor's key.
    """

    name: str
    table: str
    insert: tuple[str, ...]
    supersedes: str = ""
    subject: str = "code"
    invented: str = ""

    @property
    def code_of(self) -> str:
        """SQL of the code a record (`%s`, its digest) is of."""
        if self.subject == "code":
            return f"select code from {self.table} where digest = %s"
        among = f"select {self.subject} from {self.table} where digest = %s"
        return f"select code from directory_actor where id = ({among})"


OPENED = """with opened as materialized (
    select digest, convert_from(bytes, 'UTF8')::jsonb as j
    from directory_recordbytes where digest = any(%(digests)s)
)
"""

_KINDS: dict[str, RecordKind] = {}


def register(kind: RecordKind) -> RecordKind:
    _KINDS[kind.name] = kind
    return kind


def kind_of(name: str) -> RecordKind:
    return _KINDS[name]


def kinds() -> list[RecordKind]:
    """All kinds, in the order they were registered."""
    return list(_KINDS.values())


def tables() -> list[str]:
    return [kind.table for kind in _KINDS.values()]


ACTOR_VERSION = register(
    RecordKind(
        "actor-version",
        "directory_actorversion",
        (
            OPENED
            + """
insert into directory_actorversion (opened, digest, actor_id, code, legal_form, kind,
    cooperative_type, sectors, audiences, region, province, prefecture_arrondissements, commune,
    arrondissement, locality, precision, point, founded, founded_precision, closed_on,
    closed_precision, is_demo, fold, words)
select %(revision)s, o.digest, a.id, d.* from opened o
cross join lateral actor_version_of(o.j) d join directory_actor a on a.code = d.code""",
            OPENED
            + """
insert into directory_actortext (version_id, names, descriptions, products, website, summary)
select v.id, o.j->'names', o.j->'descriptions', o.j->'products', o.j->>'website', actor_summary(o.j)
from opened o join directory_actorversion v
on v.opened = %(revision)s and v.code = o.j->>'code' and v.closed is null""",
        ),
        OPENED
        + """
select v.digest from opened o
join lateral (select id from directory_actor where code = o.j->>'code' limit 1) a on true
join lateral (select digest from directory_actorversion
    where actor_id = a.id and closed is null limit 1) v on true""",
    )
)

PROGRAMME_VERSION = register(
    RecordKind(
        "programme-version",
        "directory_programmeversion",
        (
            OPENED
            + """
insert into directory_programmeversion (opened, digest, programme_id, code, names, descriptions,
    since, since_precision, until, until_precision, funders, website, is_demo, fold)
select %(revision)s, o.digest, p.id, d.* from opened o
cross join lateral programme_version_of(o.j) d join directory_programme p on p.code = d.code""",
        ),
        OPENED
        + """
select v.digest from opened o join directory_programme p on p.code = o.j->>'code'
join directory_programmeversion v on v.programme_id = p.id and v.closed is null""",
    )
)

MEMBERSHIP = register(
    RecordKind(
        "membership",
        "directory_membership",
        (
            OPENED
            + """
insert into directory_membership (opened, digest, member_id, network_id, programme_id, since,
    since_precision, until, until_precision, is_demo)
select %(revision)s, o.digest, m.id, n.id, p.id, d.since, d.since_precision, d.until,
    d.until_precision, d.is_demo
from opened o cross join lateral membership_of(o.j) d
join directory_actor m on m.code = d.member
left join directory_actor n on n.code = d.network
left join directory_programme p on p.code = d.programme""",
        ),
        subject="member_id",
    )
)

CONFIRMATION = register(
    RecordKind(
        "confirmation",
        "directory_confirmation",
        (
            OPENED
            + """
insert into directory_confirmation (opened, digest, actor_id, confirmed_on)
select %(revision)s, o.digest, a.id, (o.j->>'confirmed_on')::date
from opened o join directory_actor a on a.code = o.j->>'actor'""",
        ),
        subject="actor_id",
    )
)

OBSERVATION = register(
    RecordKind(
        "observation",
        "directory_observation",
        (
            OPENED
            + """
insert into directory_observation (opened, digest, actor_id, origin, indicator, year, source_kind,
    value, unit, is_demo)
select %(revision)s, o.digest, a.id, d.* from opened o
cross join lateral observation_of(o.j) d join directory_actor a on a.code = o.j->>'actor'""",
        ),
        OPENED
        + """
select r.digest from opened o
join lateral (select id from directory_actor where code = o.j->>'actor' limit 1) a on true
join lateral (select digest from directory_observation r
    where r.actor_id = a.id and r.closed is null
    and r.indicator = o.j->>'indicator' and r.year = (o.j->>'year')::smallint
    and r.source_kind = o.j->>'source_kind' and r.origin = o.j->>'origin' limit 1) r on true""",
        subject="actor_id",
    )
)

SEAL = register(
    RecordKind(
        "seal",
        "directory_seal",
        (
            OPENED
            + """
insert into directory_seal (opened, digest, actor_id, verifier_id, role, scope, given_on, until,
    is_demo)
select %(revision)s, o.digest, a.id, v.id, o.j->>'role', o.j->>'scope',
    (o.j->>'given_on')::date, (o.j->>'until')::date, (o.j->>'is_demo')::boolean
from opened o join directory_actor a on a.code = o.j->>'actor'
left join directory_actor v on v.code = o.j->>'verifier'
where (v.id is null) = (o.j->>'verifier' is null)""",
        ),
        OPENED
        + """
select s.digest from opened o join directory_actor a on a.code = o.j->>'actor'
left join directory_actor v on v.code = o.j->>'verifier'
join directory_seal s on s.actor_id = a.id and s.closed is null and s.scope = o.j->>'scope'
and s.verifier_id is not distinct from v.id""",
        subject="actor_id",
        invented="select s.digest from directory_seal s where s.closed is null and (s.is_demo"
        " or exists (select from directory_actorversion v where v.actor_id = s.actor_id"
        " and v.closed is null and v.is_demo))",
    )
)

ENDING = register(
    RecordKind(
        "ending",
        "directory_ending",
        (
            OPENED
            + """
insert into directory_ending (opened, digest, actor_id, fate, heir_id)
select %(revision)s, o.digest, a.id, o.j->>'fate', h.id
from opened o join directory_actor a on a.code = o.j->>'actor'
left join directory_actor h on h.code = o.j->>'heir'""",
        ),
        subject="actor_id",
    )
)
