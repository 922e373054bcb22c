"""Sums of now are read by an index of their own, in whose order a rebuilt cube lies; a report has
the digest of its observation beside it.
"""

from django.db import migrations, models

from directory import sqlfiles


class Migration(migrations.Migration):
    dependencies = [("directory", "0015_registry_numbers")]
    operations = [
        migrations.AddField("report", "digest", models.BinaryField(null=True)),
        migrations.RunSQL(
            "update directory_report r set digest = o.digest from directory_observation o"
            " where o.id = r.observation_id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("report", "digest", models.BinaryField()),
        sqlfiles.install("report_revision", 3),
        migrations.AddIndex(
            model_name="reportrollup",
            index=models.Index(
                fields=["indicator", "axis", "paired", "active", "year", "territory"],
                name="report_sum",
            ),
        ),
    ]
