"""Claims of profiles: decided once, their decisions only ever added."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from desk import sqlfiles

RIGHTS = {"desk_claim": "select, insert, update", "desk_claimdecision": "select, insert"}


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0016_pictures"),
        ("directory", "0018_pictures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("asked-back", "asked back"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("document", "A document that names me: you ask me for it"),
                            ("call-back", "Call the organisation back"),
                            ("network", "A network we belong to vouches for me"),
                            ("email", "I write from the organisation’s official e-mail"),
                        ],
                        max_length=9,
                    ),
                ),
                ("contact", models.TextField(blank=True, default="")),
                ("words", models.TextField(blank=True, default="")),
                ("region", models.TextField(blank=True, default="")),
                (
                    "networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "programmes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.actor",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClaimDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("send", "sent"),
                            ("ask-back", "asked back"),
                            ("answer", "answered"),
                            ("accept", "accepted"),
                            ("refuse", "refused"),
                            ("withdraw", "withdrawn"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("document", "A document that names me: you ask me for it"),
                            ("call-back", "Call the organisation back"),
                            ("network", "A network we belong to vouches for me"),
                            ("email", "I write from the organisation’s official e-mail"),
                        ],
                        default="",
                        max_length=9,
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="desk.claim",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "asked-back"])),
                fields=["sent_at"],
                name="claim_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proof__in", ["document", "call-back", "network", "email"]),
                    ("state__in", ["waiting", "asked-back", "accepted", "refused", "withdrawn"]),
                ),
                name="claim_state_and_proof_are_ours",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "asked-back"])),
                fields=("person", "actor"),
                name="claim_one_open_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["send", "ask-back", "answer", "accept", "refuse", "withdraw"])
                ),
                name="claim_decision_verb_is_ours",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb__in", ["accept", "refuse", "ask-back"]), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="claim_decision_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "accept"), _negated=True),
                    models.Q(("proof", ""), _negated=True),
                    _connector="OR",
                ),
                name="claim_accepted_by_a_proof",
            ),
        ),
        migrations.RunSQL(
            sqlfiles.read("claim_guard", 1)
            + """
create trigger desk_claim_decided_once before update on desk_claim
    for each row execute function claim_guard();
""",
            "drop function claim_guard() cascade",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
