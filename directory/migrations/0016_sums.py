"""Sums of now are read by an index of their own, in whose order a rebuilt cube lies."""

from django.db import migrations, models

from directory import sqlfiles


class Migration(migrations.Migration):
    dependencies = [("directory", "0015_registry_numbers")]
    operations = [
        sqlfiles.install("report_revision", 3),
        migrations.AddIndex(
            model_name="reportrollup",
            index=models.Index(
                fields=["indicator", "axis", "paired", "active", "year", "territory"],
                name="report_sum",
            ),
        ),
    ]
