"""Who states a registry number is found by it."""

from django.db import migrations

from directory import sqlfiles


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0014_seals"),
    ]

    operations = [
        sqlfiles.install("registry_of"),
        migrations.RunSQL(
            "create index record_bytes_registry on directory_recordbytes"
            " using gin (registry_of(bytes) jsonb_path_ops)"
            " where record = 'actor-version' and registry_of(bytes) is not null",
            "drop index record_bytes_registry",
        ),
    ]
