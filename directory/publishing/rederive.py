"""Rows held against their canonical bytes: derived again by the SQL that derived them, compared.

Everything is set-based and runs in the database, some thousand rows at a time; only what is wrong
comes back. A row whose bytes cannot even be read is found by halving the rows it stands among.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import DatabaseError, transaction

from directory.database import row, rows
from directory.publishing.finding import Finding, Tell

AT_A_TIME = 10_000


@dataclass(frozen=True)
class Derived:
    """How rows `r` of one kind follow from their bytes `r.j`.

    `columns` maps what a row says to what its bytes say, `emptied` what a redacted row says to what
    is left of it; `joins` brings in what both need; `code` names the subject. Rooms above append
    theirs to `DERIVED`.
    """

    record: str
    table: str
    code: str
    joins: str
    columns: dict[str, str]
    emptied: dict[str, str] = field(default_factory=dict)


def _same(row_alias, bytes_alias, *names):
    return {f'{row_alias}."{name}"': f'{bytes_alias}."{name}"' for name in names}


def _dates(names):
    return [name + part for name in names for part in ("", "_precision")]


# What is left of a redacted version's summary, told by its columns.
EMPTIED_SUMMARY = """jsonb_build_object(
    'code', r.code, 'names', jsonb_build_object(), 'legal_form', r.legal_form, 'kind', r.kind,
    'cooperative_type', r.cooperative_type, 'sectors', r.sectors, 'audiences', r.audiences,
    'region', r.region, 'province', r.province, 'commune', r.commune,
    'arrondissement', r.arrondissement, 'locality', r.locality, 'precision', r.precision,
    'point', case when r.point is not null
        then jsonb_build_array(st_x(r.point), st_y(r.point)) end,
    'founded', case when r.founded is not null then jsonb_build_object(
        'date', to_char(r.founded, 'YYYY-MM-DD'), 'precision', r.founded_precision) end,
    'closed', case when r.closed_on is not null then jsonb_build_object(
        'date', to_char(r.closed_on, 'YYYY-MM-DD'), 'precision', r.closed_precision) end,
    'is_demo', r.is_demo)"""

DERIVED = [
    Derived(
        "actor-version",
        "directory_actorversion",
        "r.code",
        "left join directory_actor a on a.id = r.actor_id"
        " left join directory_actortext t on t.version_id = r.id"
        " left join lateral actor_version_of(r.j) d on true",
        {"a.code": "d.code"}
        | _same(
            "r", "d", "code", "legal_form", "kind", "cooperative_type", "sectors", "audiences",
            "region", "province", "prefecture_arrondissements", "commune", "arrondissement",
            "locality", "precision", "point", *_dates(["founded"]), "closed_on",
            "closed_precision", "is_demo", "fold", "words",
        )
        | {
            "t.names": "r.j->'names'",
            "t.descriptions": "r.j->'descriptions'",
            "t.products": "r.j->'products'",
            "t.website": "r.j->>'website'",
            "t.summary": "actor_summary(r.j)",
        },
        {
            "r.fold": "''",
            "r.words": "''::tsvector",
            "t.names": "'{}'::jsonb",
            "t.descriptions": "'{}'::jsonb",
            "t.products": "'[]'::jsonb",
            "t.website": "null::text",
            "t.summary::jsonb": EMPTIED_SUMMARY,
        },
    ),
    Derived(
        "programme-version",
        "directory_programmeversion",
        "r.code",
        "left join directory_programme p on p.id = r.programme_id"
        " left join lateral programme_version_of(r.j) d on true",
        {"p.code": "d.code"}
        | _same(
            "r", "d", "code", "names", "descriptions", *_dates(["since", "until"]), "funders",
            "website", "is_demo", "fold",
        ),
        {
            "r.names": "'{}'::jsonb",
            "r.descriptions": "'{}'::jsonb",
            "r.funders": "'[]'::jsonb",
            "r.website": "null::text",
            "r.fold": "''",
        },
    ),
    Derived(
        "membership",
        "directory_membership",
        "m.code",
        "left join directory_actor m on m.id = r.member_id"
        " left join directory_actor n on n.id = r.network_id"
        " left join directory_programme p on p.id = r.programme_id"
        " left join lateral membership_of(r.j) d on true",
        {"m.code": "d.member", "n.code": "d.network", "p.code": "d.programme"}
        | _same("r", "d", *_dates(["since", "until"]), "is_demo"),
    ),
    Derived(
        "confirmation",
        "directory_confirmation",
        "a.code",
        "left join directory_actor a on a.id = r.actor_id",
        {"a.code": "r.j->>'actor'", "r.confirmed_on": "(r.j->>'confirmed_on')::date"},
    ),
    Derived(
        "seal",
        "directory_seal",
        "a.code",
        "left join directory_actor a on a.id = r.actor_id"
        " left join directory_actor v on v.id = r.verifier_id",
        {
            "a.code": "r.j->>'actor'",
            "v.code": "r.j->>'verifier'",
            "r.role": "r.j->>'role'",
            "r.scope": "r.j->>'scope'",
            "r.given_on": "(r.j->>'given_on')::date",
            "r.until": "(r.j->>'until')::date",
            "r.is_demo": "(r.j->>'is_demo')::boolean",
        },
    ),
    Derived(
        "observation",
        "directory_observation",
        "a.code",
        "left join directory_actor a on a.id = r.actor_id"
        " left join lateral observation_of(r.j) d on true",
        {"a.code": "r.j->>'actor'"}
        | _same("r", "d", "origin", "indicator", "year", "source_kind", "value", "unit", "is_demo"),
    ),
    Derived(
        "ending",
        "directory_ending",
        "a.code",
        "left join directory_actor a on a.id = r.actor_id"
        " left join directory_actor h on h.id = r.heir_id",
        {"a.code": "r.j->>'actor'", "r.fate": "r.j->>'fate'", "h.code": "r.j->>'heir'"},
    ),
]  # fmt: skip


def rederive(since: int, head: int, tell: Tell) -> Iterator[Finding]:
    """What is wrong with rows that revisions after `since` opened, closed or redacted."""
    for kind in DERIVED:
        low, high = row(f"select coalesce(min(id), 1) - 1, coalesce(max(id), 0) from {kind.table}")  # noqa: S608 (ours)
        statement = _statement(kind)
        bound = {"since": since, "head": head}
        for start in range(low, high, AT_A_TIME):
            yield from _examine(kind, statement, bound, start, min(start + AT_A_TIME, high))
            tell(kind.record, min(start + AT_A_TIME, high) - low, high - low)


def contradicting(digests: list[bytes]) -> int:
    """How many of the rows of these records say other than their bytes, or have none."""
    bound = {"digests": digests, "head": ANY}
    return sum(len(rows(_statement(kind, AMONG), bound)) for kind in DERIVED)


def _examine(kind, statement, bound, low, high) -> Iterator[Finding]:
    try:
        with transaction.atomic():
            found = rows(statement, bound | {"low": low, "high": high})
    except DatabaseError as error:
        if high - low == 1:
            yield _unreadable(kind, high, error)
            return
        middle = (low + high) // 2
        yield from _examine(kind, statement, bound, low, middle)
        yield from _examine(kind, statement, bound, middle, high)
        return
    for code, digest, opened, wrong, differing in found:
        for one in wrong:
            yield Finding(kind.record, code, digest, opened, one)
        if differing:
            names = ", ".join(differing)
            yield Finding(kind.record, code, digest, opened, f"says other than its bytes: {names}")


def _unreadable(kind, number, error):
    digest, opened = row(f"select digest, opened from {kind.table} where id = %s", [number])  # noqa: S608 (ours)
    why = str(error).splitlines()[0]
    return Finding(
        kind.record, None, digest, opened, f"its bytes cannot be read as a record: {why}"
    )


# Which rows are looked at.
SOME = """r.id > %(low)s and r.id <= %(high)s
        and (r.opened > %(since)s or r.closed > %(since)s or r.redacted > %(since)s)"""
AMONG = "r.digest = any(%(digests)s::bytea[])"
ANY = 2**31 - 1  # any revision may have opened them


def _statement(kind, which=SOME):
    """Rows with something wrong: what, and the names of columns that say other than the bytes."""
    columns = [
        f"case when r.redacted is null and r.intact and {ours} is distinct from {theirs}"
        f" then '{_name(ours)}' end"
        for ours, theirs in kind.columns.items()
    ] + [
        f"case when r.redacted is not null and {ours} is distinct from {left}"
        f" then '{_name(ours)} (not emptied)' end"
        for ours, left in kind.emptied.items()
    ]
    return f"""
