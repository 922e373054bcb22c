"""Observations of actors, what they report by them, and sums of that kept by publishing."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from directory import sqlfiles


def grant(apps, schema_editor):
    """The web role opens and closes observations; what is derived from them it only reads."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"grant insert, update (closed) on directory_observation to {role}")
        cursor.execute(
            "revoke execute on function report_derive(integer), report_delta(integer),"
            " report_revision(integer), report_rebuild() from public"
        )
        cursor.execute(f"grant execute on function report_revision(integer) to {role}")


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_indicators")]
    operations = [
        migrations.CreateModel(
            name="Observation",
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
                ("origin", models.CharField(max_length=8)),
                ("indicator", models.TextField()),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "source_kind",
                    models.TextField(
                        choices=[
                            ("verified", "Verified"),
                            ("registry", "Registry"),
                            ("survey", "Survey"),
                            ("declared", "Declared"),
                            ("estimate", "Estimate"),
                        ]
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=18)),
                ("unit", models.TextField()),
                ("is_demo", models.BooleanField()),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="directory.actor",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.TextField()),
                ("year", models.PositiveSmallIntegerField()),
                ("next_year", models.PositiveSmallIntegerField()),
                ("pair_next_year", models.PositiveSmallIntegerField(null=True)),
                ("source_kind", models.TextField()),
                ("value", models.DecimalField(decimal_places=2, max_digits=18)),
                ("whole", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ("opened", models.IntegerField()),
                ("closed", models.IntegerField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="directory.actor",
                    ),
                ),
                (
                    "observation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.observation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportRollup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.TextField()),
                ("year", models.SmallIntegerField()),
                ("next_year", models.SmallIntegerField()),
                ("paired", models.BooleanField()),
                ("axis", models.TextField()),
                ("value_of_axis", models.TextField()),
                ("territory", models.TextField()),
                ("legal_form", models.TextField()),
                ("kind", models.TextField()),
                ("cooperative_type", models.TextField()),
                ("active", models.BooleanField()),
                ("is_demo", models.BooleanField()),
                ("verified", models.IntegerField()),
                ("registry", models.IntegerField()),
                ("survey", models.IntegerField()),
                ("declared", models.IntegerField()),
                ("estimate", models.IntegerField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=24)),
                ("whole", models.DecimalField(decimal_places=2, max_digits=24)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "indicator",
                            "axis",
                            "value_of_axis",
                            "territory",
                            "year",
                            "next_year",
                            "paired",
                            "legal_form",
                            "kind",
                            "cooperative_type",
                            "active",
                            "is_demo",
                        ),
                        name="report_cell",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRollupDelta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.TextField()),
                ("year", models.SmallIntegerField()),
                ("next_year", models.SmallIntegerField()),
                ("paired", models.BooleanField()),
                ("axis", models.TextField()),
                ("value_of_axis", models.TextField()),
                ("territory", models.TextField()),
                ("legal_form", models.TextField()),
                ("kind", models.TextField()),
                ("cooperative_type", models.TextField()),
                ("active", models.BooleanField()),
                ("is_demo", models.BooleanField()),
                ("verified", models.IntegerField()),
                ("registry", models.IntegerField()),
                ("survey", models.IntegerField()),
                ("declared", models.IntegerField()),
                ("estimate", models.IntegerField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=24)),
                ("whole", models.DecimalField(decimal_places=2, max_digits=24)),
                ("revision", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["indicator", "axis", "value_of_axis", "territory", "revision"],
                        name="report_delta",
                    ),
                    models.Index(fields=["revision"], name="report_delta_revision"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(fields=["opened", "id"], name="observation_opened"),
        ),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                condition=models.Q(("closed__isnull", False)),
                fields=["closed", "id"],
                name="observation_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed", None), ("closed__gt", models.F("opened")), _connector="OR"
                ),
                name="observation_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed", None)),
                fields=("actor", "indicator", "year", "source_kind", "origin"),
                name="observation_one_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1900), ("year__lte", 2200)),
                name="observation_year_is_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source_kind__in", ["verified", "registry", "survey", "declared", "estimate"])
                ),
                name="observation_source_kind_known",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("closed", None)),
                fields=["indicator", "year", "actor"],
                include=("next_year", "source_kind", "value"),
                name="report_current",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("closed__isnull", False)),
                fields=["indicator", "year", "actor"],
                name="report_past",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["actor", "opened"], name="report_actor"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["opened"], name="report_opened"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("closed__isnull", False)),
                fields=["closed"],
                name="report_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed", None)),
                fields=("actor", "indicator", "year"),
                name="report_one_current",
            ),
        ),
        migrations.RunSQL(
            "alter table directory_observation add constraint observation_has_bytes"
            " foreign key (digest) references directory_recordbytes (digest)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL("call guard_records('directory_observation')", migrations.RunSQL.noop),
        migrations.RunSQL(
            "create trigger directory_reportrollupdelta_stays"
            " before update or delete or truncate on directory_reportrollupdelta"
            " for each statement execute function register_refuses()",
            migrations.RunSQL.noop,
        ),
        sqlfiles.install("observation_of", drop="drop function observation_of(jsonb)"),
        sqlfiles.install("register_record", 2),
        sqlfiles.install("redact_records", 2),
        sqlfiles.install(
            "report_revision",
            drop="drop function report_rebuild(), report_revision(integer), report_delta(integer),"
            " report_cells(bigint[], integer, date), report_derive(integer), reports_of(bigint[])",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
