"""Whoever will may open an account: what the web's role may write for that, and what it may not.

It makes accounts and changes them, but gives nobody a role (person_guard, appoint_moderator).
Administrators made before have shown their address by having been made on the server.
"""

from django.conf import settings
from django.db import migrations

from desk import sqlfiles

RIGHTS = {
    "desk_person": "select, insert, update",
    "desk_moderator": "select",
    "desk_stewardship": "select, insert, update (revoked_at, revoked_by_id, revocation)",
    "desk_mail": "select, insert, update, delete",
    "desk_cache": "select, insert, update, delete",
    "account_emailaddress": "select, insert, update, delete",
    "account_emailconfirmation": "select, insert, update, delete",
    "mfa_authenticator": "select, insert, update, delete",
    "usersessions_usersession": "select, insert, update, delete",
}


def grant(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")
        for function in ("appoint_moderator", "dismiss_moderator"):
            cursor.execute(f"revoke all on function {function} from public")
            cursor.execute(f"grant execute on function {function} to {role}")


def verify_administrators(apps, schema_editor):
    Address = apps.get_model("account", "EmailAddress")
    for person in apps.get_model("desk", "Person").objects.filter(is_superuser=True):
        Address.objects.create(user=person, email=person.email, verified=True, primary=True)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0007_mail"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations = [
        # What limits count; lost with the server, which is no loss.
        migrations.RunSQL(
            """
create unlogged table desk_cache (
    cache_key varchar(255) primary key, value text not null, expires timestamptz not null
);
create index desk_cache_expires on desk_cache (expires);
""",
            "drop table desk_cache",
        ),
        migrations.RunSQL(
            sqlfiles.read("person_guard", 1)
            + """
create trigger desk_person_guard before insert or update on desk_person
    for each row execute function person_guard();
""",
            "drop function person_guard() cascade",
        ),
        migrations.RunPython(verify_administrators, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
