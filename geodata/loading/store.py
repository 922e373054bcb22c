# ruff: noqa: S608 (names of tables and columns come from our own models; values are bound)
"""Staged rows become the next sets: rows that changed end, new ones begin, equal ones stay.

Called inside the transaction of the revision that puts the sets in force.
"""

import hashlib

from django.apps import apps
from django.db import connection, transaction

from geodata.loading.staged import Staged, StagedSeries, columns_of, key_of, series_digest
from geodata.models import (
    BorderLine,
    Boundary,
    Census,
    ContextLand,
    Label,
    Locality,
    ReferenceSet,
    Territory,
    UrbanArea,
)
from geodata.models.reference import Series

MODELS_OF = {
    Series.TERRITORIES: (Territory,),
    Series.BOUNDARIES: (Boundary, BorderLine, UrbanArea, ContextLand, Label),
    Series.CENSUS: (Census,),
    Series.LOCALITIES: (Locality,),
}
CHUNK = 1 << 20
# Corners of a piece: small enough that testing one costs less than finding it.
CORNERS = 64

CUT_LEAVES = f"""
update geodata_boundarypiece as piece set last_set = %(set)s - 1
from geodata_boundary as boundary
where piece.last_set is null and boundary.code = piece.code and boundary.last_set = %(set)s - 1;
insert into geodata_boundarypiece (code, piece, first_set)
select code, st_subdivide("full", {CORNERS}), %(set)s from geodata_boundary
where first_set = %(set)s and level in ('commune', 'arrondissement') and code !~ '[.]0$';
"""


def store(staged: Staged) -> list[ReferenceSet]:
    """Write the next set of every series that changed and return these; none when all is known."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("lock table geodata_referenceset in share row exclusive mode")
        stored = [_store(cursor, series) for series in staged.series]
    made = [found for found in stored if found]
    if made:
        _analyze()
    return made


def recount(series: str, number: int) -> bytes:
    """The digest of a set, counted anew from the rows that belong to it."""
    with connection.cursor() as cursor:
        return series_digest(
            (
                model._meta.db_table,
                _digest(
                    cursor,
                    f"select {_names(model)} from {model._meta.db_table}"
                    " where first_set <= %s and (last_set is null or last_set >= %s)"
                    f" order by {_order(model)}",
                    (number, number),
                ),
            )
            for model in MODELS_OF[series]
        )


def _store(cursor, series: StagedSeries):
    last = ReferenceSet.objects.of_series(series.series).order_by("-number").first()
    if series.sources is not None:
        _copy_all(cursor, series)
    digest = _digest_of(cursor, series)
    if last and bytes(last.digest) == digest:
        return None
    if series.sources is None:
        _copy_all(cursor, series)
    made = ReferenceSet.objects.create(
        series=series.series,
        number=last.number + 1 if last else 1,
        digest=digest,
        source=series.source,
        licence=series.licence,
        attribution=series.attribution,
    )
    for table in series.tables:
        _end_and_begin(cursor, table.model, made.number, series.sources)
    if series.series == Series.BOUNDARIES:
        cursor.execute(CUT_LEAVES, {"set": made.number})
    made.refresh_from_db()
    return made


def _copy_all(cursor, series):
    for table in series.tables:
        _copy(cursor, table)


def _copy(cursor, table):
    name = _staging(table.model)
    columns = _names(table.model)
    cursor.execute(f"drop table if exists {name}")
    cursor.execute(
        f"create temporary table {name} on commit drop as"
        f" select {columns} from {table.model._meta.db_table} with no data"
    )
    copy = f"copy {name} ({columns}) from stdin (format binary)"
    with table.path.open("rb") as file, cursor.copy(copy) as into:
        while data := file.read(CHUNK):
            into.write(data)
    cursor.execute(f"analyze {name}")


def _digest_of(cursor, series):
    """The digest the new set will have: of the files, or with the rows other sources keep."""
    if series.sources is None:
        return series_digest((table.model._meta.db_table, table.digest) for table in series.tables)
    return series_digest(
        (
            table.model._meta.db_table,
            _digest(
                cursor,
                f"select * from (select {_names(table.model)} from {_staging(table.model)}"
                f" union all select {_names(table.model)} from {table.model._meta.db_table}"
                " where last_set is null and source <> all(%s)) as every"
                f" order by {_order(table.model)}",
                (list(series.sources),),
            ),
        )
        for table in series.tables
    )


def _end_and_begin(cursor, model, number, sources):
    table, staging = model._meta.db_table, _staging(model)
    columns, keys = _names(model), key_of(model)
    same_key = " and ".join(f'new."{key}" = old."{key}"' for key in keys)
    values = {"set": number, "sources": list(sources or ())}
    scope = "" if sources is None else " and old.source = any(%(sources)s)"
    cursor.execute(
        f"update {table} as old set last_set = %(set)s - 1"
        f" where old.last_set is null{scope} and not exists ("
        f"  select from {staging} as new where {same_key}"
        f"  and ({_names(model, 'new')}) is not distinct from ({_names(model, 'old')}))",
        values,
    )
    cursor.execute(
        f"insert into {table} ({columns}, first_set)"
        f" select {_names(model, 'new')}, %(set)s from {staging} as new where not exists ("
        f"  select from {table} as old where old.last_set is null and {same_key})",
        values,
    )


def _digest(cursor, query, values):
    digest = hashlib.sha256()
    # The driver's own cursor: Django's wrapper for debugging takes no values here.
    with cursor.cursor.copy(f"copy ({query}) to stdout (format binary)", values) as out:
        for data in out:
            digest.update(data)
    return digest.digest()


def _analyze():
    """Fresh sets change what the planner should do; a table at a time, each is ours."""
    with connection.cursor() as cursor:
        for model in apps.get_app_config("geodata").get_models():
            cursor.execute(f"analyze {model._meta.db_table}")


def _names(model, alias=None):
    start = f"{alias}." if alias else ""
    return ", ".join(f'{start}"{column.column}"' for column in columns_of(model))


def _order(model):
    text = {
        column.name
        for column in columns_of(model)
        if column.get_internal_type() in ("CharField", "TextField")
    }
    return ", ".join(f'"{key}"' + (' collate "C"' if key in text else "") for key in key_of(model))


def _staging(model):
    return f"staged_{model._meta.model_name}"
