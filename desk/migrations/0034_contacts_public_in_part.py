"""A telephone and an address are proposed as public each by itself."""

from django.db import migrations, models
from django.db.models import F


def as_it_was(apps, schema_editor):
    proposed = apps.get_model("desk", "ProposedContact")
    proposed.objects.filter(phone_public=True).update(email_public=F("phone_public"))


class Migration(migrations.Migration):
    dependencies = [("desk", "0033_mail_due")]

    operations = [
        migrations.RenameField("proposedcontact", "is_public", "phone_public"),
        migrations.AddField("proposedcontact", "email_public", models.BooleanField(default=False)),
        migrations.RunPython(as_it_was, migrations.RunPython.noop),
    ]
