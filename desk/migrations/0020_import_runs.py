"""Files of networks sent on pages: how far the worker is with each, and what their rows lie in."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from desk import sqlfiles

RIGHTS = {
    "desk_importrun": "select, insert, update, delete",
    "desk_import": "delete",
    "desk_importrow": "delete",
}


def grant(apps, schema_editor):
    """What files held is deleted by rule; that they were published never (`import_kept`)."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0018_following"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="communes",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="import",
            name="dated",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="scope",
            field=models.CharField(
                choices=[
                    ("country", "country"),
                    ("region", "region"),
                    ("network", "network"),
                    ("programme", "programme"),
                ],
                db_default="country",
                default="country",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="scope_code",
            field=models.CharField(db_default="MA", default="MA", max_length=8),
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=200)),
                ("licence", models.CharField(max_length=60)),
                ("filename", models.CharField(max_length=255)),
                ("dated", models.DateField(null=True)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("country", "country"),
                            ("region", "region"),
                            ("network", "network"),
                            ("programme", "programme"),
                        ],
                        max_length=9,
                    ),
                ),
                ("scope_code", models.CharField(max_length=8)),
                ("content", models.BinaryField(null=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("read", "Reading"),
                            ("check", "Checking"),
                            ("publish", "Publishing"),
                            ("undo", "Taking back"),
                        ],
                        default="read",
                        max_length=7,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits its turn"),
                            ("running", "in progress"),
                            ("stopped", "stopped"),
                            ("failed", "not done"),
                            ("done", "done"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("options", models.JSONField(default=dict)),
                ("phase", models.CharField(default="", max_length=10)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("stop", models.BooleanField(default=False)),
                ("refusal", models.JSONField(default=dict)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "touched_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="run",
                        to="desk.import",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running", "stopped", "failed", "done"])
                        ),
                        name="import_run_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["read", "check", "publish", "undo"])),
                        name="import_run_a_known_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", False), ("step", "read"), _connector="OR"
                        ),
                        name="import_run_reads_first",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sqlfiles.read("import_kept", 1),
            "drop trigger desk_import_kept on desk_import; drop function import_kept()",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
