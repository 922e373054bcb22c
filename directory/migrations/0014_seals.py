"""Seals of verification join the records of the register."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


def join(apps, schema_editor):
    """Seals are guarded, viewed and redacted as every record is."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "call register_records('directory_seal'::regclass, 'seal', '{}', %s)",
            [settings.WEB_ROLE],
        )


def leave(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("call unregister_records('seal')")


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0013_codes_and_digests"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened", models.IntegerField()),
                ("closed", models.IntegerField(null=True)),
                ("redacted", models.IntegerField(null=True)),
                ("digest", models.BinaryField(unique=True)),
                ("role", models.TextField()),
                (
                    "scope",
                    models.TextField(
                        choices=[
                            ("identity", "Identity"),
                            ("activity", "Activity"),
                            ("figures", "Figures"),
                        ]
                    ),
                ),
                ("given_on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("is_demo", models.BooleanField()),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to="directory.actor",
                    ),
                ),
                (
                    "verifier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals_given",
                        to="directory.actor",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["actor"], name="seal_actor"),
                    models.Index(fields=["opened", "id"], name="seal_opened"),
                    models.Index(
                        condition=models.Q(("closed__isnull", False)),
                        fields=["closed", "id"],
                        name="seal_closed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed", None), ("closed__gt", models.F("opened")), _connector="OR"
                        ),
                        name="seal_closes_after_it_opens",
                    ),
                    models.UniqueConstraint(
                        models.F("actor"),
                        models.F("scope"),
                        django.db.models.functions.comparison.Coalesce("verifier", -1),
                        condition=models.Q(("closed", None)),
                        name="seal_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["identity", "activity", "figures"])),
                        name="seal_scope_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verifier", None), ("role", ""), _connector="XOR"),
                        name="seal_given_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verifier", None),
                            models.Q(("verifier", models.F("actor")), _negated=True),
                            _connector="OR",
                        ),
                        name="seal_verifier_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gt", models.F("given_on")), _connector="OR"
                        ),
                        name="seal_ends_after_it_is_given",
                    ),
                ],
            },
        ),
        migrations.RunPython(join, leave),
    ]
