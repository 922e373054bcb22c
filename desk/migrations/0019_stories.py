"""Stories, dossiers and uses of citations on their way to the public, and their log."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from desk import sqlfiles

RIGHTS = {
    "desk_writing": "select, insert, update, delete",
    "desk_writingdecision": "select, insert",
    "desk_storyconsent": "select, insert, update (withdrawn_at, withdrawn_by_id)",
}


def grant(apps, schema_editor):
    """The logs of decisions and of consent are only added to; a consent is only withdrawn."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0013_signs"),
        ("directory", "0016_sums"),
        ("evidence", "0006_dossiers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Writing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("story", "field story"),
                            ("dossier", "dossier"),
                            ("use", "place where a figure was cited"),
                        ]
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("draft", "draft"),
                            ("waiting", "waiting"),
                            ("asked-back", "asked back"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                    ),
                ),
                ("language", models.CharField(max_length=3)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("payload", models.JSONField(default=dict)),
                ("code", models.CharField(blank=True, default="", max_length=8)),
                ("region", models.CharField(blank=True, default="", max_length=16)),
                (
                    "networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                (
                    "programmes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                ("origin", models.CharField(blank=True, default="", max_length=64)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "saved_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.actor",
                        to_field="code",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="writings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.citation",
                    ),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="writing",
                        to="evidence.dossier",
                    ),
                ),
                (
                    "use",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.citationuse",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoryConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.TextField(choices=[("written", "Written"), ("recorded", "Recorded")]),
                ),
                ("given_on", models.DateField()),
                ("kept_by", models.TextField()),
                ("words", models.TextField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "writing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="desk.writing",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WritingDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.TextField(
                        choices=[
                            ("submit", "sent"),
                            ("take-back", "taken back"),
                            ("ask-back", "asked back"),
                            ("accept", "published"),
                            ("refuse", "refused"),
                            ("withdraw-consent", "consent withdrawn"),
                            ("hide", "hidden"),
                            ("show", "shown again"),
                        ]
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("issue", models.PositiveIntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.revision",
                    ),
                ),
                (
                    "writing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="desk.writing",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="writing",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["submitted_at", "id"],
                name="writing_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="writing",
            index=models.Index(fields=["author", "kind"], name="writing_of"),
        ),
        migrations.AddIndex(
            model_name="writing",
            index=models.Index(fields=["origin", "begun_at"], name="writing_origin"),
        ),
        migrations.AddConstraint(
            model_name="writing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("actor__isnull", False),
                        ("citation", None),
                        ("dossier", None),
                        ("kind", "story"),
                    ),
                    models.Q(
                        ("actor", None),
                        ("citation", None),
                        ("kind", "dossier"),
                        models.Q(
                            ("dossier__isnull", False), ("state", "withdrawn"), _connector="OR"
                        ),
                    ),
                    models.Q(
                        ("actor", None),
                        ("citation__isnull", False),
                        ("dossier", None),
                        ("kind", "use"),
                    ),
                    _connector="OR",
                ),
                name="writing_is_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="writing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "waiting", "asked-back", "accepted", "refused", "withdrawn"],
                    )
                ),
                name="writing_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="writing",
            constraint=models.CheckConstraint(
                condition=models.Q(("author__isnull", False), ("kind", "use"), _connector="OR"),
                name="writing_has_its_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="writing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]),
                    ("submitted_at__isnull", False),
                    _connector="OR",
                ),
                name="writing_sent_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="writing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "story"), ("state", "accepted"), _negated=True),
                    models.Q(("code", ""), _negated=True),
                    _connector="OR",
                ),
                name="writing_published_story_has_its_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="writing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "use"), ("state", "accepted"), _negated=True),
                    ("use__isnull", False),
                    _connector="OR",
                ),
                name="writing_accepted_use_is_in_the_log",
            ),
        ),
        migrations.AddConstraint(
            model_name="storyconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("form__in", ["written", "recorded"]),
                    models.Q(("words", ""), _negated=True),
                    models.Q(("kept_by", ""), _negated=True),
                ),
                name="story_consent_is_told_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="storyconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_by", None), ("withdrawn_at__isnull", False), _connector="OR"
                ),
                name="story_consent_withdrawn_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="writingdecision",
            index=models.Index(fields=["writing", "at", "id"], name="writing_decision_of"),
        ),
        migrations.AddConstraint(
            model_name="writingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "submit",
                            "take-back",
                            "ask-back",
                            "accept",
                            "refuse",
                            "withdraw-consent",
                            "hide",
                            "show",
                        ],
                    )
                ),
                name="writing_decision_a_known_verb",
            ),
        ),
        migrations.AddConstraint(
            model_name="writingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "refuse"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="writing_refusal_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="writingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "ask-back"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="writing_question_is_asked",
            ),
        ),
        migrations.RunSQL(
            sqlfiles.read("writing_guard", 1),
            "drop trigger desk_writing_guard on desk_writing; drop function writing_guard()",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
