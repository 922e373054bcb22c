"""What stands in the tables of the desk and of the register: to see that nothing was written."""

from django.db import connection

OURS = ("desk", "directory", "evidence", "account", "mfa", "usersessions")
# Limits are counted whoever asks.
LEFT_OUT = ("desk_cache",)


def tables() -> list[str]:
    every = connection.introspection.table_names()
    return [one for one in every if one.split("_")[0] in OURS and one not in LEFT_OUT]


def standing() -> dict:
    """Of each table how many rows stand, and where: one that is written anew stands elsewhere."""
    parts = [
        f"select '{name}', count(*), coalesce(sum(hashtext(ctid::text)), 0) from \"{name}\""
        for name in tables()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts))
        return {name: (count, where) for name, count, where in cursor.fetchall()}


def changed(before: dict) -> set[str]:
    """The tables that do not stand as they did."""
    return {name for name, rows in standing().items() if rows != before[name]}
