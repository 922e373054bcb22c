"""Dossiers: a working copy that is private, and issues that are public and never change."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import directory.models.actors
import evidence.models.dossiers

SQL = Path(__file__).resolve().parents[1] / "sql" / "dossier_issue" / "1.sql"
DRAFTS = ("dossier", "dossierpoint", "dossierfigure")


def grant(apps, schema_editor):
    """The web role writes drafts and appends issues."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table in DRAFTS:
            cursor.execute(f"grant select, insert, update, delete on evidence_{table} to {role}")
        cursor.execute(f"grant select, insert on evidence_dossierissue to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0005_citation_uses"),
    ]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "drop function dossier_keeps_its_code(), dossier_issue_holds(), codes_hold(text[]),"
            " texts_hold(jsonb)",
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        editable=False, max_length=8, unique=True, verbose_name="code"
                    ),
                ),
                ("titles", models.JSONField(default=dict, verbose_name="title")),
                (
                    "introductions",
                    models.JSONField(blank=True, default=dict, verbose_name="introduction"),
                ),
                ("occasions", models.JSONField(blank=True, default=dict, verbose_name="occasion")),
                (
                    "date",
                    models.DateField(blank=True, null=True, verbose_name="day of the occasion"),
                ),
                (
                    "organisations",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="by which organisation"
                    ),
                ),
                (
                    "begun_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="begun",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(directory.models.actors.CodeIsValid("code")),
                        name="dossier_code_checks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(evidence.models.dossiers.TextsHold("titles")),
                        name="dossier_titles_hold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(evidence.models.dossiers.TextsHold("introductions")),
                        name="dossier_introductions_hold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(evidence.models.dossiers.TextsHold("occasions")),
                        name="dossier_occasions_hold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(evidence.models.dossiers.TextsHold("organisations")),
                        name="dossier_organisations_hold",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "citation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.citation",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DossierPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                ("headings", models.JSONField(default=dict, verbose_name="heading")),
                ("texts", models.JSONField(default=dict, verbose_name="text")),
                (
                    "stories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="field stories",
                    ),
                ),
                (
                    "citations",
                    models.ManyToManyField(
                        related_name="+", through="evidence.DossierFigure", to="evidence.citation"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="evidence.dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "point",
                "verbose_name_plural": "points",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="dossierfigure",
            name="point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="figures",
                to="evidence.dossierpoint",
            ),
        ),
        migrations.CreateModel(
            name="DossierIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "issued_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("content", models.JSONField()),
                ("digest", models.BinaryField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="evidence.dossier",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "number"), name="dossier_issue_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="dossier_issue_from_one"
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
                        name="dossier_issue_digest_is_sha256",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="dossierpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(evidence.models.dossiers.TextsHold("headings")),
                name="dossier_point_headings_hold",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(evidence.models.dossiers.TextsHold("texts")),
                name="dossier_point_texts_hold",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(evidence.models.dossiers.CodesHold("stories")),
                name="dossier_point_stories_are_codes",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierfigure",
            constraint=models.UniqueConstraint(
                fields=("point", "citation"), name="dossier_figure_once"
            ),
        ),
        migrations.RunSQL(
            [
                "create trigger evidence_dossierissue_holds before insert on evidence_dossierissue"
                " for each row execute function dossier_issue_holds()",
                "create trigger evidence_dossierissue_stays"
                " before update or delete or truncate on evidence_dossierissue"
                " for each statement execute function register_refuses()",
                "create trigger evidence_dossier_keeps_its_code before update on evidence_dossier"
                " for each row when (old.code is distinct from new.code)"
                " execute function dossier_keeps_its_code()",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.AlterModelOptions(
            name="citationuse",
            options={
                "verbose_name": "use of a citation",
                "verbose_name_plural": "uses of citations",
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
