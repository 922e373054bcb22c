"""Questions to those who keep profiles, and their answers."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

RIGHTS = "select, insert, update (answered_at, settled_at, revision_id)"


def grant(apps, schema_editor):
    """The web answers, the worker asks and settles; nobody rewrites what was asked."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"grant {RIGHTS} on desk_reminder to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0008_entrance"),
        ("directory", "0014_seals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_as",
                    models.CharField(
                        choices=[("steward", "Steward"), ("network", "Network")], max_length=7
                    ),
                ),
                ("since", models.DateField()),
                ("turn", models.PositiveSmallIntegerField()),
                (
                    "sent_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE,
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
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", False), ("settled_at", None)),
                        fields=["answered_at"],
                        name="reminder_to_publish",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked_as__in", ["steward", "network"])),
                        name="reminder_asked_as_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("settled_at", None)),
                            models.Q(
                                ("answered_at__gte", models.F("sent_at")), ("settled_at", None)
                            ),
                            models.Q(
                                ("answered_at__gte", models.F("sent_at")),
                                ("settled_at__gte", models.F("answered_at")),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_is_sent_answered_then_settled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revision", None), ("settled_at__isnull", False), _connector="OR"
                        ),
                        name="reminder_published_is_settled",
                    ),
                    models.UniqueConstraint(
                        fields=("actor", "person", "since", "turn"), name="reminder_of_a_turn_once"
                    ),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
