"""One figure of a row may be left out, where the rest of it is right."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0035_twins")]

    operations = [
        migrations.AddField(
            "importrow",
            "left_out",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None
            ),
        ),
    ]
