"""Reference sets in tests: the next one put in force, and what a process keeps of them forgotten
where a test wrote rows.
"""

from functools import cache

import shapely
from django.apps import apps
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from psycopg.pq import TransactionStatus

from directory import vocabulary
from directory.models import Instance
from directory.publishing.reference import publish_reference
from directory.selectors import observations, reference
from geodata.loading.staged import Staged, StagedSeries, columns_of, write_table
from geodata.loading.store import MODELS_OF
from geodata.models import Census, ReferenceSet
from geodata.models.reference import ReferenceRow

# Rows written by this transaction, also by what it took back in between.
WRITTEN = """
select coalesce(sum(pg_stat_get_xact_tuples_inserted(one)
    + pg_stat_get_xact_tuples_updated(one) + pg_stat_get_xact_tuples_deleted(one)), 0) > 0
from unnest(%s::text[]::regclass[]) as one"""


def forget_if_written():
    """Asked before the transaction of the test ends; the driver itself, which no guard stops."""
    driver = connection.connection
    if driver is None or driver.closed or driver.info.transaction_status == TransactionStatus.IDLE:
        return
    if driver.info.transaction_status == TransactionStatus.INTRANS:
        (written,) = driver.execute(WRITTEN, [_tables()]).fetchone()
        if not written:
            return
    for kept in (vocabulary, observations, reference):
        kept.forget()


def put_next_set(series, changed, change, *, folder):
    """Put the next set of a series in force."""
    staged = next_set(series, changed, change, folder=folder)
    assert publish_reference(staged, reason="new-sources")


def next_set(series, changed, change, *, folder) -> Staged:
    """The next set of a series, as `change` alters the rows of one of its models: by code, or a
    list of those of the census.
    """
    tables = []
    for at, model in enumerate(MODELS_OF[series]):
        names = [column.name for column in columns_of(model)]
        found = [
            {name: _shape(value) for name, value in row.items()}
            for row in model.objects.newest().values(*names)
        ]
        if model is changed:
            change({row["code"]: row for row in found} if model is not Census else found)
        tables.append(write_table(model, found, folder / f"{series}-{at}"))
    credit = {"source": "a test", "licence": "none", "attribution": "nobody"}
    return Staged([StagedSeries(series, tables, **credit)])


def _shape(value):
    """What loaders stage are shapely's geometries."""
    return shapely.from_wkb(bytes(value.wkb)) if isinstance(value, GEOSGeometry) else value


@cache
def _tables():
    rows = [model for model in apps.get_models() if issubclass(model, ReferenceRow)]
    return [model._meta.db_table for model in (Instance, ReferenceSet, *rows)]
