"""Submissions wait at the desk: what was typed, what was decided, what was agreed to."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from desk import sqlfiles

RIGHTS = {
    "desk_submission": "select, insert, update",
    "desk_proposedcontact": "select, insert, update, delete",
    "desk_decision": "select, insert",
    "desk_consent": "select, insert",
    # Contacts of people are of now only: an accepted submission replaces them.
    "directory_contact": "select, insert, update, delete",
}


def grant(apps, schema_editor):
    """The logs of decisions and of consent are only ever added to by the web's role."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_jobs"),
        ("directory", "0013_codes_and_digests"),
    ]

    operations = [
        migrations.CreateModel(
            name="Submission",
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
                            ("new-profile", "new profile"),
                            ("change", "change of a profile"),
                            ("report", "report"),
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
                ("link", models.CharField(max_length=64, unique=True)),
                ("language", models.CharField(max_length=3)),
                ("base", models.BinaryField(null=True)),
                (
                    "subject",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("closed", "it has closed"),
                            ("moved", "it has moved"),
                            ("duplicate", "it is here twice"),
                            ("wrong", "something is wrong"),
                            ("abusive", "it is abusive, or no such organisation exists"),
                        ],
                        default="",
                    ),
                ),
                ("payload", models.JSONField(default=dict)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("region", models.CharField(blank=True, default="", max_length=16)),
                ("province", models.CharField(blank=True, default="", max_length=16)),
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
                ("look_later", models.BooleanField(default=False)),
                ("origin", models.CharField(blank=True, default="", max_length=64)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "saved_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("consented_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.actor",
                        to_field="code",
                    ),
                ),
                (
                    "assigned",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="submissions",
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
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
            },
        ),
        migrations.CreateModel(
            name="ProposedContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.TextField(blank=True)),
                ("role", models.TextField(blank=True)),
                ("phone", models.TextField(blank=True)),
                ("email", models.TextField(blank=True)),
                ("is_public", models.BooleanField(default=False)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="desk.submission",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
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
                            ("ask-back", "asked back"),
                            ("withdraw", "taken back"),
                            ("accept", "accepted"),
                            ("refuse", "refused"),
                            ("reopen", "opened again"),
                            ("assign", "assigned"),
                        ]
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("note", models.TextField(blank=True, default="")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="desk.submission",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.TextField(
                        choices=[
                            ("licence", "publication under the licence"),
                            ("contacts", "publication of the contacts marked public"),
                        ]
                    ),
                ),
                ("words", models.TextField()),
                ("language", models.CharField(max_length=3)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="desk.submission",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["submitted_at", "id"],
                name="submission_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["region", "submitted_at", "id"],
                name="submission_of_region",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["province", "submitted_at", "id"],
                name="submission_of_province",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["kind", "submitted_at", "id"],
                name="submission_of_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["assigned", "submitted_at", "id"],
                name="submission_assigned",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "waiting")),
                fields=["networks"],
                name="submission_networks",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "waiting")),
                fields=["programmes"],
                name="submission_programmes",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("actor__isnull", False)),
                fields=["actor", "state"],
                name="submission_on",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["state", "decided_at"], name="submission_decided"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["origin", "begun_at"], name="submission_origin"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["new-profile", "change", "report"])),
                name="submission_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "waiting", "asked-back", "accepted", "refused", "withdrawn"],
                    )
                ),
                name="submission_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "report"), ("subject", ""), _negated=True),
                    models.Q(
                        ("subject", ""),
                        models.Q(
                            ("kind", "report"),
                            ("subject__in", ["closed", "moved", "duplicate", "wrong", "abusive"]),
                        ),
                        _connector="OR",
                    ),
                ),
                name="submission_report_has_its_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "new-profile"), ("actor__isnull", False), _connector="OR"
                ),
                name="submission_is_about_a_profile",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "change"), _negated=True),
                    ("base__isnull", False),
                    _connector="OR",
                ),
                name="submission_change_has_its_base",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]),
                    ("submitted_at__isnull", False),
                    _connector="OR",
                ),
                name="submission_sent_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]),
                    ("kind", "report"),
                    ("consented_at__isnull", False),
                    _connector="OR",
                ),
                name="submission_sent_has_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision", None), ("state", "accepted"), _connector="OR"),
                name="submission_revision_of_the_accepted_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    ("kind", "report"),
                    models.Q(("actor__isnull", False), ("revision__isnull", False)),
                    _connector="OR",
                ),
                name="submission_accepted_names_its_revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", False), ("state__in", ["accepted", "refused"])),
                    models.Q(
                        ("decided_at", None),
                        models.Q(("state__in", ["accepted", "refused"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="submission_decided_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedcontact",
            constraint=models.UniqueConstraint(
                fields=("submission", "position"), name="proposed_contact_one_a_place"
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["submission", "at", "id"], name="decision_of"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["by", "at"], name="decision_by"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        ["submit", "ask-back", "withdraw", "accept", "refuse", "reopen", "assign"],
                    )
                ),
                name="decision_a_known_verb",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "refuse"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_refusal_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "ask-back"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_question_is_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__in", ["licence", "contacts"])),
                name="consent_to_something_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="consent_was_worded"
            ),
        ),
        migrations.RunSQL(
            sqlfiles.read("submission_guard", 1),
            "drop trigger desk_submission_guard on desk_submission;"
            "drop function submission_guard()",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
