"""A part above its total stands alone: no share of it is above one."""

from django.db import migrations

from directory import sqlfiles


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_observations")]
    operations = [sqlfiles.install("report_revision", 2)]
