"""Tiles of actors near and far, cached and not, beside the SQL that makes them."""

import gzip

from bench.pairs import in_turns
from bench.questions import ROUNDS, Questions
from bench.report import Report
from bench.server import Client, Server

BUBBLES = """
select st_asmvt(b, 'bubbles', 4096, 'geom') from (
    select st_asmvtgeom(st_transform(t.label, 3857), st_tileenvelope(%(z)s, %(x)s, %(y)s), 4096, 0) as geom,
        t.code, t.name_fr, t.name_ar, %(level)s as level, sum(r.n)::integer as count,
        coalesce(sum(r.n) filter (where r.legal_form = 'cooperative'), 0)::integer as cooperatives,
        coalesce(sum(r.n) filter (where r.legal_form = 'association'), 0)::integer as associations,
        coalesce(sum(r.n) filter (where r.legal_form = 'mutual'), 0)::integer as mutuals,
        coalesce(sum(r.n) filter (where r.legal_form not in ('cooperative', 'association', 'mutual')), 0
        )::integer as others
    from geodata_territory t join directory_rollup r on r.territory = t.code
    where t.last_set is null and t.level = %(level)s and r.axis = 'all' and r.value = '' and r.active
        and t.label && st_transform(st_tileenvelope(%(z)s, %(x)s, %(y)s), 4326)
    group by t.code, t.name_fr, t.name_ar, t.label order by count desc, t.code) b
"""
POINTS = """
select st_asmvt(p, 'points', 4096, 'geom') from (
    select st_asmvtgeom(st_transform(v.point, 3857), st_tileenvelope(%(z)s, %(x)s, %(y)s), 4096, 0) as geom,
        v.code, v.legal_form, v.kind, v.is_demo as demo, t.names->>'fr' as name_fr, t.names->>'ar' as name_ar
    from directory_actorversion v join directory_actortext t on t.version_id = v.id
    where v.closed is null and (v.closed_on is null or v.closed_on > %(day)s)
        and v.point && st_transform(st_tileenvelope(%(z)s, %(x)s, %(y)s), 4326)) p
"""


def run(client, raw) -> Report:
    asked = Questions(raw)
    report = Report("Tiles")
    for zoom, level in ((6, "province"), (10, "commune"), (14, None)):
        tiles = [asked.tile(zoom) for _ in range(ROUNDS + 5)]

        def plain(turn, tiles=tiles, level=level):
            z, x, y = tiles[turn]
            values = {"z": z, "x": x, "y": y, "level": level, "day": asked.day}
            return raw.rows(BUBBLES if level else POINTS, values)

        def ours(turn, tiles=tiles):
            z, x, y = tiles[turn]
            return client.get(f"/tiles/actors/{z}/{x}/{y}.mvt")

        report.pair(f"tile at zoom {zoom}", *in_turns(ours, plain, rounds=ROUNDS))
    z, x, y = tiles[0]
    path = f"/tiles/actors/{z}/{x}/{y}.mvt?as_of={asked.head}"
    with Server(ATHAR_TILE_CACHE="16") as keeping:
        visitor = Client(keeping, accept_encoding="gzip")  # as browsers take them
        held, empty = in_turns(
            lambda turn: visitor.get(path), lambda turn: visitor.get("/healthz"), rounds=300
        )
    met = "yes" if empty.p50 / held.p50 >= 0.8 else "no"
    report.add(
        "tile from the cache", f"{held.p50:.2f} ms", f"empty view {empty.p50:.2f} ms",
        "0.8 of its requests/s", met,
    )  # fmt: skip
    sizes = [len(gzip.compress(client.get(f"/tiles/actors/{z}/{x}/{y}.mvt"))) for z, x, y in tiles]
    report.add("largest tile at zoom 14", f"{max(sizes) / 1024:.0f} KiB", "–", "bounded", "yes")
    return report
