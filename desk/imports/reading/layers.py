"""GeoJSON and GeoPackage, in the process that opens them (child.py).

The point of each feature becomes two columns of its own, `x` and `y`, in the file's own reference
system; a shape that is no point is told by its middle in `geometry`.
"""

import re

import numpy
import pyogrio
import shapely

from desk.imports.reading.limits import MOST_COLUMNS, MOST_ROWS
from desk.imports.refusals import Hostile, Unreadable

AXES = ("x", "y")
EPSG = re.compile(r"EPSG:{1,2}(?:\d*:)?(\d+)$")


def read(format: str, handle: int, layer: str | None):
    """Headers, rows, how it was read and the EPSG code. Raises Unreadable, Hostile."""
    prefix = {"geojson": "GeoJSON:", "gpkg": ""}[format]
    path = f"{prefix}/proc/self/fd/{handle}"
    try:
        layers = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
        if not layers:
            raise Unreadable("no-layer")
        if layer is not None and layer not in layers:
            raise Unreadable("unknown-layer", layer=layer, accepted=", ".join(layers)[:300])
        name = layer or layers[0]
        info = pyogrio.read_info(path, layer=name, force_feature_count=True)
        if info["features"] > MOST_ROWS:
            raise Hostile("many-rows", most=MOST_ROWS)
        if len(info["fields"]) > MOST_COLUMNS:
            raise Hostile("many-columns", columns=len(info["fields"]), most=MOST_COLUMNS)
        meta, _fids, shapes, fields = pyogrio.raw.read(path, layer=name)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        raise Unreadable("map-broken", format=format) from None
    crs = _epsg(meta["crs"])
    told = f"layer {name}" + (f", EPSG:{crs}" if crs else "")
    return [*map(str, meta["fields"]), *AXES], _rows(shapes, fields), told, crs


def _epsg(crs):
    if crs is None:
        return 4326
    found = EPSG.search(crs)
    if found is None:
        raise Unreadable("no-epsg")
    return int(found.group(1))


def _rows(shapes, fields):
    points = [None] * (len(fields[0]) if len(fields) else 0) if shapes is None else shapes
    for at, shape in enumerate(points):
        yield at + 1, [*(_cell(column[at]) for column in fields), *_axes(shape)]


def _axes(shape):
    """A point's own place; else a point surely inside."""
    if shape is None:
        return None, None
    geometry = shapely.from_wkb(shape, on_invalid="ignore")
    if geometry is None or geometry.is_empty:
        return None, None
    point = geometry if geometry.geom_type == "Point" else geometry.point_on_surface()
    return point.x, point.y


def _cell(value):
    match value:
        case None:
            return None
        case numpy.datetime64():
            return None if numpy.isnat(value) else str(value.astype("datetime64[D]"))
        case numpy.bool_():
            return "true" if value else "false"
        case numpy.integer():
            return int(value)
        case numpy.floating():
            if numpy.isnan(value):
                return None
            return int(value) if float(value).is_integer() else float(value)
        case bytes():
            return None
        case float():
            return None if value != value else value
    return str(value) if str(value).strip() else None
