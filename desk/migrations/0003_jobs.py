"""What the web's role may do with jobs: leave them, and, as the worker, take and end them."""

from django.conf import settings
from django.db import migrations

TABLES = ("jobs", "events", "periodic_defers", "workers")


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            name = f"procrastinate_{table}"
            cursor.execute(f"grant select, insert, update, delete on {name} to {role}")
            cursor.execute(f"grant usage on sequence {name}_id_seq to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_rights"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
