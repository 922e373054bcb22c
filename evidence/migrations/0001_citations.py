"""Citations: appended by the web role, rewritten by nobody."""

import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import directory.models.actors

TABLES = ("citation", "sighting")


def grant(apps, schema_editor):
    """The web role cites, and rewrites nothing it cited."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"grant select, insert on evidence_{table} to {role}")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0008_observations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True)),
                ("kind", models.TextField()),
                ("path", models.TextField()),
                ("original", models.TextField()),
                ("normal", models.TextField()),
                ("query_version", models.PositiveSmallIntegerField()),
                ("fold_version", models.PositiveSmallIntegerField()),
                ("revision", models.IntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("ledger", models.BinaryField()),
                ("result", models.BinaryField()),
                ("evidence", models.BinaryField()),
                ("records", models.IntegerField()),
                ("answer", models.JSONField()),
                ("is_demo", models.BooleanField()),
                ("paper", models.CharField(max_length=16)),
                ("cited_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("path", "normal", "result"), name="citation_identity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(directory.models.actors.CodeIsValid("code")),
                        name="citation_code_checks",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            models.Func(
                                models.F("ledger"),
                                function="octet_length",
                                output_field=models.IntegerField(),
                            ),
                            32,
                        ),
                        name="citation_ledger_is_sha256",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            models.Func(
                                models.F("result"),
                                function="octet_length",
                                output_field=models.IntegerField(),
                            ),
                            32,
                        ),
                        name="citation_result_is_sha256",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            models.Func(
                                models.F("evidence"),
                                function="octet_length",
                                output_field=models.IntegerField(),
                            ),
                            32,
                        ),
                        name="citation_evidence_is_sha256",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("records__gte", 0)), name="citation_counts_records"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.IntegerField()),
                ("cited_at", models.DateTimeField(auto_now_add=True)),
                (
                    "citation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="evidence.citation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("citation", "revision"), name="sighting_once")
                ],
            },
        ),
        migrations.RunSQL(
            [
                f"create trigger evidence_{table}_stays before update or delete or truncate"
                f" on evidence_{table} for each statement execute function register_refuses()"
                for table in TABLES
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
