"""Requests to be erased: the web asks and decides, the server alone says that it was done."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from desk import sqlfiles


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    schema_editor.execute(f"grant select, insert, update on desk_erasure to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0022_search_path"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("link", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "not confirmed by mail yet"),
                            ("waiting", "waiting for a decision"),
                            ("accepted", "accepted; erased within a day"),
                            ("done", "carried out"),
                            ("refused", "refused"),
                            ("withdrawn", "taken back by who asked"),
                        ],
                        default="sent",
                        max_length=9,
                    ),
                ),
                ("account", models.BooleanField(default=False)),
                ("language", models.CharField(max_length=3)),
                ("name", models.TextField(blank=True, default="")),
                ("email", models.TextField(blank=True, default="")),
                ("phone", models.TextField(blank=True, default="")),
                (
                    "profiles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                ("words", models.TextField(blank=True, default="")),
                ("naming", models.JSONField(default=dict)),
                ("origin", models.CharField(blank=True, default="", max_length=64)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, default="")),
                ("done_at", models.DateTimeField(null=True)),
                ("told", models.JSONField(default=dict)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["sent", "waiting", "accepted"])),
                        fields=["sent_at", "id"],
                        name="erasure_open",
                    ),
                    models.Index(fields=["origin", "begun_at"], name="erasure_origin"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["sent", "waiting", "accepted", "done", "refused", "withdrawn"],
                            )
                        ),
                        name="erasure_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["sent", "waiting", "accepted"]),
                            models.Q(
                                ("email", ""),
                                ("name", ""),
                                ("naming", {}),
                                ("origin", ""),
                                ("phone", ""),
                                ("profiles", []),
                                ("words", ""),
                            ),
                            _connector="OR",
                        ),
                        name="erasure_ended_keeps_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", False), ("state", "done")),
                            models.Q(models.Q(("state", "done"), _negated=True), ("done_at", None)),
                            _connector="OR",
                        ),
                        name="erasure_done_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="erasure_refusal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["sent", "withdrawn"]),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="erasure_confirmed_has_its_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sqlfiles.read("erasure_guard", 1), "drop function erasure_guard() cascade"
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
