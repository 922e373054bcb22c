"""Who is of a rare kind is found by an index; counts of the active are read without the others."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("directory", "0033_contact_given_at")]
    operations = [
        migrations.AddIndex(
            "actorversion",
            models.Index(
                fields=["kind", "fold", "code"],
                include=["opened", "closed"],
                name="av_kind",
                condition=~Q(kind="operator"),
            ),
        ),
        migrations.RemoveIndex("rollup", "rollup_territory"),
        migrations.AddIndex(
            "rollup",
            models.Index(
                fields=["axis", "territory", "active"],
                include=["value", "is_demo", "n"],
                name="rollup_territory",
            ),
        ),
    ]
