"""The worker makes editions too: it adds to them, with the web's rights, and rewrites none."""

from django.conf import settings
from django.db import migrations


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    schema_editor.execute(f"grant insert on evidence_edition to {role}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0008_search_path")]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name="edition",
            options={"verbose_name": "Edition", "verbose_name_plural": "Editions"},
        ),
    ]
