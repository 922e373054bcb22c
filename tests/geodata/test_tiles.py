"""Tiles of the base map."""

import gzip
import math

import mapbox_vector_tile
import pytest

from geodata.tiles import BUFFER, EXTENT, territory_tile

pytestmark = pytest.mark.usefixtures("territories")
LARGEST = 64 * 1024


def tile_of(lon, lat, z):
    n = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return z, int((lon + 180) / 360 * n), int(y)


@pytest.fixture
def tile(territories):
    def decoded(lon, lat, z):
        data = territory_tile(territories, *tile_of(lon, lat, z))
        return mapbox_vector_tile.decode(data) if data else {}

    return decoded


def properties(layer):
    return [feature["properties"] for feature in layer["features"]]


def test_a_tile_has_land_surroundings_borders_towns_and_names(tile):
    found = tile(-2.9, 35.1, 8)

    assert set(found) == {"land", "context", "built", "borders", "labels"}


@pytest.mark.parametrize(
    ("zoom", "ranks"),
    [
        (4, {"coast", "frontier", "region"}),
        (6, {"coast", "frontier", "region", "province"}),
        (9, {"coast", "frontier", "province", "commune", "region"}),
    ],
)
def test_finer_borders_come_with_zoom(tile, zoom, ranks):
    assert {one["rank"] for one in properties(tile(-3.6, 35.1, zoom)["borders"])} <= ranks | {
        "coast"
    }
    assert "region" in {one["rank"] for one in properties(tile(-4.0, 34.9, zoom)["borders"])}


def test_one_tile_serves_all_languages(tile):
    sea = next(one for one in properties(tile(-3.1, 35.85, 6)["labels"]) if one["kind"] == "sea")

    assert sea["name_ar"] == "البحر الأبيض المتوسط"
    assert sea["name_fr"] == "Mer Méditerranée"
    assert sea["name_en"] == "Mediterranean Sea"


def test_a_name_stands_in_one_tile_only(territories):
    z, x, y = tile_of(-2.93, 35.17, 7)
    found = []
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            data = territory_tile(territories, z, x + across, y + down)
            labels = mapbox_vector_tile.decode(data).get("labels", {"features": []})
            found += [one["properties"]["code"] for one in labels["features"]]

    assert len(found) == len(set(found))


def test_shapes_reach_40_pixels_beyond_the_edge(tile):
    """Else the map's wide strokes would show where tiles meet."""
    land = tile(-6.0, 32.5, 8)["land"]["features"][0]["geometry"]["coordinates"]
    corners = [corner for ring in land for corner in ring]

    assert BUFFER / EXTENT * 256 >= 40
    assert min(x for x, _ in corners) == min(y for _, y in corners) == -BUFFER
    assert max(x for x, _ in corners) == max(y for _, y in corners) == EXTENT + BUFFER


def test_lines_are_not_lost_where_several_meet(tile):
    communes = next(
        one
        for one in tile(-6.0, 33.8, 10)["borders"]["features"]
        if one["properties"]["rank"] == "commune"
    )

    assert sum(len(line) for line in communes["geometry"]["coordinates"]) > 300


@pytest.mark.parametrize("z", range(4, 13))
def test_the_fullest_tiles_stay_small(territories, z):
    """The densest places of the country, at each zoom."""
    for lon, lat in [(-7.6, 33.5), (-5.0, 34.0), (-8.0, 31.6), (-9.5, 30.4), (-4.5, 34.6)]:
        data = territory_tile(territories, *tile_of(lon, lat, z))

        assert len(data) <= LARGEST
        assert len(gzip.compress(data)) <= LARGEST / 2


def test_the_open_sea_is_empty(territories):
    assert territory_tile(territories, *tile_of(-30, 10, 9)) == b""


@pytest.mark.parametrize("place", [(3, 8, 0), (-1, 0, 0), (19, 0, 0)])
def test_what_is_no_tile_is_refused(territories, place):
    with pytest.raises(ValueError, match="not a tile"):
        territory_tile(territories, *place)
