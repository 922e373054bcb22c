"""When a mail is to be tried: noted, and no longer counted from when it was written."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0032_claim_proofs")]
    operations = [
        migrations.AddField(
            model_name="mail",
            name="due_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        )
    ]
