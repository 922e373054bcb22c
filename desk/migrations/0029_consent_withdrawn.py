"""What somebody agreed to may be withdrawn, once; that it was agreed to stays."""

from django.conf import settings
from django.db import migrations, models

from desk import sqlfiles


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"grant update (withdrawn_at) on desk_consent to {role}")


class Migration(migrations.Migration):
    dependencies = [("desk", "0028_access_log")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), ("withdrawn_at__gte", models.F("at")), _connector="OR"
                ),
                name="consent_is_given_before_it_is_withdrawn",
            ),
        ),
        migrations.RunSQL(
            sqlfiles.read("consent_guard", 1),
            "drop trigger desk_consent_guard on desk_consent; drop function consent_guard()",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
