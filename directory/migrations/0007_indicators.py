"""Indicators, a series of reference sets."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_beginnings"), ("geodata", "0001_reference_rows")]
    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_set", models.PositiveIntegerField()),
                ("last_set", models.PositiveIntegerField(blank=True, null=True)),
                ("code", models.TextField()),
                ("position", models.PositiveSmallIntegerField()),
                ("head", models.TextField()),
                ("unit", models.TextField()),
                ("aggregation", models.TextField()),
                ("part_of", models.TextField(blank=True)),
                ("standard", models.TextField()),
                ("names", models.JSONField()),
                ("definitions", models.JSONField()),
                ("bounds", models.JSONField()),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_set", None),
                            ("last_set__gte", models.F("first_set")),
                            _connector="OR",
                        ),
                        name="indicator_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("last_set", None)),
                        fields=("code",),
                        name="indicator_one_open_row",
                    ),
                ],
            },
        ),
        migrations.RunSQL("select geodata_guard_rows('directory_indicator', 'indicators')", ""),
    ]
