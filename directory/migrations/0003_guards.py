"""What keeps the register true: derivation, triggers, the web role's rights, revision 0."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.db import migrations

from directory import digests, sqlfiles

RECORDS = ["actorversion", "ending", "confirmation", "membership", "programmeversion"]
APPENDED = ["actor", "programme", "recordbytes", "revision", "revisionnote", "actortext"]
# Run as the owner; trigger functions among them are nobody else's to hang on tables.
DEFINERS = [
    "record_inserted()",
    "record_updated()",
    "bytes_redacted()",
    "revision_follows()",
    "revision_agrees()",
    "redact_records(bytea[])",
    "rollup_delta(integer)",
    "rollup_revision(integer)",
    "rollup_rebuild()",
]
CALLED_BY_WEB = ["redact_records(bytea[])", "rollup_revision(integer)"]


def grant(apps, schema_editor):
    """The web role reads all, appends, and closes; it rewrites and deletes nothing."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    tables = [f"directory_{name}" for name in RECORDS + APPENDED]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"grant select on all tables in schema public to {role}")
        cursor.execute(f"grant insert on {', '.join(tables)} to {role}")
        for name in RECORDS:
            cursor.execute(f"grant update (closed) on directory_{name} to {role}")
        # PostgreSQL before 15 let anyone make objects here, where the guards look for theirs.
        cursor.execute("revoke create on schema public from public")
        cursor.execute(f"revoke execute on function {', '.join(DEFINERS)} from public")
        cursor.execute(f"grant execute on function {', '.join(CALLED_BY_WEB)} to {role}")
        cursor.execute(f"alter default privileges grant select on tables to {role}")


def begin(apps, schema_editor):
    """Revision 0: the empty register, the same everywhere."""
    moment = datetime(1970, 1, 1, tzinfo=UTC)
    nothing = bytes(32)
    content = digests.canonical(
        {
            "schema": 1,
            "number": 0,
            "recorded_at": "1970-01-01T00:00:00Z",
            "date": "1970-01-01",
            "kind": "epoch",
            "role": "system",
            "reason": "empty-register",
            "reference_sets": {},
            "previous": nothing.hex(),
            "opened": [],
            "closed": [],
            "redacted": [],
        }
    )
    apps.get_model("directory", "Revision").objects.create(
        number=0,
        recorded_at=moment,
        date=date(1970, 1, 1),
        kind="epoch",
        role="system",
        reason="empty-register",
        reference_sets={},
        opened_count=0,
        closed_count=0,
        redacted_count=0,
        previous=nothing,
        digest=digests.digest(content),
        bytes=content,
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_register")]
    operations = [
        sqlfiles.install("actor_version_of", drop="drop function actor_version_of(jsonb)"),
        sqlfiles.install("actor_summary", drop="drop function actor_summary(jsonb)"),
        sqlfiles.install("programme_version_of", drop="drop function programme_version_of(jsonb)"),
        sqlfiles.install("membership_of", drop="drop function membership_of(jsonb)"),
        migrations.RunSQL(
            [
                f"alter table directory_{table} add constraint {table}_digest_of_bytes"
                " check (bytes is null or digest = sha256(bytes))"
                for table in ("recordbytes", "revision")
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            [
                f"alter table directory_{table} add constraint {table}_has_bytes"
                " foreign key (digest) references directory_recordbytes (digest)"
                for table in RECORDS
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "create index av_geography on directory_actorversion using gist ((point::geography))"
            " where closed is null and point is not null",
            "drop index av_geography",
        ),
        # Django's index on a geometry forgets its condition.
        migrations.RunSQL(
            "create index av_point on directory_actorversion using gist (point)"
            " where closed is null and point is not null",
            "drop index av_point",
        ),
        migrations.RunSQL("select geodata_guard_rows('directory_term', 'taxonomies')", ""),
        sqlfiles.install("open_revision", drop="drop function open_revision()"),
        sqlfiles.install(
            "record_guard",
            drop="drop procedure guard_records(regclass);"
            " drop function record_inserted(), record_updated(), record_kept(),"
            " register_refuses() cascade; drop table directory_unsettled",
        ),
        migrations.RunSQL(
            [f"call guard_records('directory_{table}')" for table in RECORDS],
            migrations.RunSQL.noop,
        ),
        sqlfiles.install(
            "bytes_guard",
            drop="drop function bytes_redacted(), text_inserted(), text_kept() cascade",
        ),
        sqlfiles.install("register_record", drop="drop view register_record"),
        sqlfiles.install(
            "revision_bytes",
            drop="drop function revision_bytes(integer), digest_list(bytea[])",
        ),
        sqlfiles.install("redact_records", drop="drop function redact_records(bytea[])"),
        sqlfiles.install(
            "rollup_revision",
            drop="drop function rollup_rebuild(), rollup_revision(integer), rollup_delta(integer)",
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        sqlfiles.install("revision_guard", drop="drop function revision_follows() cascade"),
        sqlfiles.install("revision_agrees", drop="drop function revision_agrees() cascade"),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
