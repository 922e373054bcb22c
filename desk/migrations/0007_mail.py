"""Mails on their way, and those that wait for a server."""

import django.db.models.functions.datetime
from django.db import migrations, models

LANGUAGES = [
    ("ar", "Arabic"),
    ("fr", "French"),
    ("en", "English"),
    ("es", "Spanish"),
    ("zgh", "Tamazight"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0006_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("to", models.EmailField(max_length=254, verbose_name="addressee")),
                (
                    "language",
                    models.CharField(choices=LANGUAGES, max_length=3, verbose_name="language"),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("text", models.TextField()),
                ("html", models.TextField()),
                (
                    "queued_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="written",
                    ),
                ),
                (
                    "attempts",
                    models.IntegerField(db_default=0, default=0, verbose_name="attempts"),
                ),
                (
                    "error",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        verbose_name="why it could not be sent",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "outbox",
                "indexes": [models.Index(fields=["-queued_at"], name="mail_queued")],
            },
        ),
    ]
