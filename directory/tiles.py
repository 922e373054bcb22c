"""Vector tiles of a selection: bubbles by territory, then grid clusters, then points.

One statement a tile. To zoom 10 the numbers are those of the cube; from 11 on points are gathered
in cells of a fixed size on the screen, so a tile's bytes are bounded whatever lies in it. Actors
known only by their commune stand on the commune, in a layer of their own.
"""

import gzip
import math
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from directory.database import row
from directory.selection.cube import cells_for
from directory.selection.selection import Selection
from geodata.models import Territory

EXTENT = 4096
MAX_ZOOM = 22
GRID = 9
LEVEL_OF_ZOOM = [(5, "region"), (8, "province"), (10, "commune")]
LIES_IN = {
    "region": {"region"},
    "province": {"region", "province"},
    "commune": {"region", "province", "commune"},
}
# Cells along one edge of a tile of 256 px: 64 px for clusters; where single actors show 16 px,
# about what a finger tells apart, and 8 px from the streets on.
CELLS_OF_ZOOM = [(13, 4), (15, 16), (MAX_ZOOM, 32)]

MIX = """sum(n)::integer as count,
    coalesce(sum(n) filter (where legal_form = 'cooperative'), 0)::integer as cooperatives,
    coalesce(sum(n) filter (where legal_form = 'association'), 0)::integer as associations,
    coalesce(sum(n) filter (where legal_form = 'mutual'), 0)::integer as mutuals,
    coalesce(sum(n) filter (where legal_form not in ('cooperative', 'association', 'mutual')), 0
    )::integer as others"""


class NoSuchTile(ValueError):
    """A tile outside the pyramid."""


class Place(NamedTuple):
    """A label: x and y in the unit square of the world, `within` by level."""

    code: str
    name_fr: str
    name_ar: str
    x: float
    y: float
    within: dict


def level_of(zoom: int) -> str | None:
    """The level whose territories have bubbles at a zoom; None where points begin."""
    return next((level for most, level in LEVEL_OF_ZOOM if zoom <= most), None)


@lru_cache(maxsize=16)
def places(territories: int, level: str) -> tuple:
    """The labels of one level, with the territories each lies in."""
    found = Territory.objects.in_set(territories).of_level(level).exclude(label=None)
    return tuple(
        Place(one.code, one.name_fr, one.name_ar, *unit(one.label.x, one.label.y), _within(one))
        for one in found
    )


def _within(territory) -> dict[str, str]:
    """Level to code of a territory and those it lies in."""
    return {
        "region": territory.region,
        "province": territory.province,
        "commune": territory.commune,
    }


