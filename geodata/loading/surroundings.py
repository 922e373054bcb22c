"""Land that is not Morocco: what a map shows around it, and where a point is nobody's here.

Natural Earth's land has no country lines. Taking the country out of it leaves the neighbours, and
along the shore slivers where its coast runs outside ours: those are sea here.
"""

import numpy as np
import shapely
from shapely.geometry import shape as from_geojson

from geodata.loading.errors import BadGeometry

LAND = "land/natural_earth_10m.geojson.gz"
# Slivers along the shore are thinner than twice this (degrees); a neighbour is not.
SLIVER = 0.003
# The map lays our land over this one: let it reach under, so that coarse outlines show no gap.
OVERLAP = 0.03
# How far an edge of the frontier may lie from the neighbours' land, and how long a run of edges
# beyond that is still an inlet of the frontier and no shore (degrees).
NEAR, INLET = 0.004, 0.15


def neighbours(sources, country, exclaves):
    """Code to polygons: the continent's rest, islands and Spain, and the exclaves."""
    collection = sources.json(LAND)
    try:
        lands = [from_geojson(feature["geometry"]) for feature in collection["features"]]
    except (KeyError, TypeError, ValueError) as error:
        raise BadGeometry(f"{LAND} holds a shape that is not one: {error}") from error
    parts = shapely.get_parts(shapely.make_valid(np.array(lands)))
    parts = [part for part in parts if part.geom_type == "Polygon"]
    edge = shapely.box(*shapely.total_bounds(parts)).exterior.buffer(1e-6)
    found = {}
    for at, part in enumerate(sorted(parts, key=lambda part: -part.area)):
        if not part.intersects(country):
            found[f"land-{at:02d}"] = part
            continue
        rest = part.difference(country).buffer(-SLIVER).buffer(SLIVER, quad_segs=2)
        beyond = [piece for piece in shapely.get_parts(rest) if piece.intersects(edge)]
        if beyond:
            found[f"land-{at:02d}"] = shapely.union_all(beyond)
    for at, exclave in enumerate(exclaves, 1):
        found[f"exclave-{at}"] = exclave
    if not any(part.touches(country) or part.intersects(country) for part in found.values()):
        raise BadGeometry(f"{LAND} leaves no neighbour at any frontier.")
    return found


class Outline:
    """The country's edge, parted: where the sea begins, and where another land does."""

    def __init__(self, coast, frontier):
        self._tree = shapely.STRtree(coast + frontier)
        self._coasts = len(coast)

    def is_frontier(self, points):
        """For each point on or near the edge: is the nearest edge a frontier?"""
        return self._tree.nearest(points) >= self._coasts


def outline(country, found) -> Outline:
    """Tell coast from frontier along the edge of the country in full detail."""
    land = shapely.union_all(list(found.values())).buffer(NEAR)
    shapely.prepare(land)
    coast, frontier = [], []
    for ring in (ring for part in shapely.get_parts(country) for ring in shapely.get_rings(part)):
        corners = shapely.get_coordinates(ring)
        on_land = shapely.intersects(land, shapely.points((corners[:-1] + corners[1:]) / 2))
        for start, end, along_land in _runs(corners, on_land):
            edges = np.stack([corners[start:end], corners[start + 1 : end + 1]], axis=1)
            (frontier if along_land else coast).extend(shapely.linestrings(edges))
    if not coast or not frontier:
        raise BadGeometry("The country has no coast, or no frontier.")
    return Outline(coast, frontier)


def _runs(corners, on_land):
    """(first corner, last corner, along land) of each run of like edges of a ring.

    A short run away from the neighbour's land between two runs along it is an inlet that its
    coarser shape leaves out: it goes with them.
    """
    breaks = [0, *(np.flatnonzero(np.diff(on_land)) + 1), len(on_land)]
    runs = [
        [start, end, bool(on_land[start])] for start, end in zip(breaks, breaks[1:], strict=False)
    ]
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        length = np.hypot(*np.diff(corners[run[0] : run[1] + 1], axis=0).T).sum()
        if before[2] and after[2] and length < INLET:
            run[2] = True
    return runs


def drawn(found, country):
    """Rows' shapes for the map: each reaches a little under the country's land."""
    inner = country.buffer(-1e-9)
    return {
        code: _multipart(
            shapely.union_all([part, part.buffer(OVERLAP, quad_segs=2).intersection(inner)])
        )
        for code, part in found.items()
    }


def _multipart(shape):
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.multipolygons(parts)
