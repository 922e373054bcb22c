"""A restored dump makes tables before it has a search path: what constraints call says its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("desk", "0021_stewards")]

    operations = [
        migrations.RunSQL(
            "alter function scope_holds(text, text) set search_path = public, pg_temp",
            "alter function scope_holds(text, text) reset search_path",
        ),
    ]
