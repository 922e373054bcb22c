"""What a process keeps of reference sets, and of whether it is a demonstration: forgotten where a
test wrote rows of them.
"""

from functools import cache

from django.apps import apps
from django.db import connection
from psycopg.pq import TransactionStatus

from directory import vocabulary
from directory.models import Instance
from directory.selectors import observations, reference
from geodata.models import ReferenceSet
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


@cache
def _tables():
    rows = [model for model in apps.get_models() if issubclass(model, ReferenceRow)]
    return [model._meta.db_table for model in (Instance, ReferenceSet, *rows)]
