"""The cubes kept whole at some revisions: append-only, made by the owner."""

from django.db import migrations, models

from directory import sqlfiles

TABLES = ("checkpoint", "rollupcheckpoint", "reportrollupcheckpoint")


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0010_record_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cube", models.TextField()),
                ("revision", models.IntegerField()),
                ("cells", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cube", "revision"), name="checkpoint_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRollupCheckpoint",
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
                        fields=["revision", "indicator", "axis", "value_of_axis", "territory"],
                        name="report_checkpoint_slice",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RollupCheckpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("axis", models.TextField()),
                ("value", models.TextField()),
                ("territory", models.TextField()),
                ("legal_form", models.TextField()),
                ("kind", models.TextField()),
                ("cooperative_type", models.TextField()),
                ("active", models.BooleanField()),
                ("is_demo", models.BooleanField()),
                ("placed", models.BooleanField()),
                ("n", models.IntegerField()),
                ("revision", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["revision", "axis", "value", "territory"],
                        name="rollup_checkpoint_slice",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            [
                f"create trigger directory_{table}_stays before update or delete or truncate"
                f" on directory_{table} for each statement execute function register_refuses()"
                for table in TABLES
            ],
            migrations.RunSQL.noop,
        ),
        sqlfiles.install(
            "checkpoints",
            drop="drop function rollup_checkpoint(integer), report_checkpoint(integer)",
        ),
        migrations.RunSQL(
            "revoke execute on function rollup_checkpoint(integer), report_checkpoint(integer)"
            " from public",
            migrations.RunSQL.noop,
        ),
    ]