def unit(lon: float, lat: float) -> tuple[float, float]:
    """Web Mercator in the unit square, y growing southwards."""
    sine = math.sin(math.radians(lat))
    return (lon + 180) / 360, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def degrees(x: float, y: float) -> tuple[float, float]:
    """The reverse of `unit`."""
    return x * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def actor_tile(selection: Selection, z: int, x: int, y: int) -> bytes:
    """The gzipped MVT of a selection: layers `bubbles`, or `clusters`, `points` and `communes`.

    Raises NoSuchTile.
    """
    if not (0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        raise NoSuchTile(f"{z}/{x}/{y}")
    level = level_of(z)
    content = bubbles(selection, level, z, x, y) if level else points(selection, z, x, y)
    return gzip.compress(content, 5, mtime=0)


@lru_cache(maxsize=16)
def _by_tile(territories: int, level: str) -> dict:
    """The same labels by the tile of zoom GRID they fall in: of 1,500 communes few are near."""
    found = defaultdict(list)
    for place in places(territories, level):
        found[int(place.x * 2**GRID), int(place.y * 2**GRID)].append(place)
    return dict(found)


def _inside(selection, level, z, x, y):
    """Labels that fall in a tile, with their place in it: each label is in exactly one tile."""
    size, number = 2**z, selection.reading.set_of("territories")
    if z < GRID:
        found = places(number, level)
    else:
        found = _by_tile(number, level).get((x >> z - GRID, y >> z - GRID), ())
    for place in found:
        if int(place.x * size) == x and int(place.y * size) == y:
            yield place, int((place.x * size - x) * EXTENT), int((place.y * size - y) * EXTENT)


def _counted(selection, level, inside, *, placed=None):
    """SQL of (territory, legal_form, n) for the labels of a tile, and its values."""
    query = selection.query
    found = [place for place, _, _ in inside]
    territorial = {
        name: one for name, one in query.conditions if one.dimension.startswith("territory:")
    }
    # A filter by what the labels lie in narrows them instead of the rows.
    asked = [(one.dimension.partition(":")[2], one.values) for one in territorial.values()]
    if len(asked) < 2 and all(outer in LIES_IN[level] for outer, _ in asked):
        for outer, values in asked:
            found = [place for place in found if place.within[outer] in values]
        codes = tuple(place.code for place in found)
        cells = cells_for(
            query, leaving=frozenset(territorial), territories=(level, codes), placed=placed
        )
        if cells:
            return cells.statement(selection.reading, ("territory", "legal_form"))
    where = f"v.{level} = any(%(tile_codes)s::text[]) and {query.where()}"
    if placed is False:
        where = f"v.point is null and {where}"
    return (
        f"select {level} as territory, legal_form, count(*) as n"
        f" from ({selection.relation(f'v.{level}, v.legal_form', where)}) found group by 1, 2",
        query.bound | {"tile_codes": [place.code for place in found]},
    )


def _named(inside):
    return {
        "codes": [place.code for place, _, _ in inside],
        "fr": [place.name_fr for place, _, _ in inside],
        "ar": [place.name_ar for place, _, _ in inside],
        "xs": [x for _, x, _ in inside],
        "ys": [y for _, _, y in inside],
    }


NAMED = """unnest(%(codes)s::text[], %(fr)s::text[], %(ar)s::text[], %(xs)s::int[], %(ys)s::int[])
    as place(code, name_fr, name_ar, x, y)"""


def bubbles(selection, level, z, x, y) -> bytes:
    """One bubble a territory of the level whose label lies in the tile."""
    inside = list(_inside(selection, level, z, x, y))
    if not inside:
        return b""
    counted, bound = _counted(selection, level, inside)
    return bytes(
        row(
            f"""select coalesce(st_asmvt(b, 'bubbles', {EXTENT}, 'geom'), '') from (
            select st_makepoint(place.x, place.y) as geom, place.code, name_fr, name_ar,
                '{level}' as level, {MIX}
            from ({counted}) counted join {NAMED} on place.code = counted.territory
            group by place.code, name_fr, name_ar, place.x, place.y order by count desc, place.code
            ) b""",
            bound | _named(inside),
            prepare=False,
        )[0]
    )


def points(selection, z, x, y) -> bytes:
    """Clusters of a cell's actors, single actors as points, and those known only by commune."""
    size = 2**z
    west, north = degrees(x / size, y / size)
    east, south = degrees((x + 1) / size, (y + 1) / size)
    edge = next(cells for most, cells in CELLS_OF_ZOOM if z <= most)
    step = EXTENT // edge
    # What differs from tile to tile is bound, so that one statement is prepared for all of a zoom.
    unit_x = f"((st_x(v.point) + 180) / 360 * %(tile_size)s - %(tile_x)s) * {EXTENT}"
    unit_y = (
        f"((0.5 - ln((1 + sin(radians(st_y(v.point)))) / (1 - sin(radians(st_y(v.point)))))"
        f" / (4 * pi())) * %(tile_size)s - %(tile_y)s) * {EXTENT}"
    )
    # The index knows points to four bytes. Edges decide, the same numbers for both tiles at one: no
    # point shows twice.
    where = (
        "v.point && st_makeenvelope(%(tile_west)s, %(tile_south)s, %(tile_east)s, %(tile_north)s,"
        " 4326) and st_x(v.point) >= %(tile_west)s and st_x(v.point) < %(tile_east)s"
        " and st_y(v.point) > %(tile_south)s and st_y(v.point) <= %(tile_north)s"
        f" and {selection.query.where()}"
    )
    bound = selection.query.bound | {
        "tile_size": float(size),
        "tile_x": float(x),
        "tile_y": float(y),
        "tile_west": west,
        "tile_east": east,
        "tile_south": south,
        "tile_north": north,
    }
    relation = selection.relation(
        f"v.id, v.code, v.legal_form, v.kind, v.is_demo, {unit_x} as tx, {unit_y} as ty", where
    )
    inside = list(_inside(selection, "commune", z, x, y))
    communes = "''::bytea"
    if inside:
        counted, more = _counted(selection, "commune", inside, placed=False)
        bound = more | _named(inside) | bound
        communes = f"""(select coalesce(st_asmvt(c, 'communes', {EXTENT}, 'geom'), '') from (
            select st_makepoint(place.x, place.y) as geom, place.code, name_fr, name_ar, {MIX}
            from ({counted}) counted join {NAMED} on place.code = counted.territory
            group by place.code, name_fr, name_ar, place.x, place.y) c)"""
    return bytes(
        row(
            f"""with found as materialized ({relation}), cells as (
                -- of a cell's only actor, the least is what it is: no join, which would be guessed
                select st_makepoint(avg(tx)::integer, avg(ty)::integer) as geom, min(id) as id,
                    min(code) as code, min(legal_form) as legal_form, min(kind) as kind,
                    bool_or(is_demo) as demo, {MIX}
                from (select *, 1 as n from found) each
                group by least(floor(greatest(tx, 0) / {step}), {edge - 1}),
                    least(floor(greatest(ty, 0) / {step}), {edge - 1})
            )
            select coalesce((select st_asmvt(k, 'clusters', {EXTENT}, 'geom') from (
                select geom, count, cooperatives, associations, mutuals, others
                from cells where count > 1 order by count desc, id) k), '')
            || coalesce((select st_asmvt(p, 'points', {EXTENT}, 'geom') from (
                select c.geom, c.code, c.legal_form, c.kind, c.demo,
                    t.names->>'fr' as name_fr, t.names->>'ar' as name_ar
                from cells c join directory_actortext t on t.version_id = c.id
                where c.count = 1 order by c.code) p), '')
            || coalesce({communes}, '')""",
            bound,
            prepare=False if inside else selection.query.prepare,
        )[0]
    )
