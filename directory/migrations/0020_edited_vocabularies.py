"""Administrators edit vocabularies and indicators: through one function, a set at a time."""

from django.conf import settings
from django.db import migrations

from directory import sqlfiles

FUNCTION = "add_reference_entries(text, integer, bytea, text, text, text, jsonb)"


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"revoke all on function {FUNCTION} from public")
        cursor.execute(f"grant execute on function {FUNCTION} to {role}")


class Migration(migrations.Migration):
    dependencies = [("directory", "0019_network_words")]
    operations = [
        sqlfiles.install("add_reference_entries", drop=f"drop function {FUNCTION}"),
        migrations.AlterModelOptions(
            name="term", options={"verbose_name": "term", "verbose_name_plural": "terms"}
        ),
        migrations.AlterModelOptions(
            name="indicator",
            options={"verbose_name": "indicator", "verbose_name_plural": "indicators"},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
