"""Editions: what was released, of which revision, with which checksums. Nothing is rewritten."""

import django.db.models.functions.datetime
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_observations"), ("evidence", "0001_citations")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("issue", models.PositiveIntegerField(default=0)),
                ("revision", models.PositiveIntegerField()),
                ("head", models.PositiveIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "issued_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("previous_revision", models.PositiveIntegerField(default=0)),
                ("actors", models.PositiveIntegerField()),
                ("is_demo", models.BooleanField()),
                ("site", models.TextField(blank=True)),
                ("size", models.PositiveBigIntegerField()),
                ("digest", models.BinaryField()),
                ("files", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("number", "issue"), name="edition_issue_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("issue", 0)),
                        fields=("revision",),
                        name="edition_of_a_revision_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="edition_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("head__gte", models.F("revision"))),
                        name="edition_of_a_revision_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gt", models.F("previous_revision"))),
                        name="edition_after_the_last",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            models.Func(
                                models.F("digest"),
                                function="octet_length",
                                output_field=models.IntegerField(),
                            ),
                            32,
                        ),
                        name="edition_digest_is_sha256",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "create trigger evidence_edition_stays"
            " before update or delete or truncate on evidence_edition"
            " for each statement execute function register_refuses()",
            migrations.RunSQL.noop,
        ),
    ]
