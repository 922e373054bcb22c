"""Which leaf holds which point, and where in a shape its name stands: without a database."""

import numpy as np
import shapely

# A place this far (degrees, some two kilometres) off every shape still belongs to the nearest.
REACH = 0.02


class Leaves:
    """The leaves of a coverage, asked for points."""

    def __init__(self, coverage):
        self._codes = coverage.codes
        self._shapes = coverage.shapes
        self._tree = shapely.STRtree(coverage.shapes)

    def at(self, lon, lat):
        """Code of the leaf that holds a point, else of the nearest within reach, else None."""
        point = shapely.Point(lon, lat)
        inside = self._tree.query(point, predicate="intersects")
        if len(inside):
            return self._codes[int(inside.min())]
        near = self._tree.query_nearest(point, max_distance=REACH)
        return self._codes[int(near[0])] if len(near) else None


def label_points(shapes: dict, full: dict) -> dict:
    """For each code a point well inside its largest part; always within the full shape."""
    found = {}
    for code, shape in shapes.items():
        parts = shapely.get_parts(shape)
        part = parts[np.argmax(shapely.area(parts))]
        tolerance = max(*_size(part)) / 50
        point = shapely.Point(shapely.maximum_inscribed_circle(part, tolerance).coords[0])
        if not full[code].contains(point):
            point = full[code].point_on_surface()
        found[code] = shapely.set_precision(point, 1e-6)
    return found


def _size(shape):
    west, south, east, north = shape.bounds
    return east - west, north - south
