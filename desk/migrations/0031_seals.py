"""Seals are given and taken back at the desk, stand in its log, and ask for a closer look."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0030_page_texts"),
        ("directory", "0034_kinds"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="profiledecision",
            name="profile_decision_verb_is_ours",
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_signs_are_ours",
        ),
        migrations.AlterField(
            model_name="profiledecision",
            name="verb",
            field=models.CharField(
                choices=[
                    ("restore", "earlier version restored"),
                    ("withdraw", "withdrawn"),
                    ("return", "brought back"),
                    ("merge", "merged"),
                    ("split", "split back"),
                    ("settle", "figures settled"),
                    ("unsettle", "figures open again"),
                    ("seal", "seal given"),
                    ("unseal", "seal taken back"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="profiledecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "restore",
                            "withdraw",
                            "return",
                            "merge",
                            "split",
                            "settle",
                            "unsettle",
                            "seal",
                            "unseal",
                        ],
                    )
                ),
                name="profile_decision_verb_is_ours",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signs__contained_by", ["alike", "unusual", "address", "sealed"])
                ),
                name="submission_signs_are_ours",
            ),
        ),
    ]
