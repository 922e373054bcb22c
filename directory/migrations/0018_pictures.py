"""Pictures of actors, of now only; redacting an actor's words erases its pictures too."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from directory import sqlfiles


def checked(table):
    """The bytes are WebP, no more than a picture needs, and those of their digest."""
    return migrations.RunSQL(
        [
            f"alter table {table} alter column content set storage external",
            f"alter table {table} add constraint {table.partition('_')[2]}_is_its_bytes check ("
            "digest = encode(sha256(content), 'hex') and octet_length(content) <= 2097152"
            " and substr(content, 1, 4) = 'RIFF' and substr(content, 9, 4) = 'WEBP')",
        ],
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0016_sums"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(choices=[("logo", "Logo"), ("photo", "Photo")], max_length=5),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("alt", models.JSONField(default=dict)),
                ("credit", models.TextField(blank=True, default="")),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            (
                                "here",
                                "Shown here only; whoever wants to use it asks the organisation",
                            ),
                            ("CC-BY-4.0", "Free for all to use with its source (CC BY 4.0)"),
                        ],
                        default="here",
                        max_length=9,
                    ),
                ),
                (
                    "shown_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="directory.actor",
                    ),
                ),
            ],
            options={
                "ordering": ("kind", "position", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PictureFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField()),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="directory.picture",
                    ),
                ),
            ],
            options={
                "ordering": ("width",),
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["logo", "photo"]), ("licence__in", ["here", "CC-BY-4.0"])
                ),
                name="picture_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "photo"), _negated=True),
                    models.Q(("alt", {}), _negated=True),
                    _connector="OR",
                ),
                name="picture_told_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(
                fields=("actor", "key"), name="picture_once_an_actor"
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "logo")),
                fields=("actor",),
                name="picture_one_logo_an_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="picturefile",
            constraint=models.UniqueConstraint(
                fields=("picture", "width"), name="picture_file_one_a_width"
            ),
        ),
        checked("directory_picturefile"),
        sqlfiles.install("redact_records", 4),
    ]
