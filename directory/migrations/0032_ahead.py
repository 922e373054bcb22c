"""A long revision's rows are written before the lock, under the number it gets or not at all."""

import re

from django.conf import settings
from django.db import migrations

from directory import sqlfiles

DEFINERS = [
    "open_ahead()",
    "count_ahead(date)",
    "revision_ahead()",
    "add_words_ahead()",
    "ahead_published()",
    "rollup_changes(integer, bigint, date, date)",
    "report_changes(integer, bigint[], date, date)",
]
CALLED_BY_WEB = ["open_ahead()", "count_ahead(date)", "revision_ahead()"]


def before(folder, function):
    """A function as a file of several had it."""
    found = re.search(
        rf"create or replace function {function}\b.*?\n\$\$;", sqlfiles.read(folder, 1), re.DOTALL
    )
    return found[0]


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"revoke execute on function {', '.join(DEFINERS)} from public")
        cursor.execute(f"grant execute on function {', '.join(CALLED_BY_WEB)} to {role}")


class Migration(migrations.Migration):
    dependencies = [("directory", "0031_report_actor")]
    operations = [
        migrations.RunSQL(
            migrations.RunSQL.noop,
            "drop function open_ahead, revision_ahead, count_ahead, add_words_ahead,"
            " rollup_changes, report_changes; drop table directory_ahead, directory_aheadword,"
            " directory_aheadbeginning; drop function ahead_published",
        ),
        sqlfiles.install(
            "ahead",
            drop=before("record_guard", "record_inserted") + before("bytes_guard", "text_inserted"),
        ),
        sqlfiles.install("rollup_revision", 2),
        sqlfiles.install("report_revision", 4),
        sqlfiles.install("count_words", 3),
        sqlfiles.install("revision_guard", 2),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
