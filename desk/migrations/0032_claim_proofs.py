"""What a claim is proved by: pictures of documents, the organisation's address, a network."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    schema_editor.execute(f"grant select, insert, delete on desk_claimdocument to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0031_seals"),
        ("directory", "0034_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimDocument",
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
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ("width",),
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="claimdecision",
            name="claim_decision_verb_is_ours",
        ),
        migrations.AddField(
            model_name="claim",
            name="address_confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="addresses_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="network",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.AlterField(
            model_name="claim",
            name="proof",
            field=models.CharField(
                choices=[
                    ("document", "A document that names me"),
                    ("call-back", "Call the organisation back"),
                    ("network", "A network we belong to vouches for me"),
                    ("email", "I read mails at the organisation’s own address"),
                ],
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="claimdecision",
            name="proof",
            field=models.CharField(
                blank=True,
                choices=[
                    ("document", "A document that names me"),
                    ("call-back", "Call the organisation back"),
                    ("network", "A network we belong to vouches for me"),
                    ("email", "I read mails at the organisation’s own address"),
                ],
                default="",
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="claimdecision",
            name="verb",
            field=models.CharField(
                choices=[
                    ("send", "sent"),
                    ("ask-back", "asked back"),
                    ("answer", "answered"),
                    ("accept", "accepted"),
                    ("refuse", "refused"),
                    ("withdraw", "withdrawn"),
                    ("confirm", "confirmed from the organisation’s address"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        ["send", "ask-back", "answer", "accept", "refuse", "withdraw", "confirm"],
                    )
                ),
                name="claim_decision_verb_is_ours",
            ),
        ),
        migrations.AddField(
            model_name="claimdocument",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.actor"
            ),
        ),
        migrations.AddField(
            model_name="claimdocument",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="claim_documents",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdocument",
            constraint=models.UniqueConstraint(
                fields=("person", "actor", "digest"), name="claim_document_once"
            ),
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
