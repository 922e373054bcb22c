# ruff: noqa: S608 (our own tables; values are bound)
"""The tables of an edition beside its actors, each one statement copied out in a fixed order."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from psycopg import ClientCursor

from directory.as_of import Reading
from directory.selectors.changes import register_changes
from evidence.formats.columns import FORMULA
from evidence.formats.csv import BOM
from evidence.formats.table import table

LANGUAGES = ("ar", "fr", "en", "es", "zgh")
# Tamazight names of territories come from OpenStreetMap (ODbL): they stay out of CC BY files.
OURS_TO_GIVE = ("ar", "fr")
MOMENT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
STANDS = "opened <= %(revision)s and ({0}.closed is null or {0}.closed > %(revision)s)"
IN_SET = "first_set <= %({0})s and (last_set is null or last_set >= %({0})s)"


def _safe(expression: str) -> str:
    """A text that a spreadsheet would run is led by an apostrophe."""
    return (
        f"case when left({expression}, 1) in ({FORMULA}) then '''' || ({expression})"
        f" else {expression} end"
    )


def _names(column: str, tongues=LANGUAGES) -> str:
    return ", ".join(f"""{_safe(f"{column}->>'{one}'")} as name_{one}""" for one in tongues)


def _row_names(row: str) -> str:
    return ", ".join(f"{_safe(f'{row}.name_{one}')} as name_{one}" for one in OURS_TO_GIVE)


def _dates(row: str) -> str:
    return f"{row}.since, {row}.since_precision, {row}.until, {row}.until_precision"


@dataclass(frozen=True)
class Table:
    """A file and the statement it is copied from."""

    file: str
    columns: tuple[str, ...]
    statement: str

    def csv(self, reading: Reading) -> Iterator[bytes]:
        """The table as CSV. Must be consumed inside the snapshot."""
        numbers = {name: reading.set_of(name) for name in ("territories", "census", "taxonomies")}
        bound = numbers | {
            "localities": reading.set_of("localities"),
            "indicators": reading.set_of("indicators"),
            "revision": reading.revision,
        }
        connection.ensure_connection()
        with ClientCursor(connection.connection) as cursor:
            text = cursor.mogrify(
                f"copy ({self.statement}) to stdout with (format csv, header)", bound
            )
        yield BOM
        with connection.connection.cursor() as cursor, cursor.copy(text) as out:
            for block in out:
                yield bytes(block)


NAMED = tuple(f"name_{one}" for one in LANGUAGES)
NAMED_BY_SOURCE = tuple(f"name_{one}" for one in OURS_TO_GIVE)
DATED = ("since", "since_precision", "until", "until_precision")
CENSUS = (
    "population", "population_urban", "population_rural", "households", "households_urban",
    "households_rural", "establishments", "nonprofit_establishments", "businesses", "jobs",
)  # fmt: skip

TABLES = (
    Table(
        "programmes.csv",
        ("code", *NAMED, *DATED, "website", "is_demo"),
        f"select p.code, {_names('p.names')}, {_dates('p')}, {_safe('p.website')} as website,"
        f" p.is_demo from directory_programmeversion p where p.{STANDS.format('p')}"
        " order by p.code",
    ),
    Table(
        "memberships.csv",
        ("member", "network", "programme", *DATED, "is_demo"),
        f"select a.code as member, n.code as network, g.code as programme, {_dates('m')}, m.is_demo"
        " from directory_membership m join directory_actor a on a.id = m.member_id"
        " left join directory_actor n on n.id = m.network_id"
        f" left join directory_programme g on g.id = m.programme_id where m.{STANDS.format('m')}"
        " order by a.code, n.code, g.code, m.since, m.digest",
    ),
    Table(
        "observations.csv",
        ("actor", "origin", "indicator", "year", "source_kind", "value", "unit", "is_demo"),
        "select a.code as actor, o.origin, o.indicator, o.year, o.source_kind, o.value, o.unit,"
        " o.is_demo from directory_observation o join directory_actor a on a.id = o.actor_id"
        f" where o.{STANDS.format('o')}"
        " order by a.code, o.indicator, o.year, o.source_kind, o.origin",
    ),
    Table(
        "terms.csv",
        ("taxonomy", "code", "parent", *NAMED),
        f"select t.taxonomy, t.code, nullif(t.parent, '') as parent, {_names('t.names')}"
        f" from directory_term t where {IN_SET.format('taxonomies')}"
        " order by t.taxonomy, t.position, t.code",
    ),
    Table(
        "indicators.csv",
        ("code", "unit", "aggregation", "part_of", "standard", *NAMED),
        "select i.code, i.unit, i.aggregation, nullif(i.part_of, '') as part_of, i.standard,"
        f" {_names('i.names')} from directory_indicator i where {IN_SET.format('indicators')}"
        " order by i.position, i.code",
    ),
    Table(
        "territories.csv",
        ("code", "level", "kind", "region", "province", "commune", *NAMED_BY_SOURCE),
        f"select t.code, t.level, t.kind, t.region, t.province, t.commune, {_row_names('t')}"
        f" from geodata_territory t where {IN_SET.format('territories')} order by t.code",
    ),
    Table(
        "census.csv",
        ("code", "level", "year", *CENSUS),
        f"select c.code, c.level, c.year, {', '.join(f'c.{one}' for one in CENSUS)}"
        f" from geodata_census c where {IN_SET.format('census')} order by c.code, c.year",
    ),
    Table(
        "revisions.csv",
        ("number", "recorded_at", "kind", "role", "reason", "digest"),
        f"select r.number, to_char(r.recorded_at at time zone 'UTC', '{MOMENT}') as recorded_at,"
        " r.kind, r.role, r.reason, encode(r.digest, 'hex') as digest"
        " from directory_revision r where r.number <= %(revision)s order by r.number",
    ),
)
CHANGES = "changes.csv"
CHANGED = ("revision", "event", "record", "code", "digest")


def changes_csv(reading: Reading, since: int) -> Iterator[bytes]:
    """What revisions after `since` opened, closed and redacted; of a first edition, no rows."""
    yield table(CHANGED, ())
    after = None
    while since:
        found = register_changes(since=since, reading=reading, after=after, limit=10_000)
        listed = [
            (one.revision, one.event, one.record, one.code, one.digest) for one in found.changes
        ]
        yield table(CHANGED, listed).partition(b"\n")[2]
        after = found.next
        if after is None:
            return
