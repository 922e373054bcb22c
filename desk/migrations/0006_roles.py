"""Moderators by scope and stewards by profile, with what holds of both."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import desk.models.roles
from desk import sqlfiles


def person(related_name="+", *, null=False):
    return models.ForeignKey(
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=settings.AUTH_USER_MODEL,
    )


def number():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def since():
    return models.DateTimeField(db_default=django.db.models.functions.datetime.Now())


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0005_people"),
        ("directory", "0013_codes_and_digests"),
    ]

    operations = [
        migrations.RunSQL(sqlfiles.read("scope_holds", 1), "drop function scope_holds(text, text)"),
        migrations.CreateModel(
            name="Moderator",
            fields=[
                ("id", number()),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("country", "country"),
                            ("region", "region"),
                            ("network", "network"),
                            ("programme", "programme"),
                        ],
                        max_length=9,
                        verbose_name="scope",
                    ),
                ),
                ("code", models.CharField(max_length=8, verbose_name="code")),
                ("since", since()),
                ("dismissed_at", models.DateTimeField(null=True)),
                ("dismissed_by", person(null=True)),
                ("given_by", person(null=True)),
                ("person", person("moderates")),
            ],
            options={
                "verbose_name": "moderator",
                "verbose_name_plural": "moderators",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(desk.models.roles.ScopeHolds("scope", "code")),
                        name="moderator_scope_holds",
                    ),
                    models.CheckConstraint(
                        condition=Q(dismissed_at=None) | Q(dismissed_at__gte=F("since")),
                        name="moderator_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        fields=["person", "scope", "code"],
                        condition=Q(dismissed_at=None),
                        name="moderator_of_a_scope_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stewardship",
            fields=[
                ("id", number()),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "owner"), ("editor", "editor")], max_length=6
                    ),
                ),
                ("since", since()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "revocation",
                    models.CharField(
                        choices=[
                            ("left", "laid it down"),
                            ("changed", "has another role"),
                            ("revoked", "taken away by an owner"),
                            ("moderated", "taken away by a moderator"),
                            ("erased", "account erased"),
                        ],
                        max_length=9,
                        null=True,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.actor",
                    ),
                ),
                ("given_by", person(null=True)),
                ("person", person("stewardships")),
                ("revoked_by", person(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["actor"], name="stewardship_actor", condition=Q(revoked_at=None)
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(role__in=["owner", "editor"]), name="stewardship_role_is_ours"
                    ),
                    models.CheckConstraint(
                        condition=Q(revoked_at=None, revocation=None, revoked_by=None)
                        | Q(
                            revoked_at__gte=F("since"),
                            revocation__in=["left", "changed", "revoked", "moderated", "erased"],
                        ),
                        name="stewardship_ends_for_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=["person", "actor"],
                        condition=Q(revoked_at=None),
                        name="stewardship_one_role_at_a_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sqlfiles.read("moderators", 1),
            "drop function appoint_moderator; drop function dismiss_moderator",
        ),
        migrations.RunSQL(
            sqlfiles.read("stewardship_guard", 1)
            + """
create trigger desk_stewardship_kept before update on desk_stewardship
    for each row execute function stewardship_guard();
create constraint trigger desk_stewardship_has_an_owner after update on desk_stewardship
    deferrable initially deferred for each row when (new.revoked_at is not null)
    execute function stewardship_keeps_an_owner();
""",
            "drop function stewardship_guard() cascade;"
            " drop function stewardship_keeps_an_owner() cascade",
        ),
    ]
