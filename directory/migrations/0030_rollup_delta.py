"""What changed in the cube of counts is read from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0021_quicker_keys")]
    operations = [
        migrations.RemoveIndex("rollupdelta", "rollup_delta"),
        migrations.AddIndex(
            model_name="rollupdelta",
            index=models.Index(
                fields=["axis", "value", "territory", "revision"],
                include=["active", "is_demo", "n"],
                name="rollup_delta",
            ),
        ),
    ]
