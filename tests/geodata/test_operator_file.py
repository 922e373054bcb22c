"""Boundaries an operator brings: any file GDAL reads, whatever its coordinates."""

import numpy as np
import pyogrio
import pytest
import shapely

from geodata.loading import coverage, hcp, operator_file, sources
from geodata.loading.errors import DamagedSource, MissingSource, WrongCount
from geodata.models import Boundary


@pytest.fixture(scope="module")
def hierarchy():
    return hcp.read(sources.shipped())


@pytest.fixture
def leaves(territories, hierarchy):
    rows = Boundary.objects.newest().filter(code__in=hierarchy.leaves).values_list("code", "low")
    return {code: shapely.from_wkb(bytes(shape.wkb)) for code, shape in rows}


@pytest.fixture
def file(tmp_path):
    def write(shapes, name="communes.gpkg", column="code", crs="EPSG:4326"):
        pyogrio.raw.write(
            tmp_path / name,
            geometry=np.array([shapely.to_wkb(shape) for shape in shapes.values()], dtype=object),
            field_data=[np.array(list(shapes), dtype=object)],
            fields=[column],
            crs=crs,
            geometry_type="MultiPolygon",
        )
        return tmp_path / name

    return write


@pytest.mark.parametrize("name", ["communes.gpkg", "communes.geojson", "communes.shp"])
def test_any_format_gives_the_same_shapes(file, leaves, hierarchy, name):
    found = operator_file.read(file(leaves, name), hierarchy)

    assert found.keys() == leaves.keys()
    assert found["02.381.05.09"].equals_exact(leaves["02.381.05.09"].normalize(), 1e-6) or found[
        "02.381.05.09"
    ].symmetric_difference(leaves["02.381.05.09"]).area == pytest.approx(0, abs=1e-9)


def test_digits_do_as_codes_and_the_column_can_be_named(file, leaves, hierarchy):
    dotted = {code: digits for digits, code in hierarchy.digits.items()}
    path = file({dotted[code]: shape for code, shape in leaves.items()}, column="HCP")

    with pytest.raises(DamagedSource, match="No column code, .*; the file has HCP"):
        operator_file.read(path, hierarchy)
    assert operator_file.read(path, hierarchy, "HCP").keys() == leaves.keys()


def test_other_coordinates_are_brought_to_degrees(file, leaves, hierarchy):
    def mercator(corners):
        x = np.radians(corners[:, 0]) * 6378137
        y = np.arctanh(np.sin(np.radians(corners[:, 1]))) * 6378137
        return np.column_stack([x, y])

    projected = {code: shapely.transform(shape, mercator) for code, shape in leaves.items()}
    found = operator_file.read(file(projected, crs="EPSG:3857"), hierarchy)

    code = "02.113.01.09"
    assert found[code].hausdorff_distance(leaves[code]) < 1e-6


def test_a_unit_the_census_does_not_know_is_refused(file, leaves, hierarchy):
    with pytest.raises(WrongCount, match="1 territories the census does not know, first '99'"):
        operator_file.read(file(leaves | {"99": shapely.box(0, 0, 1, 1)}), hierarchy)


def test_a_missing_unit_is_refused(file, leaves, hierarchy):
    del leaves["02.381.05.09"]

    with pytest.raises(WrongCount, match=r"1537 shapes for 1538 .* missing \(first 02.381.05.09\)"):
        coverage.clean(operator_file.read(file(leaves), hierarchy), hierarchy.leaves)


def test_levels_above_the_leaves_are_passed_over(file, leaves, hierarchy):
    found = operator_file.read(file(leaves | {"02": shapely.box(0, 0, 1, 1)}), hierarchy)

    assert found.keys() == leaves.keys()


def test_what_is_no_file_of_shapes_is_refused(tmp_path, hierarchy):
    path = tmp_path / "communes.gpkg"
    with pytest.raises(MissingSource, match="does not exist"):
        operator_file.read(path, hierarchy)
    path.write_bytes(b"not a geopackage")
    with pytest.raises(DamagedSource, match="cannot be read"):
        operator_file.read(path, hierarchy)
