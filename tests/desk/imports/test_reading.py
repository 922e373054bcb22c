"""Which files are read, and which are refused with one message."""

import os
import zipfile

import pytest

from desk.imports.reading import opened
from desk.imports.refusals import BadRequest, Hostile, Unreadable

HEADER = "Nom;الاسم;Commune\n"
ROW = "Coopérative Exemple Été;تعاونية مثال;Taza\n"


def read(path, **how):
    with opened(path, **how) as (table, _digest):
        return table.format, table.columns, list(table.rows), table.told


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"),
     ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_an_encoding_is_found(plain, encoding, told):
    format, columns, rows, how = read(plain.text(HEADER + ROW, encoding=encoding))

    assert (format, columns) == ("csv", ["Nom", "الاسم", "Commune"])
    assert rows == [(2, ["Coopérative Exemple Été", "تعاونية مثال", "Taza"])]
    assert how == f"{told}, delimiter ;"


def test_the_code_pages_of_old_spreadsheets_are_told_apart(plain):
    arabic = plain.text("الاسم,الجماعة\nتعاونية مثال الأمل,تازة\n", "ar.csv", "cp1256")
    french = plain.text("Nom,Créée\nCoopérative Exemple,Été\n", "fr.csv", "cp1252")

    assert read(arabic)[2] == [(2, ["تعاونية مثال الأمل", "تازة"])]
    assert read(french)[2] == [(2, ["Coopérative Exemple", "Été"])]


@pytest.mark.parametrize(("delimiter", "told"), [(",", ","), (";", ";"), ("\t", "tab"), ("|", "|")])
def test_a_delimiter_is_found(plain, delimiter, told):
    path = plain.csv(["Nom", "Adresse"], ["Exemple", "Rue 1, Taza; Maroc"], delimiter=delimiter)

    _format, columns, rows, how = read(path)

    assert columns == ["Nom", "Adresse"]
    assert rows == [(2, ["Exemple", "Rue 1, Taza; Maroc"])]
    assert how.endswith(f"delimiter {told}")


def test_mixed_encodings_are_refused(plain):
    path = plain.folder / "mixed.csv"
    path.write_bytes((HEADER + ROW).encode() + "Coopérative Exemple;;Fès\n".encode("cp1252"))

    with pytest.raises(Unreadable, match="mixes encodings: line 1 is UTF-8, line 3 is not"):
        read(path)


def test_an_encoding_nobody_knows_is_refused(plain):
    with pytest.raises(BadRequest, match="utf-8, utf-16, cp1256, cp1252"):
        read(plain.text(HEADER), encoding="latin-15")


def test_headers_that_repeat_or_lack_are_told_apart(plain):
    path = plain.csv(["Nom", "Nom", ""], ["a", "b", "c"])

    assert read(path)[1] == ["Nom", "Nom (2)"]


def test_a_workbook_is_read(plain):
    path = plain.xlsx(["Nom", "Membres", "Créée"], ["Exemple", 40, 42075.0], ["Autre", 1.5, None])

    assert read(path) == (
        "xlsx",
        ["Nom", "Membres", "Créée"],
        [(2, ["Exemple", 40, 42075]), (3, ["Autre", 1.5, None])],
        "sheet Feuille",
    )


def test_a_sheet_is_named(plain):
    path = plain.xlsx(["Nom"], ["Exemple"])

    with pytest.raises(Unreadable, match="no sheet “Autre”; there are: Feuille"):
        read(path, sheet="Autre")


def test_an_opendocument_sheet_is_read(plain):
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    rows = [f"<table:table-row>{cell.format(one)}</table:table-row>" for one in ("Nom", "مثال")]
    path = plain.ods("".join(rows))

    assert read(path)[:3] == ("ods", ["Nom"], [(2, ["مثال"])])


def test_geojson_is_read_with_its_points(plain):
    path = plain.text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":'
        ' {"Nom": "Exemple", "Membres": 40}, "geometry": {"type": "Point", "coordinates":'
        " [-2.3197, 34.9218]}}]}",
        "exemple.geojson",
    )

    format, columns, rows, _told = read(path)

    assert (format, columns) == ("geojson", ["Nom", "Membres", "x", "y"])
    assert rows == [(1, ["Exemple", 40, -2.3197, 34.9218])]


def test_a_geopackage_is_read_with_its_reference_system(plain):
    path = plain.gpkg("EPSG:26191", [(760000.0, 480000.0)], Nom=["Exemple"])

    with opened(path) as (table, _digest):
        assert (table.format, table.columns, table.crs) == ("gpkg", ["Nom", "x", "y"], 26191)
        assert list(table.rows) == [(1, ["Exemple", 760000, 480000])]


def test_a_link_is_refused(plain):
    path = plain.folder / "link.csv"
    path.symlink_to(plain.text(HEADER + ROW))

    with pytest.raises(Hostile, match="link to another file"):
        read(path)


