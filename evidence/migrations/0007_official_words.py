"""Official figures have a name in the administration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0006_dossiers"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="officialfigure",
            options={"verbose_name": "official figure", "verbose_name_plural": "official figures"},
        ),
    ]
