"""Whatever is sent as a file is read or refused in words: nothing else is raised."""

import io
import json
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from hypothesis import strategies as st

from desk.imports.reading import opened, packed
from desk.imports.refusals import ImportRefused
from tests.desk.imports.files import Files

HEADER = ["Nom", "الاسم", "Commune", "Membres 2023"]
ROWS = [["Coopérative Exemple", "تعاونية المثال", "Berkane", "40"], ["Autre", "", "Taza", "١٢"]]
MOST_SECONDS, MOST_MEMORY = 20, 64 * 2**20
EDITS = ("cut", "turn", "put", "repeat", "end")
# Read in this process, in milliseconds; workbooks and maps take half a second of another each.
many = drawing(max_examples=60, suppress_health_check=list(HealthCheck))
few = drawing(max_examples=5, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bytes")


@pytest.fixture(scope="module")
def files(folder):
    """A true file of each kind, as bytes."""
    made = Files(folder)
    cells = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{one}</text:p></table:table-cell>"
        for one in HEADER
    )
    feature = {
        "type": "Feature",
        "properties": {"Nom": "Exemple"},
        "geometry": {"type": "Point", "coordinates": [-2.3, 34.9]},
    }
    paths = {
        "csv": made.csv(HEADER, *ROWS),
        "xlsx": made.xlsx(HEADER, *ROWS),
        "ods": made.ods(f"<table:table-row>{cells}</table:table-row>" * 2),
        "gpkg": made.gpkg("EPSG:4326", [(-2.3, 34.9)], Nom=["Exemple"]),
        "geojson": made.text(
            json.dumps({"type": "FeatureCollection", "features": [feature]}), "e.geojson"
        ),
    }
    return {kind: path.read_bytes() for kind, path in paths.items()}


def read(folder, content: bytes) -> int | str:
    """How many rows it has, or the words of its refusal."""
    path = folder / "sent"
    path.write_bytes(content)
    begun = time.monotonic()
    tracemalloc.start()
    try:
        with opened(path) as (table, _digest):
            told = sum(1 for _row in table.rows)
    except ImportRefused as refusal:
        told = str(refusal)
    finally:
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert memory < MOST_MEMORY
    assert time.monotonic() - begun < MOST_SECONDS
    return told


def damage(data, content: bytes) -> bytes:
    """Some of its bytes cut out, turned, put in or repeated, or its end lost."""
    for _turn in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(1, 200))
        edit = data.draw(st.sampled_from(EDITS))
        if edit == "cut":
            content = content[:at] + content[at + length :]
        elif edit == "turn":
            turned = bytes(one ^ 0xFF for one in content[at : at + length])
            content = content[:at] + turned + content[at + length :]
        elif edit == "put":
            content = content[:at] + data.draw(st.binary(max_size=50)) + content[at:]
        elif edit == "repeat":
            content = content[:at] + content[max(at - length, 0) : at] * 9 + content[at:]
        else:
            content = content[:at]
    return content


def repacked(data, content: bytes) -> bytes:
    """A workbook whose parts are damaged, packed as if nothing were."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    hurt = data.draw(st.sampled_from(sorted(one for one in parts if one.endswith(".xml"))))
    parts[hurt] = damage(data, parts[hurt])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", data.draw(st.sampled_from([0, 8, 12, 14]))) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "gpkg", "geojson"])
def test_each_kind_is_read_while_it_is_whole(folder, files, kind):
    assert read(folder, files[kind]) in (1, 2)


@many
@given(content=st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(folder, content):
    read(folder, content)


@many
@given(data=st.data())
def test_a_damaged_csv_is_read_or_refused(folder, files, data):
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1256"]))
    content = files["csv"].decode().replace("é", "e").encode(encoding, "replace")
    read(folder, damage(data, content))


@many
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@given(data=st.data())
def test_a_damaged_workbook_is_let_in_or_refused_before_anything_opens_it(files, kind, data):
    hurt = repacked if data.draw(st.booleans()) else damage
    admitted(hurt(data, files[kind]))


def admitted(content: bytes) -> str:
    """Which kind of workbook it is, or the words of its refusal."""
    try:
        return packed.admitted("sent", io.BytesIO(content))
    except ImportRefused as refusal:
        return str(refusal)


@few
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@given(data=st.data())
def test_a_workbook_with_damaged_parts_is_read_or_refused(folder, files, kind, data):
    read(folder, repacked(data, files[kind]))


@few
@pytest.mark.parametrize("kind", ["gpkg", "geojson"])
@given(data=st.data())
def test_a_damaged_map_is_read_or_refused(folder, files, kind, data):
    start = {"gpkg": 100, "geojson": 1}[kind]  # by which it is known
    content = files[kind]
    read(folder, content[:start] + damage(data, content[start:]))