def test_a_pipe_is_refused_without_waiting_at_it(plain):
    path = plain.folder / "pipe.csv"
    os.mkfifo(path)

    with pytest.raises(Hostile, match="not a regular file"):
        read(path)


def test_an_empty_file_and_one_that_is_missing_are_refused(plain):
    with pytest.raises(Unreadable, match="is empty"):
        read(plain.text(" \n"))
    with pytest.raises(Unreadable, match="no file"):
        read(plain.folder / "missing.csv")


def test_a_million_columns_are_refused(plain):
    with pytest.raises(Hostile, match="columns; 300 at most|longer than 1,048,576"):
        read(plain.text("a," * 1_000_000 + "\n" + "1\n"))
    with pytest.raises(Hostile, match="1,001 columns; 300 at most"):
        read(plain.text("a," * 1_000 + "b\n"))


def test_a_line_without_end_is_refused_before_it_is_read_whole(plain):
    path = plain.folder / "long.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode())
        for _ in range(64):
            file.write(b"a" * 2**20)

    with pytest.raises(Hostile, match="Line 2 of the file is longer"):
        read(path)


def test_a_gibibyte_is_refused_by_its_size(plain):
    path = plain.folder / "gib.csv"
    with path.open("wb") as file:
        file.truncate(2**30)

    with pytest.raises(Hostile, match="1,024 MiB; 512 at most"):
        read(path)


def test_a_quotation_mark_left_open_is_refused(plain):
    with pytest.raises(Hostile, match="quotation mark left open"):
        read(plain.text('Nom,Commune\n"Exemple' + "\nsuite" * 10_000))


def test_bytes_that_are_no_text_are_refused(plain):
    path = plain.folder / "binary.csv"
    path.write_bytes(b"Nom,Commune\n" + bytes(range(256)))

    with pytest.raises(Unreadable):
        read(path)


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"\x7fELF", b"<html>", b"\x1f\x8b\x08"])
def test_what_is_no_table_is_refused(plain, start):
    path = plain.folder / "exemple.csv"
    path.write_bytes(start + b"x" * 100)

    with pytest.raises(Unreadable, match="CSV, XLSX, ODS, GeoJSON and GeoPackage are read"):
        read(path)


def test_a_workbook_of_the_old_kind_is_refused(plain):
    path = plain.folder / "exemple.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    with pytest.raises(Hostile, match="may hold a program"):
        read(path)


def test_a_workbook_with_a_program_is_refused(plain):
    path = plain.xlsx(["Nom"], ["Exemple"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"program")

    with pytest.raises(Hostile, match=r"holds a program \(xl/vbaProject.bin\)"):
        read(path)


def test_formulas_are_refused(plain):
    path = plain.xlsx(["Nom", "Membres"], ["Exemple", "=1+1"])

    with pytest.raises(Hostile, match="holds formulas"):
        read(path)


def test_a_bomb_is_refused(plain):
    path = plain.xlsx(["Nom"], ["Exemple"])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(520):
            part.write(bytes(2**20))

    assert path.stat().st_size < 2**20
    with pytest.raises(Hostile, match="unpack to more than 512 MiB"):
        read(path)


def test_a_cell_at_the_end_of_a_sheet_is_refused(plain):
    path = plain.xlsx(["Nom"], *[["Exemple"]])
    plain.replace(path, "xl/worksheets/sheet1.xml", b'r="A2"', b'r="XFD1048576"')

    with pytest.raises(Hostile, match="16,384 columns; 300 at most"):
        read(path)


def test_rows_repeated_without_end_do_no_harm(plain):
    path = plain.ods(
        "<table:table-row table:number-rows-repeated='1000000'><table:table-cell"
        " table:number-columns-repeated='16384' office:value-type='string'><text:p>Nom</text:p>"
        "</table:table-cell></table:table-row>"
    )

    with pytest.raises((Hostile, Unreadable)):
        read(path)


def test_entities_are_refused(plain):
    path = plain.xlsx(["Nom"], ["Exemple"])
    plain.replace(
        path, "xl/sharedStrings.xml", b"?>", b'?><!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>', count=1
    )

    with pytest.raises(Hostile, match="declares entities"):
        read(path)


def test_a_broken_workbook_is_refused(plain):
    path = plain.xlsx(["Nom"], ["Exemple"])
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(Unreadable, match="broken or locked"):
        read(path)


@pytest.mark.parametrize(
    "words", ["{", '{"type": "FeatureCollection", "features": [{}]', '{"a": 1}']
)
def test_broken_geojson_is_refused(plain, words):
    with pytest.raises(Unreadable):
        read(plain.text(words, "exemple.geojson"))


def test_a_database_that_is_no_geopackage_is_refused(plain):
    path = plain.folder / "exemple.gpkg"
    path.write_bytes(b"SQLite format 3\x00" + bytes(200))

    with pytest.raises(Unreadable, match="no GeoPackage"):
        read(path)
