"""An actor's reports of one indicator as of an earlier revision are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0030_rollup_delta")]
    operations = [
        migrations.RemoveIndex("report", "report_actor"),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["actor", "indicator", "year"], name="report_actor"),
        ),
    ]
