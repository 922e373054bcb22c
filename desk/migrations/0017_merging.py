"""What moderators did with profiles that stand, and why: only ever added."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

RIGHTS = {"desk_profiledecision": "select, insert"}


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0013_claims"),
        ("directory", "0018_pictures"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProfileDecision",
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
                            ("restore", "earlier version restored"),
                            ("withdraw", "withdrawn"),
                            ("return", "brought back"),
                            ("merge", "merged"),
                            ("split", "split back"),
                            ("settle", "figures settled"),
                            ("unsettle", "figures open again"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField()),
                ("note", models.TextField(blank=True, default="")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "contacts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("restored", models.IntegerField(null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.actor",
                    ),
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
                    "heir",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.actor",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.revision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["actor", "at"], name="profile_decision_of"),
                    models.Index(fields=["heir", "at"], name="profile_decision_heir"),
                    models.Index(fields=["-at"], name="profile_decision_last"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb__in",
                                [
                                    "restore",
                                    "withdraw",
                                    "return",
                                    "merge",
                                    "split",
                                    "settle",
                                    "unsettle",
                                ],
                            )
                        ),
                        name="profile_decision_verb_is_ours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="profile_decision_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("heir__isnull", False), ("verb__in", ("merge", "split"))),
                            models.Q(
                                models.Q(("verb__in", ("merge", "split")), _negated=True),
                                ("heir", None),
                            ),
                            _connector="OR",
                        ),
                        name="profile_decision_of_two_names_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("restored__isnull", False), ("verb", "restore")),
                            models.Q(
                                models.Q(("verb", "restore"), _negated=True), ("restored", None)
                            ),
                            _connector="OR",
                        ),
                        name="profile_decision_restores_a_version",
                    ),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
