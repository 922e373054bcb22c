"""Kinds of records stand in a table, so that rooms above the register bring their own."""

import re

from django.db import migrations

from directory import sqlfiles

TEXTS = '{"names": {}, "descriptions": {}, "funders": [], "website": null, "fold": ""}'
FIRST = [
    ("actor-version", "directory_actorversion", '{"fold": "", "words": ""}'),
    ("ending", "directory_ending", "{}"),
    ("confirmation", "directory_confirmation", "{}"),
    ("membership", "directory_membership", "{}"),
    ("programme-version", "directory_programmeversion", TEXTS),
    ("observation", "directory_observation", "{}"),
]
RECORD_KEPT = re.search(
    r"create or replace function record_kept.*?\n\$\$;",
    sqlfiles.read("record_guard", 1),
    re.DOTALL,
)[0]


class Migration(migrations.Migration):
    dependencies = [("directory", "0009_pairs")]
    operations = [
        migrations.RunSQL(
            [
                "create table directory_recordkind (id smallint generated always as identity,"
                " record text primary key, relation text not null unique, blank jsonb not null)",
                *(
                    (
                        "insert into directory_recordkind (record, relation, blank)"
                        " values (%s, %s, %s)",
                        kind,
                    )
                    for kind in FIRST
                ),
            ],
            "drop table directory_recordkind",
        ),
        sqlfiles.install("record_kinds", drop=RECORD_KEPT),
        sqlfiles.install(
            "register_records",
            drop="drop procedure register_records, unregister_records, view_records",
        ),
        sqlfiles.install("redact_records", 3),
        migrations.RunSQL("call view_records()", sqlfiles.read("register_record", 2)),
    ]
