"""Map tiles of a test's own making, so that a walk over the map needs no register behind it."""

import math
import re

import mapbox_vector_tile

EXTENT = 4096
TILE = re.compile(r"/tiles/(\w+)/(\d+)/(\d+)/(\d+)\.mvt")


def serve(page, **tilesets):
    """Answer the page's tiles: each keyword is a tileset, {layer: [(lon, lat, properties)…]}."""

    def answer(route):
        name, z, x, y = TILE.search(route.request.url).groups()
        layers = tilesets.get(name, {})
        route.fulfill(body=tile(layers, int(z), int(x), int(y)))

    page.route(TILE, answer)


def tile(layers, z, x, y) -> bytes:
    """The points of `layers` that lie in a tile."""
    found = []
    for name, points in layers.items():
        features = []
        for lon, lat, properties in points:
            at = (world_x(lon) * 2**z - x, world_y(lat) * 2**z - y)
            if all(0 <= part < 1 for part in at):
                place = [int(part * EXTENT) for part in at]
                features.append(
                    {
                        "geometry": {"type": "Point", "coordinates": place},
                        "properties": properties,
                    }
                )
        if features:
            found.append({"name": name, "features": features})
    if not found:
        return b""
    return mapbox_vector_tile.encode(
        found, default_options={"extents": EXTENT, "y_coord_down": True}
    )


def world_x(lon):
    return (lon + 180) / 360


def world_y(lat):
    return (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
