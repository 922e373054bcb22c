"""Towns on the map: the ground they stand on, and the names written there."""

import shapely

from geodata.loading import matching
from geodata.loading.errors import DamagedSource
from geodata.models.boundaries import LabelKind
from geodata.models.territories import Kind, Level

LABELS = "land/labels.csv"
# Degrees of simplification of a town's ground: it is a background, seen from zoom 8 on.
GROUND = 0.0005
# (least inhabitants, rank, first zoom) of a municipality; a province's chief town is above all but
# the first, which only chief towns reach: suburbs are large too. When two names collide the smaller
# rank is kept.
CITIES = ((300_000, 2, 5), (50_000, 5, 7), (20_000, 6, 8), (0, 7, 9))
CAPITAL = (3, 5)
# Chief towns of provinces that bear neither their name nor that of their largest town.
CHIEF_TOWNS = {
    "01.573": "M'diq",
    "04.501": "Témara",
    "07.041": "Tahannaout",
    "09.163": "Biougra",
    "09.273": "Inezgane",
}
REGION, CENTRE, COMMUNE = (4, 5, 8), (8, 10), (9, 10)


def grounds(hierarchy, shapes, centres):
    """Rows of `UrbanArea`: municipalities, and urban centres outside them."""
    rows = []
    municipal = [row for row in hierarchy.rows.values() if row["kind"] == Kind.MUNICIPALITY]
    for row in municipal:
        area = shapes[row["code"]]
        rows.append(_ground(row["code"], "municipality", row["code"], row, area))
    within = {row["code"] for row in municipal}
    order = sorted(centres, key=lambda centre: (centre.code, centre.name_fr))
    for at, centre in enumerate(order):
        if centre.code in within:
            continue
        number = sum(other.code == centre.code for other in order[:at]) + 1
        names = {"name_ar": centre.name_ar, "name_fr": centre.name_fr}
        area = shapely.make_valid(shapely.simplify(centre.shape, GROUND))
        code = f"{centre.code}.c{number}"
        rows.append(_ground(code, "urban-centre", centre.code, names, area))
    return rows


def labels(sources, hierarchy, points, population, places, areas):
    """Rows of `Label`: seas and neighbours, regions, towns, urban centres, communes.

    `places` are rows of localities: a town's name stands where the gazetteer puts it, else in the
    middle of its territory.
    """
    stands = _stands(places)
    rows = _surroundings(sources)
    capitals = _capitals(hierarchy, population)
    for row in hierarchy.of_level(Level.REGION):
        rank, start, end = REGION
        rows.append(_label(row, LabelKind.REGION, rank, start, points[row["code"]], to_zoom=end))
    for row in hierarchy.of_level(Level.COMMUNE):
        code = row["code"]
        if row["kind"] == Kind.MUNICIPALITY:
            kind, (rank, start) = _weight(population[code], code in capitals)
            rows.append(_label(row, kind, rank, start, stands.get(code, points[code])))
        else:
            rows.append(_label(row, LabelKind.COMMUNE, *COMMUNE, points[code]))
    for area in areas:
        if area["kind"] == "urban-centre":
            home = hierarchy.rows[area["commune"]]
            if not matching.same(home["name_fr"], area["name_fr"]):
                point = area["area"].point_on_surface()
                rows.append(_label(area, LabelKind.CENTRE, *CENTRE, point))
    return rows


def _weight(people, capital):
    """(kind, (rank, first zoom)) of a municipality's name."""
    rank, start = next((rank, zoom) for least, rank, zoom in CITIES if people >= least)
    if capital:
        return LabelKind.CITY, min((rank, start), CAPITAL)
    return LabelKind.TOWN, max((rank, start), CITIES[1][1:])


def _ground(code, kind, commune, names, area):
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    return {
        "code": code,
        "kind": kind,
        "commune": commune,
        "name_ar": names["name_ar"],
        "name_fr": names["name_fr"],
        "area": shapely.multipolygons(parts),
    }


def _surroundings(sources):
    rows = []
    for row in sources.table(LABELS):
        try:
            point = shapely.Point(float(row["lon"]), float(row["lat"]))
            numbers = {name: int(row[name]) for name in ("rank", "from_zoom", "to_zoom")}
        except ValueError as error:
            raise DamagedSource(f"{LABELS}: {row['code']} has no readable place.") from error
        names = {name: row[name] for name in row if name.startswith("name_")}
        rows.append({"code": row["code"], "kind": row["kind"], "point": point, **numbers, **names})
    return rows


def _label(row, kind, rank, from_zoom, point, to_zoom=24):
    return {
        "code": row["code"],
        "kind": kind,
        "rank": rank,
        "from_zoom": from_zoom,
        "to_zoom": to_zoom,
        "name_ar": row["name_ar"],
        "name_fr": row["name_fr"],
        "name_zgh": row.get("name_zgh", ""),
        "point": point,
    }


def _capitals(hierarchy, population):
    """The chief town of each province: the municipality of its name, else the most populous."""
    chosen = set()
    for province in hierarchy.of_level(Level.PROVINCE):
        name = CHIEF_TOWNS.get(province["code"], province["name_fr"])
        towns = [
            row
            for row in hierarchy.of_level(Level.COMMUNE)
            if row["province"] == province["code"] and row["kind"] == Kind.MUNICIPALITY
        ]
        ranked = sorted(
            towns,
            key=lambda town: (
                matching.same(town["name_fr"], name),
                population[town["code"]],
            ),
        )
        chosen.update(town["code"] for town in ranked[-1:])
    return chosen


def _stands(places):
    """Commune to the point of its most populous place that bears its name."""
    found = {}
    for place in sorted(places, key=lambda place: place["population"] or 0):
        if place["is_seat"]:
            found[place["commune"]] = place["point"]
    return found
