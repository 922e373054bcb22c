"""What administrators do about accounts and roles: each act with its reason, for ever."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from desk import sqlfiles

FUNCTIONS = (
    "person_act(bigint, bigint, text, text)",
    "appoint_moderator(bigint, bigint, text, text, text)",
    "dismiss_moderator(bigint, bigint, text)",
)
TRIGGERS = """
create trigger desk_personact_kept before update or delete on desk_personact
    for each row execute function person_act_kept();
create trigger desk_person_keeps_an_administrator
    after update of is_superuser, is_active or delete on desk_person
    for each row when (old.is_superuser and old.is_active)
    execute function person_keeps_an_administrator();
"""
BACK = """
drop function appoint_moderator(bigint, bigint, text, text, text);
drop function dismiss_moderator(bigint, bigint, text);
"""


def person(related_name="+"):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=settings.AUTH_USER_MODEL,
    )


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"grant select, update (reason) on desk_personact to {role}")
        for function in FUNCTIONS:
            cursor.execute(f"revoke all on function {function} from public")
            cursor.execute(f"grant execute on function {function} to {role}")


def grant_as_before(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for function in ("appoint_moderator", "dismiss_moderator"):
            cursor.execute(f"revoke all on function {function} from public")
            cursor.execute(f"grant execute on function {function} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0023_erasures"),
        ("sessions", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonAct",
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
                            ("deactivate", "account closed"),
                            ("reactivate", "account opened again"),
                            ("reset-factor", "second factor taken away"),
                            ("end-sessions", "sessions ended"),
                            ("appoint", "appointed as a moderator"),
                            ("dismiss", "dismissed as a moderator"),
                        ],
                        max_length=12,
                    ),
                ),
                ("scope", models.CharField(blank=True, db_default="", default="", max_length=9)),
                ("code", models.CharField(blank=True, db_default="", default="", max_length=8)),
                ("reason", models.TextField(blank=True, db_default="", default="")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("by", person()),
                ("person", person("acts")),
            ],
            options={
                "verbose_name": "act on an account",
                "verbose_name_plural": "acts on accounts",
                "indexes": [models.Index(fields=["person", "at"], name="person_act_of_a_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            verb__in=[
                                "deactivate",
                                "reactivate",
                                "reset-factor",
                                "end-sessions",
                                "appoint",
                                "dismiss",
                            ]
                        ),
                        name="person_act_verb_is_ours",
                    ),
                    models.CheckConstraint(
                        condition=Q(verb__in=["appoint", "dismiss"]) & ~Q(scope="")
                        | ~Q(verb__in=["appoint", "dismiss"]) & Q(scope="", code=""),
                        name="person_act_has_a_scope_where_it_is_about_one",
                    ),
                ],
            },
        ),
        migrations.AlterField(
            "moderator",
            "person",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moderates",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            "moderator",
            "since",
            models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), verbose_name="since"
            ),
        ),
        migrations.AlterField(
            "moderator",
            "given_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="given by",
            ),
        ),
        migrations.AlterField(
            "moderator",
            "dismissed_at",
            models.DateTimeField(null=True, verbose_name="dismissed at"),
        ),
        migrations.RunPython(migrations.RunPython.noop, grant_as_before),
        migrations.RunSQL(sqlfiles.read("moderators", 2), BACK + sqlfiles.read("moderators", 1)),
        migrations.RunSQL(
            sqlfiles.read("person_acts", 1) + TRIGGERS,
            "drop function person_act(bigint, bigint, text, text);"
            " drop function person_act_kept() cascade;"
            " drop function person_keeps_an_administrator() cascade",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
