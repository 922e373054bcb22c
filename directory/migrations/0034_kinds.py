"""Who is of a rare kind is found by an index; counts of the active are read without the others; and
a citation of an earlier revision is verified from an index, as one of now is.
"""

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
        migrations.RemoveIndex("actorversion", "av_code"),
        migrations.AddIndex(
            "actorversion",
            models.Index(
                fields=["code", "digest"],
                include=["actor", "opened", "closed_on", "is_demo"],
                name="av_code",
                condition=Q(closed=None),
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
