"""Tiles say the numbers of the list, place every actor once, and stay small."""

import gzip
from decimal import Decimal

import mapbox_vector_tile
import pytest
from django.http import QueryDict

from directory import tiles
from directory.as_of import snapshot
from directory.records.facts import Place
from directory.selection.filterset import ActorFilterSet

BERKANE = Place("02", "02.113", None, "02.113.01.09", precision="commune")
NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
TANGER = Place("01", "01.511", None, "01.511.01.0", arrondissement="01.511.01.05")


# From this zoom on, thousands of tiles hold a label: those are asked where somebody stands.
DEEP, STANDING = 9, ("01.511", "02.113", "02.381")
POINTS = [(-2.93, 35.17), (-2.32, 34.92)]


def at(place, lon, lat):
    return Place(
        place.region, place.province, None, place.commune,
        lon=Decimal(str(lon)), lat=Decimal(str(lat)), precision="exact",
    )  # fmt: skip


def layers(query, z, *tiles_of_zoom, as_of=None):
    """{layer: [properties…]} of some tiles of a zoom, or of all that hold a territory's label."""
    with snapshot(as_of) as reading:
        filters = ActorFilterSet(QueryDict(query), reading=reading)
        assert filters.is_valid(), filters.refused
        selection = filters.selection()
        number = reading.set_of("territories")
        wanted = tiles_of_zoom or {
            (int(place.x * 2**z), int(place.y * 2**z))
            for level in ("region", "province", "commune")
            for place in tiles.places(number, level)
            if z < DEEP or place.code.startswith(STANDING)
        } | {tuple(int(one * 2**z) for one in tiles.unit(*lonlat)) for lonlat in POINTS}
        found = {}
        for x, y in wanted:
            decoded = mapbox_vector_tile.decode(
                gzip.decompress(tiles.actor_tile(selection, z, x, y))
            )
            for name, layer in decoded.items():
                found.setdefault(name, []).extend(one["properties"] for one in layer["features"])
        return selection, found


@pytest.fixture
def north(in_force, register):
    """Eight actors in three provinces of two regions; two of them without a public point."""
    register.publish("Nador 1", legal_form="cooperative", place=NADOR)
    register.publish("Nador 2", legal_form="association", place=at(NADOR, -2.93, 35.17))
    register.publish("Berkane 1", legal_form="cooperative", place=BERKANE)
    for n in range(4):
        register.publish(f"Berkane {n + 2}", place=at(BERKANE, -2.32 + n / 1e5, 34.92))
    register.publish("Tanger 1", legal_form="mutual", place=TANGER)
    return register


@pytest.mark.parametrize(("zoom", "level"), [(5, "region"), (7, "province"), (10, "commune")])
def test_bubbles_of_every_level_add_up_to_the_count_of_the_list(north, zoom, level):
    selection, found = layers("", zoom)

    assert {one["level"] for one in found["bubbles"]} == {level}
    assert sum(one["count"] for one in found["bubbles"]) == selection.total == 8


def test_a_bubble_tells_its_mix_of_legal_forms(north):
    _, found = layers("region=02", 5)

    assert [(one["code"], one["count"]) for one in found["bubbles"]] == [("02", 7)]
    (oriental,) = found["bubbles"]
    mix = [oriental[name] for name in ("cooperatives", "associations", "mutuals", "others")]
    assert mix == [2, 5, 0, 0]


def test_a_filter_finer_than_the_bubbles_still_counts_in_them(north):
    _, found = layers("commune=02.113.01.09", 5)

    assert [(one["code"], one["count"]) for one in found["bubbles"]] == [("02", 5)]


@pytest.mark.parametrize("query", ["q=nador", "legal_form=cooperative,mutual", "province=02.381"])
def test_filtered_bubbles_add_up_whoever_counts_them(north, query):
    selection, found = layers(query, 7)

    assert sum(one["count"] for one in found["bubbles"]) == selection.total > 0


def test_near_actors_gather_and_far_ones_stand_alone(north):
    _, found = layers("", 12)

    assert [one["count"] for one in found["clusters"]] == [4]
    assert [one["name_fr"] for one in found["points"]] == ["Nador 2"]


def test_actors_known_only_by_commune_stand_on_the_commune(north):
    _, found = layers("", 12)

    assert {one["code"]: one["count"] for one in found["communes"]} == {
        "02.381.01.05": 1,
        "02.113.01.09": 1,
        "01.511.01.0": 1,
    }


@pytest.mark.parametrize("query", ["", "legal_form=cooperative", "q=berkane"])
def test_every_actor_is_on_the_map_once_at_every_zoom(north, query):
    for zoom in (11, 13):
        selection, found = layers(query, zoom)
        shown = (
            sum(one["count"] for one in found.get("clusters", []))
            + len(found.get("points", []))
            + sum(one["count"] for one in found["communes"])
        )
        assert shown == selection.total


@pytest.mark.parametrize("zoom", [11, 14, 18])
def test_an_actor_on_the_edge_of_two_tiles_is_in_one(in_force, register, zoom):
    edge = -2.8125  # 63 of 128 parts of the world: an edge at every zoom from 7
    register.publish("Edge", place=at(NADOR, edge, 35.17))
    x, y = (int(one * 2**zoom) for one in tiles.unit(edge, 35.17))

    _, found = layers("", zoom, (x - 1, y), (x, y))

    assert [one["name_fr"] for one in found["points"]] == ["Edge"]


@pytest.mark.parametrize(("zoom", "apart"), [(14, False), (16, True)])
def test_actors_a_finger_cannot_tell_apart_gather_until_the_streets(
    in_force, register, zoom, apart
):
    north = 34.92
    for name, east in (("One", 0), ("Two", 0.00035)):  # 4 px at zoom 14, 16 px at 16
        register.publish(name, place=at(BERKANE, -2.3205 + east, north))
    x, y = (int(one * 2**zoom) for one in tiles.unit(-2.3204, north))

    _, found = layers("", zoom, (x, y))

    assert len(found.get("points", [])) == (2 if apart else 0)


def test_an_old_revision_keeps_its_tiles(north, register):
    with snapshot() as reading:
        before = reading.revision
    register.publish("Nador 3", place=NADOR)

    _, then = layers("province=02.381", 7, as_of=before)
    _, now = layers("province=02.381", 7)

    assert [one["count"] for one in then["bubbles"]] == [2]
    assert [one["count"] for one in now["bubbles"]] == [3]


def test_a_tile_is_bounded_however_many_actors_stand_in_it(in_force, register):
    crowd = [
        register.actor(f"Crowd {n}", place=at(BERKANE, -2.32 + n % 40 / 1e3, 34.92 + n // 40 / 1e3))
        for n in range(1600)
    ]
    register.publish_all(*crowd)
    x, y = (int(unit * 2**11) for unit in tiles.unit(-2.32, 34.92))

    selection, found = layers("", 11, (x, y))

    assert len(found.get("clusters", [])) + len(found.get("points", [])) <= 16


@pytest.mark.parametrize("tile", [(-1, 0, 0), (23, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_a_tile_outside_the_pyramid_is_refused(register, tile):
    with snapshot() as reading:
        filters = ActorFilterSet(QueryDict(""), reading=reading)
        assert filters.is_valid()
        with pytest.raises(tiles.NoSuchTile):
            tiles.actor_tile(filters.selection(), *tile)
