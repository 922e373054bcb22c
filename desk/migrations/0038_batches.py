"""What was decided together is known by it, and may be taken back together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0037_outlines")]

    operations = [
        migrations.AddField("decision", "batch", models.UUIDField(null=True)),
        migrations.AddIndex(
            "decision",
            models.Index(
                condition=models.Q(("batch__isnull", False)),
                fields=["batch", "id"],
                name="decision_of_batch",
            ),
        ),
    ]
