"""Tiles over HTTP: the filters of lists, gzipped for whoever takes it, and nothing else."""

import gzip

import mapbox_vector_tile

ACTORS, LAND = "/tiles/actors/6/31/25.mvt", "/tiles/territories/6/31/25.mvt"
GZIP = {"accept-encoding": "gzip, br"}


def test_a_tile_is_gzipped_for_whoever_takes_it(get, world):
    zipped, plain = get(ACTORS, headers=GZIP), get(ACTORS)
    assert zipped["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert gzip.decompress(zipped.content) == plain.content
    assert plain["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert "Accept-Encoding" in plain["Vary"]


def test_bubbles_count_what_the_list_counts(get, told, world):
    counted = 0
    for x in range(29, 33):
        for y in range(24, 29):
            tile = get(f"/tiles/actors/6/{x}/{y}.mvt", demo="any", legal_form="cooperative")
            layer = mapbox_vector_tile.decode(tile.content).get("bubbles", {"features": []})
            counted += sum(one["properties"]["count"] for one in layer["features"])
    listed = told("actors/", demo="any", legal_form="cooperative")["count"]
    nowhere = told("actors/", demo="any", legal_form="cooperative", region="none")["count"]
    assert counted == listed - nowhere > 0


def test_a_tile_refuses_what_a_list_refuses(get, world):
    for wrong in ({"regoin": "02"}, {"status": "open"}, {"limit": "5"}, {"as_of": "9999"}):
        assert get(ACTORS, **wrong).status_code == 400, wrong


def test_a_settled_tile_is_told_once(get, world):
    first = get(ACTORS, as_of=world.head)
    assert "max-age=86400" in first["Cache-Control"]
    again = get(ACTORS, as_of=world.head, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_base_map_keeps_its_tag_while_only_actors_change(get, register, world):
    first = get(LAND)
    assert {"land", "borders"} <= set(mapbox_vector_tile.decode(first.content))
    register.publish("Newcomer")
    assert get(LAND, headers={"if-none-match": first["ETag"]}).status_code == 304
