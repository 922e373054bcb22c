"""Rows that lack what is said once for all of a file: its legal form, the year of its figures."""

import pytest

from desk.imports import applying, staging
from desk.imports.lacking import lacking
from desk.imports.refusals import RowsInTheWay
from tests.desk.imports.files import LICENCE, SOURCE, row

HEADER = ["Nom", "Commune", "Membres"]
AMAL, NOUR = ["Exemple Amal", "Berkane", "40"], ["Coopérative Exemple Nour", "Berkane", "12"]


def test_a_row_that_lacks_only_a_setting_is_not_checked_yet(files):
    parent = files.checked(files.csv(HEADER, AMAL, ["Exemple Nour", "Xyzq", "12"]))
    assert parent.state == "checked"
    assert [row(parent, n).outcome for n in (2, 3)] == ["", "wrong"]
    assert lacking(parent) == ["legal_form", "year"]


@pytest.mark.parametrize(
    ("rows", "settings"), [([AMAL], ["legal_form", "year"]), ([NOUR], ["year"])]
)
def test_what_is_lacking_is_known_before_the_rows_are_checked(files, rows, settings):
    parent = staging.begin(files.csv(HEADER, *rows), SOURCE, licence=LICENCE)
    assert lacking(parent) == settings
    assert row(parent).problems == []


def test_once_it_is_said_the_rows_are_checked(files):
    parent = files.checked(files.csv(HEADER, AMAL))
    said = staging.Said(constants={"legal_form": "cooperative"}, year=2024)
    staging.check(staging.map_again(parent, said))
    assert row(parent).outcome == "new"
    assert lacking(parent) == []


def test_a_zone_of_coordinates_is_a_setting(files):
    header = ["Nom", "Forme juridique", "X", "Y"]
    parent = files.checked(files.csv(header, ["Exemple", "Coopérative", "700000", "400000"]))
    assert row(parent).outcome == ""
    assert lacking(parent) == ["crs"]


def test_rows_that_lack_a_setting_stand_in_the_way_unless_they_shall_be_skipped(files):
    parent = files.checked(files.csv(HEADER[:2], AMAL[:2], NOUR[:2]))
    assert [row(parent, n).outcome for n in (2, 3)] == ["", "new"]
    with pytest.raises(RowsInTheWay, match="1 row of 2 lacks what is said once"):
        applying.apply(parent)
    assert applying.apply(parent, skip_wrong=True).new == 1
