"""Reference rows are inserted only; the web role reads them and nothing else."""

from django.conf import settings
from django.db import migrations

from geodata import sql

SERIES_OF_TABLE = {
    "geodata_territory": "territories",
    "geodata_boundary": "boundaries",
    "geodata_boundarypiece": "boundaries",
    "geodata_borderline": "boundaries",
    "geodata_urbanarea": "boundaries",
    "geodata_contextland": "boundaries",
    "geodata_label": "boundaries",
    "geodata_census": "census",
    "geodata_locality": "localities",
}
TABLES = ", ".join(["geodata_referenceset", *SERIES_OF_TABLE])

GUARDS = "\n".join(
    [
        "create trigger numbered before insert on geodata_referenceset"
        " for each row execute function geodata_next_set();",
        "create trigger kept before update or delete or truncate on geodata_referenceset"
        " for each statement execute function geodata_refuse();",
        *(
            f"select geodata_guard_rows('{table}', '{series}');"
            for table, series in SERIES_OF_TABLE.items()
        ),
    ]
)

# Shapes stay uncompressed: read often, written once.
INDEXES = """
create index geodata_boundarypiece_place on geodata_boundarypiece using gist (piece);
create index geodata_borderline_place on geodata_borderline using gist (line);
alter table geodata_boundary alter column "full" set storage external;
alter table geodata_boundary alter column mid set storage external;
alter table geodata_boundary alter column low set storage external;
"""


def let_the_web_role_read(apps, schema_editor):
    role = schema_editor.quote_name(settings.WEB_ROLE)
    schema_editor.execute(f"revoke all on {TABLES} from {role}")
    schema_editor.execute(f"grant select on {TABLES} to {role}")


class Migration(migrations.Migration):
    dependencies = [("geodata", "0001_reference_rows")]

    operations = [
        migrations.RunSQL(sql.read("reference_rows", 1), sql.read("reference_rows", "reverse")),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        migrations.RunSQL(INDEXES, migrations.RunSQL.noop),
        migrations.RunPython(let_the_web_role_read, migrations.RunPython.noop),
    ]
