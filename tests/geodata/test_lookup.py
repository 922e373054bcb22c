"""Which commune holds a point."""

import csv
from collections import defaultdict

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from geodata.loading import matching
from geodata.loading.gazetteer import PLACES
from geodata.loading.sources import FIXTURES
from geodata.lookup import IN_SET, ON_LAND
from geodata.models import BorderLine, Territory, UrbanArea

pytestmark = pytest.mark.usefixtures("territories")


def at(lon, lat, **how):
    found = Territory.objects.at(Point(lon, lat, srid=4326), **how)
    return found and found.code


def test_a_point_is_in_its_commune():
    assert at(-2.93, 35.17) == "02.381.01.05"


def test_in_a_city_a_point_is_in_its_arrondissement():
    assert at(-7.6114, 33.5883) == "06.141.01.07"


@pytest.mark.parametrize(
    ("lon", "lat"), [(-2.25, 35.105), (-9.775, 31.508)], ids=["off Saidia", "port of Essaouira"]
)
def test_a_point_just_off_the_coast_belongs_to_the_shore(lon, lat):
    assert at(lon, lat) in {"02.113.01.25", "07.211.01.05"}


def test_a_point_far_at_sea_is_nowhere():
    assert at(-11.5, 32.5) is None


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (-5.32, 35.89),
        (-2.94, 35.29),
        (-5.6, 36.01),
        (-1.31, 34.88),
        (-2.19, 35.08),
        (-17.04, 20.94),
    ],
    ids=["Sebta", "Melilia", "Tarifa", "Tlemcen", "Marsa Ben M'Hidi", "Nouadhibou"],
)
def test_abroad_is_nowhere_also_just_behind_a_frontier(lon, lat):
    assert at(lon, lat) is None


def test_a_point_on_a_border_belongs_to_one_of_its_sides():
    for border in BorderLine.objects.newest().filter(detail="full", rank="commune")[:50]:
        lon, lat = border.line[0][len(border.line[0]) // 2]
        assert at(lon, lat) in {border.one, border.other} | touching(lon, lat)


def touching(lon, lat):
    """Where three meet, the third is right too."""
    lines = BorderLine.objects.newest().filter(
        detail="full", line__intersects=Point(lon, lat, srid=4326)
    )
    return {code for line in lines for code in (line.one, line.other)}


def test_the_set_asked_for_is_the_one_read():
    assert at(-2.93, 35.17, set=1) == "02.381.01.05"


def test_looking_up_reads_the_index_of_pieces():
    with connection.cursor() as cursor:
        cursor.execute(
            "explain " + ON_LAND.format(in_set=IN_SET[True]), {"lon": -6, "lat": 33, "set": None}
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "geodata_boundarypiece_place" in plan
    assert "Seq Scan" not in plan


@pytest.fixture
def homonyms():
    """Towns of the gazetteer that bear the name of an urban area, with these areas."""
    areas = defaultdict(list)
    for area in UrbanArea.objects.newest():
        areas[matching.spelling(area.name_fr)].append(area)
    with (FIXTURES / PLACES).open(encoding="utf-8") as file:
        places = list(csv.DictReader(file))
    found = [(place, areas.get(matching.spelling(place["name"]))) for place in places]
    return [
        (Point(float(place["lon"]), float(place["lat"]), srid=4326), same)
        for place, same in found
        if same
    ]


def test_the_towns_of_the_gazetteer_fall_in_the_urban_area_of_their_name(homonyms):
    """Before the latitudes were mended one of 259 did."""
    right = [any(area.area.intersects(point) for area in same) for point, same in homonyms]

    assert (len(right), sum(right)) == (259, 246)


def test_looking_up_these_towns_finds_the_commune_of_that_area(homonyms):
    found = [(Territory.objects.at(point), same) for point, same in homonyms]

    assert sum(leaf.commune in {area.commune for area in same} for leaf, same in found) >= 246
