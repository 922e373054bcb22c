"""What whoever runs this instance says on its pages; only added to."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    schema_editor.execute(f"grant select, insert on desk_pagetext to {role}")


class Migration(migrations.Migration):
    dependencies = [("desk", "0029_consent_withdrawn")]

    operations = [
        migrations.CreateModel(
            name="PageText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("announcement", "Announcement on every page"),
                            ("about", "Who runs this site"),
                            ("contact", "How to reach who runs it"),
                        ],
                        max_length=12,
                        verbose_name="place",
                    ),
                ),
                ("texts", models.JSONField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="since"
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
                "verbose_name": "text of a page",
                "verbose_name_plural": "texts of pages",
                "indexes": [models.Index(fields=["key", "-id"], name="page_text_of_a_key")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__in", ["announcement", "about", "contact"])),
                        name="page_text_key_is_ours",
                    )
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
