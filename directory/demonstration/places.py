"""Where demonstration actors are: inside true polygons, as often as the census counts associations.

A leaf is a commune, or an arrondissement of the six cities. Points gather around the towns and
villages whose place is known, the rest lie anywhere in the leaf; each is tested against the polygon
as full as the boundaries hold it.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely

from directory.records.facts import Place
from geodata.models import Boundary, Census, Locality, Territory, UrbanArea

# A leaf where the census met no association in premises of its own still has a few actors.
LEAST_WEIGHT = 0.25
GATHERED = 0.7
SPREAD = 0.012  # degrees around a town: a little more than a kilometre
SIX_DIGITS = Decimal("0.000001")


class NoTerritories(Exception):
    """Demonstration actors need territories, boundaries and census figures to stand in."""


@dataclass(frozen=True)
class Leaf:
    """One commune or arrondissement, with what is known to lie in it."""

    code: str
    codes: dict
    names: dict
    shape: shapely.Geometry
    anchors: np.ndarray
    placed: tuple
    unplaced: tuple


class Leaves:
    """All leaves, in the order of their codes, and the chance of each."""

    def __init__(self, leaves, weights):
        self.leaves = leaves
        self.chances = np.asarray(weights) / np.sum(weights)
        self.index = {leaf.code: at for at, leaf in enumerate(leaves)}
        self.region = np.array([leaf.codes["region"] for leaf in leaves])
        self.of_region = {
            region: np.flatnonzero(self.region == region) for region in np.unique(self.region)
        }

    def __getitem__(self, index) -> Leaf:
        return self.leaves[index]

    def draw(self, rng, count) -> np.ndarray:
        """Indexes of leaves, as often as their chances say."""
        return rng.choice(len(self.leaves), size=count, p=self.chances)

    def draw_near(self, rng, index) -> int:
        """Another leaf of the same region, or the same where it is alone."""
        near = self.of_region[self.region[index]]
        chances = self.chances[near] / self.chances[near].sum()
        return int(rng.choice(near, p=chances))

    def index_of(self, place: Place) -> int:
        """The leaf a place lies in."""
        return self.index[place.arrondissement or place.commune]

    def places(self, rng, drawn, known_by) -> list[Place]:
        """A place in each of the drawn leaves: exact, or known by locality or commune only.

        `known_by` has the shares of these three precisions; a leaf none of whose localities has a
        point gives exact ones instead.
        """
        made = [None] * len(drawn)
        known = rng.random(len(drawn))
        order = np.argsort(drawn, kind="stable")
        edges = np.flatnonzero(np.diff(drawn[order])) + 1
        for some in np.split(order, edges) if len(order) else []:
            leaf = self.leaves[drawn[some[0]]]
            exact = known[some] < known_by["exact"]
            by_locality = ~exact & (known[some] < known_by["exact"] + known_by["locality"])
            if not leaf.placed:
                exact |= by_locality
                by_locality[:] = False
            points = iter(_points(rng, leaf, int(exact.sum())))
            picks = rng.integers(0, 2**31, size=len(some))
            for at, is_exact, is_local, pick in zip(some, exact, by_locality, picks, strict=True):
                if is_exact:
                    made[at] = _exact(leaf, next(points))
                elif is_local:
                    made[at] = _in_locality(leaf, leaf.placed[pick % len(leaf.placed)])
                else:
                    made[at] = _in_commune(leaf, pick)
        return made


def _exact(leaf, point):
    lon, lat = point
    return Place(**leaf.codes, lon=_degrees(lon), lat=_degrees(lat), precision="exact")


def _in_locality(leaf, locality):
    code, names, lon, lat = locality
    return Place(
        **leaf.codes,
        locality=code,
        locality_names=names,
        lon=_degrees(lon),
        lat=_degrees(lat),
        precision="locality",
    )


def _in_commune(leaf, pick):
    """Known by its commune; half of them by a locality nobody has put on the map yet."""
    if leaf.unplaced and pick % 2:
        code, names = leaf.unplaced[pick // 2 % len(leaf.unplaced)]
        return Place(**leaf.codes, locality=code, locality_names=names, precision="commune")
    return Place(**leaf.codes, precision="commune")


def _degrees(value):
    return Decimal(f"{value:.6f}")


def _points(rng, leaf, count):
    """`count` points inside a leaf, rounded to the six digits that are published."""
    found = np.empty((0, 2))
    west, south, east, north = leaf.shape.bounds
    while len(found) < count:
        wanted = max(16, (count - len(found)) * 3)
        points = rng.random((wanted, 2)) * (east - west, north - south) + (west, south)
        if len(leaf.anchors):
            around = leaf.anchors[rng.integers(0, len(leaf.anchors), wanted)]
            around = around + rng.normal(scale=SPREAD, size=(wanted, 2))
            points = np.where((rng.random(wanted) < GATHERED)[:, None], around, points)
        points = np.round(points, 6)
        inside = shapely.contains_xy(leaf.shape, points[:, 0], points[:, 1])
        found = np.concatenate([found, points[inside]])
    return found[:count].tolist()


def read() -> Leaves:
    """The leaves of the reference sets in force. Raises NoTerritories."""
    territories = sorted(Territory.objects.newest().leaves(), key=lambda leaf: leaf.code)
    shapes = _shapes()
    weights = dict(
        Census.objects.newest()
        .of_year(2024)
        .filter(code__in=[territory.code for territory in territories])
        .values_list("code", "nonprofit_establishments")
    )
    if not territories or not weights or not shapes:
        raise NoTerritories("load the territories first: manage.py load_territories")
    anchors, placed, unplaced = _known_places()
    leaves = [
        Leaf(
            code=territory.code,
            codes={
                "region": territory.region,
                "province": territory.province,
                "prefecture_arrondissements": territory.prefecture_arrondissements,
                "commune": territory.commune,
                "arrondissement": territory.code if territory.level == "arrondissement" else None,
            },
            names={"ar": territory.name_ar, "fr": territory.name_fr},
            shape=shapes[territory.code],
            anchors=_inside(shapes[territory.code], anchors.get(territory.code, [])),
            placed=tuple(placed.get(territory.code, ())),
            unplaced=tuple(unplaced.get(territory.code, ())),
        )
        for territory in territories
    ]
    return Leaves(leaves, [(weights.get(leaf.code) or 0) + LEAST_WEIGHT for leaf in leaves])


def _shapes():
    """Leaf code to its polygon, prepared: a million points are tested against them."""
    rows = Boundary.objects.newest().of_level("commune", "arrondissement")
    shapes = {
        code: shapely.from_wkb(bytes(shape.wkb))
        for code, shape in rows.values_list("code", "full").iterator(chunk_size=200)
    }
    shapely.prepare(list(shapes.values()))
    return shapes


def _known_places():
    """By leaf: points that actors gather around, localities with a point, and those without."""
    anchors, placed, unplaced = {}, {}, {}
    for locality in sorted(Locality.objects.newest(), key=lambda locality: locality.code):
        leaf = locality.arrondissement or locality.commune
        names = {
            language: name
            for language in ("ar", "fr", "zgh")
            if (name := getattr(locality, f"name_{language}"))
        }
        if locality.point is None:
            unplaced.setdefault(leaf, []).append((locality.code, names))
        else:
            lon, lat = locality.point.coords
            placed.setdefault(leaf, []).append((locality.code, names, lon, lat))
            anchors.setdefault(leaf, []).append((lon, lat))
    areas = UrbanArea.objects.newest().values_list("code", "commune", "area")
    for _, commune, area in sorted(areas, key=lambda row: row[0]):
        anchors.setdefault(commune, []).append(area.point_on_surface.coords)
    return anchors, placed, unplaced


def _inside(shape, points):
    """The points a shape holds: a gazetteer's town may stand just over the border."""
    points = np.array(points, dtype=float).reshape(-1, 2)
    return points[shapely.contains_xy(shape, points[:, 0], points[:, 1])]
