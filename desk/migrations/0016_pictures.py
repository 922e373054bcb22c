"""Pictures as proposed, and which public ones a moderator took away."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

RIGHTS = {
    "desk_proposedpicture": "select, insert, update, delete",
    "desk_proposedpicturefile": "select, insert, delete",
    "desk_pictureremoval": "select, insert",
    "directory_picture": "select, insert, update, delete",
    "directory_picturefile": "select, insert, delete",
}


def grant(apps, schema_editor):
    """Pictures come and go with decisions; that one was taken away is only ever added."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


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
        ("desk", "0019_stories"),
        ("directory", "0018_pictures"),
    ]

    operations = [
        migrations.CreateModel(
            name="PictureRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor", models.CharField(max_length=8)),
                ("key", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="ProposedPicture",
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
                ("agreed", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("kind", "position", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProposedPictureFile",
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
            ],
            options={
                "ordering": ("width",),
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="consent",
            name="consent_to_something_known",
        ),
        migrations.AlterField(
            model_name="consent",
            name="subject",
            field=models.TextField(
                choices=[
                    ("licence", "publication under the licence"),
                    ("contacts", "publication of the contacts marked public"),
                    ("pictures", "publication of the pictures"),
                ]
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__in", ["licence", "contacts", "pictures"])),
                name="consent_to_something_known",
            ),
        ),
        migrations.AddField(
            model_name="pictureremoval",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposedpicture",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pictures",
                to="desk.submission",
            ),
        ),
        migrations.AddField(
            model_name="proposedpicturefile",
            name="picture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="desk.proposedpicture",
            ),
        ),
        migrations.AddConstraint(
            model_name="pictureremoval",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="picture_removal_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["logo", "photo"]), ("licence__in", ["here", "CC-BY-4.0"])
                ),
                name="proposed_picture_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedpicture",
            constraint=models.UniqueConstraint(
                fields=("submission", "key"), name="proposed_picture_once_a_submission"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedpicturefile",
            constraint=models.UniqueConstraint(
                fields=("picture", "width"), name="proposed_picture_file_one_a_width"
            ),
        ),
        checked("desk_proposedpicturefile"),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