with r as materialized (
    select r.*, b.record, b.digest is not null as has_bytes, b.redacted as bytes_redacted,
        coalesce(sha256(b.bytes) = r.digest, false) as intact,
        case when sha256(b.bytes) = r.digest then convert_from(b.bytes, 'UTF8')::jsonb end as j
    from {kind.table} r left join directory_recordbytes b on b.digest = r.digest
    where {which}
), found as (
    select {kind.code} as code, r.digest, r.opened, array_remove(array[
        case when not r.has_bytes then 'its bytes are missing' end,
        case when r.record <> '{kind.record}' or r.j->>'record' <> '{kind.record}'
            then 'its bytes are of another kind' end,
        case when r.has_bytes and r.bytes_redacted is null and not r.intact
            then 'its bytes have another digest' end,
        case when r.has_bytes and r.bytes_redacted is distinct from r.redacted
            then 'row and bytes differ in their redaction' end,
        case when r.opened not between 1 and %(head)s
            then 'opened by a revision that does not exist' end,
        case when r.closed <= r.opened or r.closed > %(head)s
            then 'closed by a revision that cannot have done so' end
    ], null) as wrong,
    array_remove(array[{", ".join(columns)}], null) as differing
    from r {kind.joins}
)
select code, digest, opened, wrong, differing from found
where wrong <> '{{}}' or differing <> '{{}}' order by opened, code, digest"""  # noqa: S608 (our own names)


def _name(expression):
    return expression.partition(".")[2].partition("::")[0].replace('"', "")
