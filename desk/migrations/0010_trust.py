"""Trust in stewards, and a word for having looked at what they changed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

RIGHTS = "select, insert, update (revoked_at, revoked_by_id)"


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"grant {RIGHTS} on desk_trust to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0009_reminders"),
    ]

    operations = [
        migrations.CreateModel(
            name="Trust",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_a_known_verb",
        ),
        migrations.AlterField(
            model_name="decision",
            name="verb",
            field=models.TextField(
                choices=[
                    ("submit", "sent"),
                    ("ask-back", "asked back"),
                    ("withdraw", "taken back"),
                    ("accept", "accepted"),
                    ("refuse", "refused"),
                    ("reopen", "opened again"),
                    ("assign", "assigned"),
                    ("look", "looked at afterwards"),
                ]
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "submit",
                            "ask-back",
                            "withdraw",
                            "accept",
                            "refuse",
                            "reopen",
                            "assign",
                            "look",
                        ],
                    )
                ),
                name="decision_a_known_verb",
            ),
        ),
        migrations.AddField(
            model_name="trust",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="trust",
            name="revoked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="trust",
            name="stewardship",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="trusts",
                to="desk.stewardship",
            ),
        ),
        migrations.AddConstraint(
            model_name="trust",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("stewardship",),
                name="trust_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="trust",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at", None), ("revoked_by", None)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="trust_is_taken_back_by_somebody",
            ),
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
