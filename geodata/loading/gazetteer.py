"""Towns from the gazetteer: localities `gn-<geonameid>` with a point and names in both scripts."""

import shapely

from geodata.loading import matching
from geodata.loading.errors import DamagedSource
from geodata.models.localities import LocalityKind
from geodata.models.territories import Kind

PLACES = "localities/geonames_places.csv"
SOURCE = "geonames"
DIRECTION_MARKS = "\u200e\u200f "


def read(sources, hierarchy, leaves):
    """(rows of `Locality`, sentences on what could not be matched).

    The territory is the one whose shape holds the point, whatever the file says. The most populous
    place of a municipality that is spelled much like it is its seat, and so is that of a rural
    commune that is spelled the same: a seat takes the official names.
    """
    rows, unmatched, seats = [], [], set()
    for place in sources.table(PLACES):
        try:
            lon, lat = float(place["lon"]), float(place["lat"])
            population = int(place["population"] or 0)
        except ValueError as error:
            raise DamagedSource(f"{PLACES}: {place['name']} has no readable place.") from error
        leaf = leaves.at(lon, lat)
        if leaf is None:
            unmatched.append(f"{place['name']} (GeoNames {place['geonameid']}) is in no territory")
            continue
        home = hierarchy.rows[leaf]
        commune = hierarchy.rows[home["commune"]]
        seat = commune["code"] not in seats and _is_seat(place["name"], commune)
        arabic = place["name_ar"].strip(DIRECTION_MARKS)
        if arabic and not matching.is_arabic(arabic):
            unmatched.append(f"{place['name']}: {arabic!r} is not Arabic script and is left out")
            arabic = ""
        if seat:
            seats.add(commune["code"])
        rows.append(
            {
                "code": f"gn-{place['geonameid']}",
                "kind": LocalityKind.TOWN,
                "name_ar": commune["name_ar"] if seat else arabic,
                "name_fr": commune["name_fr"] if seat else place["name"],
                "name_zgh": place["name_zgh"],
                "region": home["region"],
                "province": home["province"],
                "commune": home["commune"],
                "arrondissement": leaf if leaf != home["commune"] else None,
                "point": shapely.Point(lon, lat),
                "population": population or None,
                "source": SOURCE,
                "is_seat": seat,
            }
        )
    return rows, unmatched


def _is_seat(name, commune):
    if commune["kind"] == Kind.MUNICIPALITY:
        return matching.alike(name, commune["name_fr"])
    return matching.same(name, commune["name_fr"])
