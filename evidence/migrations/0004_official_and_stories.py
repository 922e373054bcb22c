"""Official figures and stories join the records of the register."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import directory.models.actors

TEXTS = '{"titles": {}, "texts": {}, "teller": {}}'


def join(apps, schema_editor):
    """Both are guarded, viewed and redacted as every record is; the web role publishes them."""
    with schema_editor.connection.cursor() as cursor:
        for table, kind, blank in (
            ("evidence_officialfigure", "official-figure", "{}"),
            ("evidence_story", "story", TEXTS),
        ):
            cursor.execute(
                "call register_records(%s::regclass, %s, %s, %s)",
                [table, kind, blank, settings.WEB_ROLE],
            )


def leave(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("call unregister_records('official-figure')")
        cursor.execute("call unregister_records('story')")


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0010_record_kinds"),
        ("evidence", "0003_remembered"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficialFigure",
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
                ("code", models.CharField(max_length=8)),
                ("names", models.JSONField()),
                ("publisher", models.JSONField()),
                ("notes", models.JSONField()),
                ("value", models.DecimalField(decimal_places=2, max_digits=18)),
                ("unit", models.TextField()),
                (
                    "exactness",
                    models.TextField(
                        choices=[
                            ("exact", "Exact"),
                            ("rounded", "Rounded"),
                            ("more-than", "More Than"),
                        ]
                    ),
                ),
                ("counted_on", models.DateField()),
                ("counted_precision", models.TextField()),
                ("territory", models.TextField()),
                ("question", models.TextField()),
                ("source", models.TextField()),
                ("source_url", models.TextField()),
                ("is_demo", models.BooleanField()),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["opened", "id"], name="official_figure_opened"),
                    models.Index(
                        condition=models.Q(("closed__isnull", False)),
                        fields=["closed", "id"],
                        name="official_figure_closed",
                    ),
                    models.Index(fields=["question", "territory"], name="official_figure_question"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed", None), ("closed__gt", models.F("opened")), _connector="OR"
                        ),
                        name="officialfigure_closes_after_it_opens",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed", None)),
                        fields=("code",),
                        name="official_figure_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(directory.models.actors.CodeIsValid("code")),
                        name="official_figure_code_checks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exactness__in", ["exact", "rounded", "more-than"])),
                        name="official_figure_exactness_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source_url", ""), _negated=True),
                            models.Q(("publisher", {}), _negated=True),
                            models.Q(("names", {}), _negated=True),
                        ),
                        name="official_figure_has_its_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Story",
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
                ("code", models.CharField(max_length=8)),
                ("titles", models.JSONField()),
                ("texts", models.JSONField()),
                ("teller", models.JSONField()),
                ("territory", models.TextField(null=True)),
                ("told_on", models.DateField()),
                ("told_precision", models.TextField()),
                ("consent_on", models.DateField()),
                (
                    "consent_form",
                    models.TextField(choices=[("written", "Written"), ("recorded", "Recorded")]),
                ),
                ("consent_to", models.TextField()),
                ("is_demo", models.BooleanField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stories",
                        to="directory.actor",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stories",
                        to="directory.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["opened", "id"], name="story_opened"),
                    models.Index(
                        condition=models.Q(("closed__isnull", False)),
                        fields=["closed", "id"],
                        name="story_closed",
                    ),
                    models.Index(fields=["territory"], name="story_territory"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed", None), ("closed__gt", models.F("opened")), _connector="OR"
                        ),
                        name="story_closes_after_it_opens",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed", None)),
                        fields=("code",),
                        name="story_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(directory.models.actors.CodeIsValid("code")),
                        name="story_code_checks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__isnull", False),
                            ("programme__isnull", False),
                            ("territory__isnull", False),
                            _connector="OR",
                        ),
                        name="story_of_somebody_or_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consent_form__in", ["written", "recorded"]),
                            models.Q(("consent_to", ""), _negated=True),
                        ),
                        name="story_with_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("redacted__isnull", False),
                            models.Q(
                                models.Q(("titles", {}), _negated=True),
                                models.Q(("texts", {}), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="story_has_words_until_redacted",
                    ),
                ],
            },
        ),
        migrations.RunPython(join, leave),
    ]
