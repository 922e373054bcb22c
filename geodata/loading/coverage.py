"""From single shapes to one coverage: cleaned, simplified, dissolved, borders staying shared."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.loading.errors import BadGeometry, WrongCount
from geodata.models.boundaries import Detail
from geodata.models.territories import COUNTRY, Level

# Degrees. Ten millionths is one centimetre: what the source's decimals mean.
PRECISION = 1e-7
SNAPPING, GAP = 1e-6, 5e-5
# Degrees of the area-based simplification: 0.001 keeps a fifth of the corners, 0.005 a sixteenth.
TOLERANCE = {Detail.MID: 0.001, Detail.LOW: 0.005}


@dataclass(frozen=True)
class Coverage:
    """The leaves of the country at one detail: shapes[i] is that of codes[i]."""

    codes: tuple[str, ...]
    shapes: tuple[shapely.Geometry, ...]

    def of(self, code):
        return self.shapes[self.codes.index(code)]


def clean(units: dict, leaves) -> Coverage:
    """The leaves as one valid coverage, in full detail; refuses missing, unknown or broken ones."""
    missing, unknown = set(leaves) - units.keys(), units.keys() - set(leaves)
    if missing or unknown:
        raise WrongCount(
            f"{len(units)} shapes for {len(leaves)} territories: "
            f"{len(missing)} are missing{_first(missing)}, {len(unknown)} unknown{_first(unknown)}."
        )
    codes = tuple(sorted(units))
    shapes = shapely.set_precision([units[code] for code in codes], PRECISION)
    shapes = shapely.coverage_clean(shapes, snapping_distance=SNAPPING, gap_width=GAP)
    if not shapely.coverage_is_valid(shapes):
        raise BadGeometry("The shapes overlap, or leave gaps, more than can be cleaned.")
    return _checked(Coverage(codes, tuple(shapes)))


def simplify(coverage: Coverage, detail) -> Coverage:
    """A coarser coverage; a border stays one line for both its sides."""
    shapes = shapely.coverage_simplify(list(coverage.shapes), TOLERANCE[detail])
    return _checked(Coverage(coverage.codes, tuple(shapes)))


def dissolve(coverage: Coverage, hierarchy) -> dict[str, shapely.MultiPolygon]:
    """The shape of every territory of every level, from those of the leaves."""
    leaf = dict(zip(coverage.codes, coverage.shapes, strict=True))
    parts = defaultdict(list)
    for code, shape in leaf.items():
        row = hierarchy.rows[code]
        parts[COUNTRY].append(shape)
        for column in ("region", "province", "prefecture_arrondissements", "commune"):
            if row.get(column) and row[column] != code:
                parts[row[column]].append(shape)
    whole = {code: shapely.coverage_union_all(shapes) for code, shapes in parts.items()}
    return {
        code: _multipart(leaf.get(code) or whole[code])
        for code in hierarchy.rows
        if code in leaf or code in whole
    }


def _checked(coverage):
    for code, shape in zip(coverage.codes, coverage.shapes, strict=True):
        if shape.is_empty or not shape.is_valid or "Polygon" not in shape.geom_type:
            raise BadGeometry(f"The shape of {code} is {shapely.is_valid_reason(shape)}.")
    return coverage


def _multipart(shape):
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[np.argsort(-shapely.area(parts), kind="stable")])


def _first(codes):
    return f" (first {sorted(codes)[0]})" if codes else ""


def complete(shapes, hierarchy):
    """Refuse when a territory of any level has no shape."""
    if missing := hierarchy.rows.keys() - shapes.keys():
        level = Level(hierarchy.rows[sorted(missing)[0]]["level"])
        raise WrongCount(f"{len(missing)} territories have no shape{_first(missing)}, a {level}.")
