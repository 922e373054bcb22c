"""Where citations were cited: entered once by the web role or the owner, then only hidden."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

WRITTEN = "citation_id, kind, title, who, date, date_precision, page, address, entered_at"


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"grant select, insert, update (hidden) on evidence_citationuse to {role}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_official_and_stories")]

    operations = [
        migrations.CreateModel(
            name="CitationUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("bill", "Bill"),
                            ("report", "Report"),
                            ("press", "Press"),
                            ("oral-question", "Oral Question"),
                            ("other", "Other"),
                        ]
                    ),
                ),
                ("title", models.TextField()),
                ("who", models.TextField()),
                ("date", models.DateField()),
                (
                    "date_precision",
                    models.TextField(
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                        default="day",
                    ),
                ),
                ("page", models.TextField(blank=True)),
                ("address", models.URLField(blank=True, max_length=1000)),
                ("hidden", models.BooleanField(default=False)),
                (
                    "entered_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="evidence.citation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["bill", "report", "press", "oral-question", "other"])
                        ),
                        name="citation_use_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("date_precision__in", ["day", "month", "year"])),
                        name="citation_use_date_precision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("who", ""), _negated=True),
                        ),
                        name="citation_use_says_what_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address", ""),
                            ("address__startswith", "https://"),
                            ("address__startswith", "http://"),
                            _connector="OR",
                        ),
                        name="citation_use_address_is_of_the_web",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            [
                "create trigger evidence_citationuse_stays before delete or truncate"
                " on evidence_citationuse for each statement execute function register_refuses()",
                f"create trigger evidence_citationuse_is_not_rewritten before update of {WRITTEN}"
                " on evidence_citationuse for each statement execute function register_refuses()",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
