"""What the web's role may write at the desk: sessions, its log, a password; never an account."""

from django.conf import settings
from django.db import migrations

RIGHTS = {
    "django_session": "select, insert, update, delete",
    "django_admin_log": "select, insert",
    "desk_loginattempt": "select, insert, delete",
    "desk_person": "select, update (last_login, password)",
}


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_administration"),
        ("directory", "0003_guards"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
