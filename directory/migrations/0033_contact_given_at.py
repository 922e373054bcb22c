"""When a contact was given. Those there already count as older than any erasure: a replay after an
old backup must find them.
"""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models.functions import Now

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class Migration(migrations.Migration):
    dependencies = [("directory", "0032_ahead")]
    operations = [
        migrations.AddField(
            "contact",
            "given_at",
            models.DateTimeField(db_default=BEFORE_ALL, editable=False),
        ),
        migrations.AlterField(
            "contact", "given_at", models.DateTimeField(db_default=Now(), editable=False)
        ),
    ]
