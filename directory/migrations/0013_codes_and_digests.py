"""Codes and digests of all current versions, told in order by an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0012_rollup_territory"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="actorversion",
            index=models.Index(
                condition=models.Q(("closed", None)),
                fields=["code", "digest"],
                include=("closed_on", "is_demo"),
                name="av_code",
            ),
        ),
    ]
