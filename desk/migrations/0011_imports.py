"""Files brought in from networks, row by row, until they are published as one revision."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from desk import sqlfiles

RIGHTS = {
    "desk_importsource": "select, insert, update (licence, mapping)",
    "desk_import": "select, insert, update",
    "desk_importrow": "select, insert, update",
}


def grant(apps, schema_editor):
    """The web reads files and publishes what they say; it throws none of them away."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0010_trust"),
        ("directory", "0015_registry_numbers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("licence", models.CharField(max_length=60)),
                ("mapping", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="import_source_is_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("filename", models.CharField(max_length=255)),
                ("format", models.CharField(max_length=8)),
                ("digest", models.BinaryField()),
                ("licence", models.CharField(max_length=60)),
                ("columns", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "Read"),
                            ("mapped", "Mapped"),
                            ("checked", "Checked"),
                            ("publishing", "Publishing"),
                            ("published", "Published"),
                            ("undone", "Undone"),
                        ],
                        db_default="read",
                        default="read",
                        max_length=10,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("head", models.IntegerField(null=True)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.revision",
                    ),
                ),
                (
                    "undone_by",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.revision",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="desk.importsource",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("cells", models.JSONField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("", "Unchecked"),
                            ("new", "New"),
                            ("update", "Update"),
                            ("same", "Same"),
                            ("unsure", "Unsure"),
                            ("wrong", "Wrong"),
                            ("skipped", "Skipped"),
                        ],
                        db_default="",
                        default="",
                        max_length=7,
                    ),
                ),
                ("told", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=list)),
                ("problems", models.JSONField(default=list)),
                ("candidates", models.JSONField(default=list)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("actor", models.CharField(db_default="", default="", max_length=8)),
                ("base", models.BinaryField(null=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("", "None"),
                            ("same", "Same"),
                            ("other", "Other"),
                            ("skip", "Skip"),
                        ],
                        db_default="",
                        default="",
                        max_length=5,
                    ),
                ),
                ("answer_code", models.CharField(db_default="", default="", max_length=8)),
                (
                    "parent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staged",
                        to="desk.import",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("parent", "number"), name="import_row_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["", "new", "update", "same", "unsure", "wrong", "skipped"],
                            )
                        ),
                        name="import_row_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "same", "other", "skip"])),
                        name="import_row_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_code", ""), ("answer", "same"), _connector="OR"
                        ),
                        name="import_row_same_as_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "update"), _negated=True),
                            models.Q(("actor", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="import_row_updates_somebody",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["read", "mapped", "checked", "publishing", "published", "undone"],
                    )
                ),
                name="import_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revision__isnull", False), ("state__in", ["published", "undone"])),
                    models.Q(
                        models.Q(("state__in", ["published", "undone"]), _negated=True),
                        ("revision", None),
                    ),
                    _connector="OR",
                ),
                name="import_published_names_its_revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), ("undone_by__isnull", False)),
                    models.Q(models.Q(("state", "undone"), _negated=True), ("undone_by", None)),
                    _connector="OR",
                ),
                name="import_undone_names_its_revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "undone"), _negated=True),
                fields=("source", "digest"),
                name="import_of_a_file_once",
            ),
        ),
        migrations.RunSQL(
            sqlfiles.read("import_guard", 1),
            "drop trigger desk_import_guard on desk_import;"
            "drop trigger desk_importrow_guard on desk_importrow;"
            "drop function import_guard(); drop function import_row_guard()",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
