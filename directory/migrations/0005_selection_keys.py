"""One key for filters asked together, and an order of names for versions of the past."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from directory import sqlfiles
from directory.models.actors import CLOSED, CURRENT, KEYS


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_words")]
    operations = [
        sqlfiles.install("selection_keys"),
        migrations.AddIndex(
            "actorversion",
            GinIndex(KEYS, name="av_keys", condition=CURRENT, fastupdate=False),
        ),
        migrations.AddIndex(
            "actorversion",
            GinIndex(KEYS, name="av_past_keys", condition=CLOSED, fastupdate=False),
        ),
        migrations.AddIndex(
            "actorversion",
            models.Index(fields=["fold", "code"], name="av_past_fold", condition=CLOSED),
        ),
    ]
