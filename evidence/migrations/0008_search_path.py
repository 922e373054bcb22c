"""A restored dump makes tables before it has a search path: what constraints call says its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0007_official_words")]

    operations = [
        migrations.RunSQL(
            "alter function codes_hold(text[]) set search_path = public, pg_temp",
            "alter function codes_hold(text[]) reset search_path",
        ),
    ]
