"""Programmes and memberships have a name in the administration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0018_pictures"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="programmeversion",
            options={"verbose_name": "programme", "verbose_name_plural": "programmes"},
        ),
        migrations.AlterModelOptions(
            name="membership",
            options={"verbose_name": "membership", "verbose_name_plural": "memberships"},
        ),
    ]
