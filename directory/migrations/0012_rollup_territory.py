"""All values of an axis in some territories, told by an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0011_checkpoints"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="rollup",
            index=models.Index(
                fields=["axis", "territory"],
                include=("value", "active", "is_demo", "n"),
                name="rollup_territory",
            ),
        ),
    ]
