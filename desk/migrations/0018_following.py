"""Who follows what by mail; and the addresses whose mails come back."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

RIGHTS = {
    "desk_bouncing": "select, insert, update (noted_at, status, asked_at, settled_at), delete",
    "desk_follower": "select, insert, update (language, told_at), delete",
    "desk_following": "select, insert, update (told_id, confirmed_at, mailed, origin), delete",
}


def grant(apps, schema_editor):
    """The web asks, confirms and ends; the worker tells. Nobody changes what is followed."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0017_merging"),
        ("directory", "0018_pictures"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="unsubscribe",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.CreateModel(
            name="Bouncing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, unique=True, verbose_name="address")),
                (
                    "noted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="noted"
                    ),
                ),
                ("status", models.CharField(max_length=300, verbose_name="what the server said")),
                ("asked_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True, verbose_name="read again")),
            ],
            options={
                "verbose_name": "address whose mails come back",
                "verbose_name_plural": "addresses whose mails come back",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address", django.db.models.functions.text.Lower(models.F("address")))
                        ),
                        name="bouncing_address_in_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, unique=True)),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "Arabic"),
                            ("fr", "French"),
                            ("en", "English"),
                            ("es", "Spanish"),
                            ("zgh", "Tamazight"),
                        ],
                        max_length=3,
                    ),
                ),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address", django.db.models.functions.text.Lower(models.F("address")))
                        ),
                        name="follower_address_in_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Following",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.TextField(blank=True, db_default="", default="")),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("mailed", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("origin", models.CharField(blank=True, db_default="", default="", max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.actor",
                    ),
                ),
                (
                    "follower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followings",
                        to="desk.follower",
                    ),
                ),
                (
                    "told",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.revision",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["begun_at"], name="following_begun")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor", None), models.Q(("query", ""), _negated=True)),
                            models.Q(("actor__isnull", False), ("query", "")),
                            _connector="OR",
                        ),
                        name="following_an_actor_or_a_selection",
                    ),
                    models.UniqueConstraint(
                        fields=("follower", "actor", "query"),
                        name="following_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
