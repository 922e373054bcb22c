"""The census bureau's douars: thirteen digits, found in the commune of the first seven."""

import csv

import pytest
import xlsxwriter

from geodata.loading import douars, hcp, sources
from geodata.loading.errors import DamagedSource, MissingSource


@pytest.fixture(scope="module")
def hierarchy():
    return hcp.read(sources.shipped())


HEAD = ["Code", "المشيخة", "الدوار", "عدد الأسر", "عدد السكان"]
ROWS = [
    ["1130505201001", "اولاد علي شباب", "أويزغت تريفة", 221, 888],
    ["1130505201002", "اولاد علي شباب", "قصر  الزاوية", 10, ""],
]


@pytest.fixture
def workbook(tmp_path):
    """A workbook as the bureau writes them: titles above the head, a sheet of notes before."""

    def write(rows, head=HEAD, name="douars.xlsx"):
        book = xlsxwriter.Workbook(tmp_path / name)
        book.add_worksheet("notes").write(0, 0, "RGPH 2024")
        sheet = book.add_worksheet("douars")
        sheet.write(0, 0, "لائحة الدواوير")
        for at, row in enumerate([head, *rows], 2):
            sheet.write_row(at, 0, row)
        book.close()
        return tmp_path / name

    return write


def test_a_douar_lies_in_the_commune_of_its_first_seven_digits(workbook, hierarchy):
    rows, unmatched = douars.read(douars.workbook(workbook(ROWS)), hierarchy, "douars.xlsx")

    first = rows[0]
    assert (first["code"], first["commune"], first["province"], first["region"]) == (
        "1130505201001",
        "02.113.05.05",
        "02.113",
        "02",
    )
    assert (first["fraction"], first["fraction_ar"]) == ("1130505201", "اولاد علي شباب")
    assert (first["households"], first["population"]) == (221, 888)
    assert unmatched == []


def test_a_douar_has_no_place_until_somebody_knows_it(workbook, hierarchy):
    rows, _ = douars.read(douars.workbook(workbook(ROWS)), hierarchy, "douars.xlsx")

    assert all("point" not in row for row in rows)


def test_an_empty_figure_is_unknown_and_a_ksar_is_a_ksar(workbook, hierarchy):
    rows, _ = douars.read(douars.workbook(workbook(ROWS)), hierarchy, "douars.xlsx")

    assert rows[1]["population"] is None
    assert (rows[1]["kind"], rows[1]["name_ar"]) == ("ksar", "قصر الزاوية")


def test_codes_that_a_spreadsheet_took_for_numbers_are_read(workbook, hierarchy):
    numbers = [[1130505201001, "", "أويزغت", 1, 2], [90305201001, "", "دوار", 1, 2]]

    rows, unmatched = douars.read(douars.workbook(workbook(numbers)), hierarchy, "douars.xlsx")

    assert rows[0]["code"] == "1130505201001"
    assert "no commune has the digits 0090305" in unmatched[0] or rows[1]["code"][:2] == "00"


def test_csv_reads_like_the_workbook(tmp_path, workbook, hierarchy):
    path = tmp_path / "douars.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([HEAD, *ROWS])

    from_csv = douars.read(douars.workbook(path), hierarchy, "x")[0]
    from_xlsx = douars.read(douars.workbook(workbook(ROWS)), hierarchy, "x")[0]
    assert from_csv == from_xlsx


def test_rows_that_fit_nowhere_are_told_with_their_line(workbook, hierarchy):
    rows = [*ROWS, ["9990505201001", "", "دوار", 1, 1], ["12", "", "دوار", 1, 1]]

    found, unmatched = douars.read(douars.workbook(workbook(rows)), hierarchy, "douars.xlsx")

    assert len(found) == 2
    assert unmatched == [
        "douars.xlsx, line 4: no commune has the digits 9990505",
        "douars.xlsx, line 5: '12' is not a code of 13 digits",
    ]


def test_a_code_twice_is_a_damaged_source(workbook, hierarchy):
    with pytest.raises(DamagedSource, match="occurs twice"):
        douars.read(douars.workbook(workbook([ROWS[0], ROWS[0]])), hierarchy, "douars.xlsx")


def test_a_workbook_without_the_columns_is_refused(workbook):
    with pytest.raises(DamagedSource, match="no sheet with the columns code, name_ar"):
        douars.workbook(workbook(ROWS, head=["a", "b", "c", "d", "e"]))


def test_what_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "douars.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")

    with pytest.raises(DamagedSource, match="cannot be read as a workbook"):
        douars.workbook(path)
    with pytest.raises(MissingSource, match="is not a file"):
        douars.workbook(tmp_path / "none.xlsx")


def test_the_pilot_communes_have_57_douars(hierarchy):
    rows, unmatched = douars.read(douars.pilot(sources.shipped()), hierarchy, "pilot")

    assert len(rows) == 57
    assert {row["province"] for row in rows} == {"02.113"}
    assert unmatched == []
