"""How many hold a word that begins so: the exact count of a search for one word."""

from django.db import migrations, models

from directory import sqlfiles


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_selection_keys")]
    operations = [
        migrations.CreateModel(
            name="Beginning",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "beginning",
                        "ended",
                        "is_demo",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("beginning", models.TextField()),
                ("ended", models.BooleanField()),
                ("is_demo", models.BooleanField()),
                ("n", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("n__gte", 0)), name="beginning_is_held"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "alter table directory_beginning set (fillfactor = 50)", migrations.RunSQL.noop
        ),
        sqlfiles.install(
            "beginnings_of", drop="drop function count_beginnings(), beginnings_of(tsvector)"
        ),
        sqlfiles.install("count_words", 2),
        migrations.RunSQL("select count_beginnings()", migrations.RunSQL.noop),
    ]
