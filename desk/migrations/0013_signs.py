"""What asks for a closer look is kept with each submission."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0012_look_later"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="signs",
            field=ArrayField(base_field=models.CharField(max_length=8), default=list, size=None),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(signs__contained_by=["alike", "unusual", "address"]),
                name="submission_signs_are_ours",
            ),
        ),
    ]
