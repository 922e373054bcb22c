"""What was published at once is found among all that was decided."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0011_imports"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=Q(look_later=True),
                fields=["submitted_at", "id"],
                name="submission_look_later",
            ),
        ),
    ]
