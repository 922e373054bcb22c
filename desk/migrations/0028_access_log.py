"""The access log: the web writes lines of now into it; their time is the database's."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from desk import sqlfiles

RIGHTS = "select, insert (by_id, role, kind, number, about_id)"


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"grant {RIGHTS} on desk_access to {role}")
        cursor.execute("revoke all on function forget_accesses(timestamptz) from public")
        cursor.execute(f"grant execute on function forget_accesses(timestamptz) to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0027_taken_up_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="Access",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("moderator", "moderator"), ("administrator", "administrator")],
                        max_length=13,
                        verbose_name="role",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submission", "a contribution"),
                            ("writing", "a story, a dossier or a report of a use"),
                            ("claim", "a claim of a profile"),
                            ("account", "the account"),
                            ("mail", "a mail in the outbox"),
                            ("erasure", "a request to be erased"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("number", models.BigIntegerField(verbose_name="number")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                (
                    "day",
                    models.DateField(
                        db_default=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.Value("Africa/Casablanca"),
                                django.db.models.functions.datetime.Now(),
                                function="timezone",
                                output_field=models.DateTimeField(),
                            ),
                            models.DateField(),
                        )
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="whose",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "look at what is a person’s",
                "verbose_name_plural": "access log",
                "indexes": [models.Index(fields=["at"], name="access_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["submission", "writing", "claim", "account", "mail", "erasure"],
                            ),
                            ("role__in", ["moderator", "administrator"]),
                        ),
                        name="access_role_and_kind_are_ours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about", None),
                            models.Q(("about", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="access_is_to_what_is_another_s",
                    ),
                    models.UniqueConstraint(
                        fields=("by", "kind", "number", "day"), name="access_once_a_day"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sqlfiles.read("forget_accesses", 1), "drop function forget_accesses(timestamptz)"
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
