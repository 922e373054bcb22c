"""`/healthz`: the process answers. `/readyz`: it can also serve, and at which revision."""

from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def process(request):
    """Always 200 while the process is alive; asks nothing of the database."""
    return _answer({"status": "ok"})


@require_safe
def ready(request):
    """200 with the last revision, or 503 naming what is missing."""
    try:
        with connection.cursor() as cursor:
            missing = _missing_migrations(cursor)
            if missing:
                return _answer({"status": "migrations missing", "missing": missing}, 503)
            cursor.execute("select max(number) from directory_revision")
            (revision,) = cursor.fetchone()
    except DatabaseError as error:
        return _answer({"status": "database not available", "error": type(error).__name__}, 503)
    return _answer({"status": "ok", "revision": revision})


def _missing_migrations(cursor):
    cursor.execute("select to_regclass('django_migrations') is not null")
    (begun,) = cursor.fetchone()
    if not begun:
        return [".".join(leaf) for leaf in _last_migrations()]
    cursor.execute("select app, name from django_migrations")
    applied = set(cursor.fetchall())
    return [".".join(leaf) for leaf in _last_migrations() if leaf not in applied]


@cache
def _last_migrations():
    """The newest migration of each room, read from its files once in a process's life."""
    return tuple(sorted(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()))


def _answer(body, status=200):
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


def let_web_read_migrations(**kwargs):
    """The web role reads which migrations ran; it may not write there."""
    if settings.DATABASES["default"]["USER"] != settings.WEB_ROLE:
        with connection.cursor() as cursor:
            role = connection.ops.quote_name(settings.WEB_ROLE)
            cursor.execute(f"grant select on django_migrations to {role}")
