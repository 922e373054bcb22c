"""The figures an actor once had are found by an index: its history tells them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("directory", "0034_kinds")]
    operations = [
        migrations.AddIndex(
            "observation",
            models.Index(
                fields=["actor"], name="observation_past", condition=Q(closed__isnull=False)
            ),
        ),
    ]
