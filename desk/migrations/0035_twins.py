"""Who sent the same name as somebody else is found by it; and what empties asks for a look."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

FILL = """
update desk_submission set named = array(
    select distinct fold_text(n) from jsonb_each_text(payload->'name') as one(k, n)
    where fold_text(n) <> '')
where kind = 'new-profile' and jsonb_typeof(payload->'name') = 'object'"""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0034_contacts_public_in_part"),
        ("directory", "0034_kinds"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_signs_are_ours",
        ),
        migrations.AddField(
            model_name="submission",
            name="named",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="submission",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "waiting")), fields=["named"], name="submission_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "signs__contained_by",
                        ["alike", "unusual", "address", "sealed", "twin", "emptied"],
                    )
                ),
                name="submission_signs_are_ours",
            ),
        ),
    ]
