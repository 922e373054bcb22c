"""Vector tiles of the base map: land, what lies around it, borders, towns and names.

One statement a tile. A tile serves every language: names travel in all that exist, and the map
chooses. The map's widest stroke (30 px of coastal tint) must not show where tiles meet, so shapes
reach 40 px of a 256 px tile beyond its edge.
"""

from types import MappingProxyType

import psycopg
from django.db import connection

from geodata.models.boundaries import BorderRank, Detail
from geodata.models.reference import Series

EXTENT = 4096
# 40 px of a tile drawn 256 px wide.
BUFFER = 640
DEEPEST = 18

# The first zoom at which a detail shows, and from which each rank of border and town ground does.
DETAIL_FROM = ((9, Detail.FULL), (6, Detail.MID), (0, Detail.LOW))
RANK_FROM = MappingProxyType(
    {
        BorderRank.COAST: 0,
        BorderRank.FRONTIER: 0,
        BorderRank.REGION: 0,
        BorderRank.PROVINCE: 5,
        BorderRank.COMMUNE: 8,
        BorderRank.ARRONDISSEMENT: 11,
    }
)
BUILT_FROM = 7

STATEMENT = """
with tile as materialized (
    select st_tileenvelope({zxy}) as box,
        st_transform(st_tileenvelope({zxy}, margin => {margin}), 4326) as reach
), land as (
    select st_asmvtgeom(
            st_transform(st_clipbybox2d(boundary.{detail}, tile.reach::box2d), 3857),
            tile.box, {extent}, {buffer}) as geom
    from geodata_boundary as boundary, tile
    where boundary.code = 'MA' and {in_set} and boundary.low && tile.reach
), context as (
    select st_asmvtgeom(
            st_transform(st_clipbybox2d(around.area, tile.reach::box2d), 3857),
            tile.box, {extent}, {buffer}) as geom
    from geodata_contextland as around, tile
    where around.area && tile.reach and {in_set}
), borders as (
    select border.rank, st_asmvtgeom(
            st_transform(st_linemerge(st_collectionextract(st_collect(
                st_clipbybox2d(border.line, tile.reach::box2d)), 2)), 3857),
            tile.box, {extent}, {buffer}) as geom
    from geodata_borderline as border, tile
    where border.detail = '{detail_name}' and border.rank = any(%(ranks)s)
        and border.line && tile.reach and {in_set}
    group by border.rank, tile.box
), built as (
    select town.code, town.kind, st_asmvtgeom(
            st_transform(st_clipbybox2d(town.area, tile.reach::box2d), 3857),
            tile.box, {extent}, {buffer}) as geom
    from geodata_urbanarea as town, tile
    where %(built)s and town.area && tile.reach and {in_set}
), labels as (
    select label.code, label.kind, label.rank, label.name_ar, label.name_fr,
        nullif(label.name_en, '') as name_en, nullif(label.name_es, '') as name_es,
        nullif(label.name_zgh, '') as name_zgh,
        st_asmvtgeom(st_transform(label.point, 3857), tile.box, {extent}, 0) as geom
    from geodata_label as label, tile
    where %(zoom)s between label.from_zoom and label.to_zoom
        and label.point && st_transform(tile.box, 4326) and {in_set}
    order by label.rank, label.code
)
select
    coalesce((select st_asmvt(land, 'land', {extent}, 'geom') from land), '')
    || coalesce((select st_asmvt(context, 'context', {extent}, 'geom') from context), '')
    || coalesce((select st_asmvt(built, 'built', {extent}, 'geom') from built), '')
    || coalesce((select st_asmvt(borders, 'borders', {extent}, 'geom') from borders), '')
    || coalesce((select st_asmvt(labels, 'labels', {extent}, 'geom') from labels), '')
"""


def territory_tile(set_numbers, z, x, y) -> bytes:
    """The tile of the base map as of the boundaries' set among `set_numbers` (series to number).

    Layers: `land`, `context`, `built` (code, kind), `borders` (rank), `labels` (code, kind, rank,
    name_ar, name_fr and, where known, name_en, name_es, name_zgh). Empty bytes where nothing is.
    """
    if not (0 <= z <= DEEPEST and 0 <= x < 2**z and 0 <= y < 2**z):
        raise ValueError(f"{z}/{x}/{y} is not a tile of zoom 0 to {DEEPEST}")
    values = {
        "z": z,
        "x": x,
        "y": y,
        "zoom": z,
        "set": set_numbers[Series.BOUNDARIES],
        "ranks": [rank.value for rank, start in RANK_FROM.items() if z >= start],
        "built": z >= BUILT_FROM,
    }
    connection.ensure_connection()
    # The driver's own cursor: planned once, answered in binary.
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(STATEMENTS[detail_at(z)], values, prepare=True, binary=True)
        return bytes(cursor.fetchone()[0])


def detail_at(zoom) -> Detail:
    """How detailed the shapes of a zoom are."""
    return next(detail for start, detail in DETAIL_FROM if zoom >= start)


STATEMENTS = {
    detail: STATEMENT.format(
        zxy="%(z)s::int, %(x)s::int, %(y)s::int",
        margin=BUFFER / EXTENT,
        detail=f'"{detail.value}"',
        detail_name=detail.value,
        extent=EXTENT,
        buffer=BUFFER,
        in_set="first_set <= %(set)s and (last_set is null or last_set >= %(set)s)",
    )
    for detail in Detail
}
