"""Cells of a territory are read in the order they are added up in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0035_observation_past")]
    operations = [
        migrations.RemoveIndex("rollup", "rollup_territory"),
        migrations.AddIndex(
            "rollup",
            models.Index(
                fields=["axis", "territory", "active", "value"],
                include=["is_demo", "n"],
                name="rollup_territory",
            ),
        ),
    ]
