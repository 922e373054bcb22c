"""GeoPackage of actors, a block of rows at a time; the same bytes for the same rows and moment."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import orjson

from directory.selection.selection import Selection
from evidence.formats.columns import ACTOR_COLUMNS
from evidence.formats.lines import RAW, whole_lines

LAYER = "actors"
ROWS = 20_000  # written at once
BOOLEANS = {"is_demo"}
PLACE = ("longitude", "latitude")


def actors_gpkg(selection: Selection, path: Path, *, moment: datetime, note: str) -> int:
    """Write a selection as one layer of points and say how many; must run inside the snapshot.

    Actors without a public point have no geometry. `note` is the layer's description.
    """
    import pyogrio
    import pyogrio.raw

    columns = [column for column in ACTOR_COLUMNS if column.name not in PLACE]
    pyogrio.set_gdal_config_options(
        {
            "OGR_CURRENT_DATE": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "OGR_SQLITE_JOURNAL": "MEMORY",
        }
    )
    count = 0
    for rows in _blocks(selection, columns):
        _write(path, rows, columns, append=count > 0, note=note)
        count += len(rows)
    if not count:
        _write(path, [], columns, append=False, note=note)
    return count


def _blocks(selection, columns) -> Iterator[list]:
    """Rows of longitude, latitude and the columns, some at a time."""
    told = ", ".join(["st_x(v.point)", "st_y(v.point)", *(one.expression for one in columns)])
    held = []
    for lines in whole_lines(selection.copy(f"json_build_array({told})", options=RAW)):
        held += [orjson.loads(line) for line in lines]
        while len(held) >= ROWS:
            yield held[:ROWS]
            held = held[ROWS:]
    if held:
        yield held


def _write(path, rows, columns, *, append, note) -> None:
    import numpy
    import pyogrio.raw
    import shapely

    places = numpy.array(
        [(numpy.nan, numpy.nan) if row[0] is None else row[:2] for row in rows], dtype=float
    ).reshape(-1, 2)
    points = shapely.to_wkb(shapely.points(places))
    points[numpy.isnan(places[:, 0])] = None
    fields = [column.name for column in columns]
    data = [
        numpy.array(
            [row[at] for row in rows], dtype=bool if columns[at - 2].name in BOOLEANS else object
        )
        for at in range(2, len(columns) + 2)
    ]
    pyogrio.raw.write(
        path,
        points,
        data,
        fields,
        layer=LAYER,
        driver="GPKG",
        geometry_type="Point",
        crs="EPSG:4326",
        append=append,
        dataset_options=None if append else {"VERSION": "1.2"},
        layer_options=None
        if append
        else {"IDENTIFIER": LAYER, "DESCRIPTION": note, "FID": "fid", "GEOMETRY_NAME": "geom"},
    )
