"""What a change changes is kept with it, by which the queue tells it before it is opened; what fits
its filters is counted in an index.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0036_figures_left_out")]

    operations = [
        migrations.AddField("submission", "outline", models.JSONField(default=list)),
        migrations.AddIndex(
            "submission",
            models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["kind", "submitted_at"],
                include=["region", "assigned", "signs"],
                name="submission_fitting",
            ),
        ),
    ]
