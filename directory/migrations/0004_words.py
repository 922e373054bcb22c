"""What suggesting needs: the words of current versions, and places to be found by their names."""

import django.contrib.postgres.indexes
from django.db import migrations, models

from directory import sqlfiles

PLACES = ("territory", "locality")


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_guards"), ("geodata", "0001_reference_rows")]
    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
                ("n", models.IntegerField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False,
                        fields=["word"],
                        name="word_trigrams",
                        opclasses=["gin_trgm_ops"],
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("n__gte", 0)), name="word_is_held"),
                ],
            },
        ),
        migrations.RunSQL(
            "alter table directory_word set (fillfactor = 50)", migrations.RunSQL.noop
        ),
        sqlfiles.install("count_words", drop="drop function count_words() cascade"),
        migrations.RunSQL(
            "insert into directory_word (word, n) select word, ndoc from ts_stat("
            "'select words from directory_actorversion where closed is null')",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            [
                f"create index {place}_search on geodata_{place} using gin ((' ' || fold_text("
                "name_fr || ' / ' || name_ar || ' / ' || name_zgh)) gin_trgm_ops)"
                " with (fastupdate=off)"
                for place in PLACES
            ],
            [f"drop index {place}_search" for place in PLACES],
        ),
    ]
