"""Lines between territories: each shared border once, with the rank of what it parts."""

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.loading.coverage import Coverage
from geodata.loading.surroundings import Outline
from geodata.models.boundaries import BorderRank

OUTSIDE = -1


@dataclass(frozen=True)
class Line:
    rank: BorderRank
    one: str
    other: str
    line: shapely.MultiLineString


def lines(coverage: Coverage, hierarchy, outline: Outline) -> list[Line]:
    """All borders of a coverage; an edge of the country is coast or frontier, whichever is nearer.

    `outline` is that of the full detail, for coarser coverages too: so the shore begins and ends at
    the same place in all of them.
    """
    starts, ends, one, other = _shared_segments(coverage)
    inner = other != OUTSIDE
    found = _between(coverage, hierarchy, starts, ends, one, other, inner)
    edge = np.flatnonzero(~inner)
    middles = shapely.points((starts[edge] + ends[edge]) / 2)
    frontier = outline.is_frontier(middles)
    for rank, chosen in (
        (BorderRank.FRONTIER, edge[frontier]),
        (BorderRank.COAST, edge[~frontier]),
    ):
        for owner in np.unique(one[chosen]):
            own = chosen[one[chosen] == owner]
            line = _merged(starts[own], ends[own])
            found.append(Line(rank, coverage.codes[owner], "", line))
    return found


def _shared_segments(coverage):
    """Every edge of the coverage once: its two ends and the places of its one or two owners."""
    rings, owner_of_ring = [], []
    for at, shape in enumerate(coverage.shapes):
        for part in shapely.get_parts(shape):
            own = shapely.get_rings(part)
            rings.extend(own)
            owner_of_ring.extend([at] * len(own))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[:-1] == ring[1:]
    first, second = corners[:-1][within], corners[1:][within]
    owner = np.asarray(owner_of_ring)[ring[:-1][within]]
    # The same edge runs the other way round in the neighbour: give both one direction.
    turned = (first[:, 0] > second[:, 0]) | (
        (first[:, 0] == second[:, 0]) & (first[:, 1] > second[:, 1])
    )
    first[turned], second[turned] = second[turned], first[turned].copy()
    ends = np.hstack([first, second])
    order = np.lexsort((owner, ends[:, 3], ends[:, 2], ends[:, 1], ends[:, 0]))
    ends, owner = ends[order], owner[order]
    same = np.all(ends[:-1] == ends[1:], axis=1)
    leads = np.concatenate(([True], ~same))
    followed = np.concatenate((same, [False]))[leads]
    places = np.flatnonzero(leads)
    other = np.where(followed, owner[np.minimum(places + 1, len(owner) - 1)], OUTSIDE)
    return ends[places, :2], ends[places, 2:], owner[places], other


def _between(coverage, hierarchy, starts, ends, one, other, inner):
    pairs = one[inner].astype(np.int64) * len(coverage.codes) + other[inner]
    order = np.argsort(pairs, kind="stable")
    places = np.flatnonzero(inner)[order]
    breaks = np.flatnonzero(np.diff(pairs[order])) + 1
    found = []
    for own in np.split(places, breaks):
        left, right = (coverage.codes[int(side[own[0]])] for side in (one, other))
        rank = _rank(hierarchy.rows[left], hierarchy.rows[right])
        found.append(Line(rank, left, right, _merged(starts[own], ends[own])))
    return found


def _rank(left, right):
    if left["region"] != right["region"]:
        return BorderRank.REGION
    if left["province"] != right["province"]:
        return BorderRank.PROVINCE
    if left["commune"] != right["commune"]:
        return BorderRank.COMMUNE
    return BorderRank.ARRONDISSEMENT


def _merged(starts, ends):
    segments = shapely.linestrings(np.stack([starts, ends], axis=1))
    line = shapely.line_merge(shapely.multilinestrings(segments))
    return shapely.normalize(shapely.multilinestrings(shapely.get_parts(line)))
