"""Reference sets have a name in the administration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geodata", "0002_keep_reference_rows")]
    operations = [
        migrations.AlterModelOptions(
            name="referenceset",
            options={"verbose_name": "reference set", "verbose_name_plural": "reference sets"},
        ),
    ]
