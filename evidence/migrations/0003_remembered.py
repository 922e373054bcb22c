"""What citations remember of records whose words were redacted: appended, rewritten by nobody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Func
from django.db.models.lookups import Exact


def grant(apps, schema_editor):
    """Whoever redacts notes what citations had found."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"grant select, insert on evidence_remembered to {role}")


class Migration(migrations.Migration):
    dependencies = [("directory", "0010_record_kinds"), ("evidence", "0002_editions")]
    operations = [
        migrations.CreateModel(
            name="Remembered",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField()),
                (
                    "citation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remembered",
                        to="evidence.citation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("citation", "digest"), name="remembered_once"),
                    models.CheckConstraint(
                        condition=Exact(
                            Func(
                                F("digest"),
                                function="octet_length",
                                output_field=models.IntegerField(),
                            ),
                            32,
                        ),
                        name="remembered_digest_is_sha256",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "create trigger evidence_remembered_stays before update or delete or truncate"
            " on evidence_remembered for each statement execute function register_refuses()",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "create index citation_reads_words on evidence_citation (id) where normal ~ '(^|&)q='",
            "drop index citation_reads_words",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
