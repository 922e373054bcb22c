"""Which commune holds a point: borders included, and the first two kilometres of sea."""

from django.db import connection

# Off the shore a point still belongs to its commune: quays, rocks, imprecise telephones.
SHORE_METRES = 2000
# A box that holds that distance at 21 to 36 degrees north, where a degree of longitude is shortest.
SHORE_DEGREES = 0.0225

IN_SET = {
    True: "last_set is null",
    False: "first_set <= %(set)s and (last_set is null or last_set >= %(set)s)",
}

ON_LAND = """
select code from geodata_boundarypiece
where st_intersects(piece, st_setsrid(st_point(%(lon)s, %(lat)s), 4326)) and {in_set}
order by code limit 1
"""

# Nearest shore within reach, unless the point stands on somebody else's land.
OFF_SHORE = """
with place as (select st_setsrid(st_point(%(lon)s, %(lat)s), 4326) as point)
select one
from geodata_borderline, place
where rank = 'coast' and detail = 'full' and {in_set}
    and line && st_expand(point, {reach})
    and st_distance(line::geography, point::geography, false) <= {metres}
    and not exists (
        select from geodata_contextland where st_intersects(area, point) and {in_set}
    )
order by st_distance(line::geography, point::geography, false), one
limit 1
"""


def leaf_code_at(lon, lat, number=None):
    """Code of the arrondissement, else commune, that holds a point; None outside the country.

    Reads boundaries' set `number`, or the last one.
    """
    values = {"lon": lon, "lat": lat, "set": number}
    in_set = IN_SET[number is None]
    with connection.cursor() as cursor:
        cursor.execute(ON_LAND.format(in_set=in_set), values)
        if row := cursor.fetchone():
            return row[0]
        off_shore = OFF_SHORE.format(in_set=in_set, reach=SHORE_DEGREES, metres=SHORE_METRES)
        cursor.execute(off_shore, values)
        row = cursor.fetchone()
    return row[0] if row else None
