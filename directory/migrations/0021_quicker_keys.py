"""The keys that filters share, put together as texts: half of what indexes cost a version."""

from django.db import migrations

from directory import sqlfiles


class Migration(migrations.Migration):
    dependencies = [("directory", "0020_edited_vocabularies")]
    operations = [sqlfiles.install("selection_keys", 2)]
