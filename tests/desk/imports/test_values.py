"""Numbers, dates and coordinates in the notations people use."""

from datetime import date
from decimal import Decimal

import pytest

from desk.imports import coordinates, values
from directory.records.facts import PartialDate


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (40, "40"),
        ("40", "40"),
        ("٤٠", "40"),
        ("۴۰", "40"),
        ("1 234", "1234"),
        ("1\u202f234,50", "1234.50"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("٣٥٠٬٠٠٠٫٥", "350000.5"),
        ("350 000 DH", "350000"),
        ("12,5", "12.5"),
    ],
)
def test_a_number_is_read_as_it_is_written(cell, value):
    assert values.number(cell) == (Decimal(value), "")


def test_a_separator_that_reads_two_ways_is_doubted():
    assert values.number("1,234") == (Decimal(1234), "thousands")


@pytest.mark.parametrize("cell", ["quarante", "4O", "12-15", "1,23,4", "=1+1", "٤٠ عضوا"])
def test_what_is_no_number_is_not_read(cell):
    with pytest.raises(ValueError):  # noqa: PT011 (that it is refused is all)
        values.number(cell)


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("2015", date(2015, 1, 1), "year"),
        (2015, date(2015, 1, 1), "year"),
        ("٢٠١٥", date(2015, 1, 1), "year"),
        ("2015-03", date(2015, 3, 1), "month"),
        ("03/2015", date(2015, 3, 1), "month"),
        ("2015-03-12", date(2015, 3, 12), "day"),
        ("12/03/2015", date(2015, 3, 12), "day"),
        ("12.3.2015", date(2015, 3, 12), "day"),
        ("2015/03/12", date(2015, 3, 12), "day"),
        ("12 mars 2015", date(2015, 3, 12), "day"),
        ("1er août 2015", date(2015, 8, 1), "day"),
        ("août 2015", date(2015, 8, 1), "month"),
        ("12 غشت 2015", date(2015, 8, 12), "day"),
        ("١٢ يوليوز ٢٠١٥", date(2015, 7, 12), "day"),
        ("شتنبر 2015", date(2015, 9, 1), "month"),
        ("12 de marzo de 2015", date(2015, 3, 12), "day"),
        ("March 12, 2015", date(2015, 3, 12), "day"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(cell, day, precision):
    assert values.partial_date(cell) == (PartialDate(day, precision), "")


def test_a_date_of_another_order_and_a_count_of_days_are_doubted():
    assert values.partial_date("03/25/2015") == (PartialDate(date(2015, 3, 25)), "american")
    assert values.partial_date(42075) == (PartialDate(date(2015, 3, 12)), "counted")


@pytest.mark.parametrize("cell", ["12/03/15", "bientôt", "31/02/2015", "mars", "12 13 2015 1"])
def test_what_is_no_date_is_not_read(cell):
    with pytest.raises(ValueError):  # noqa: PT011 (that it is refused is all)
        values.partial_date(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "34.9218, -2.3197",
        "34,9218 ; -2,3197",
        "34,9218, -2,3197",
        "34.9218 -2.3197",
        "POINT(-2.3197 34.9218)",
        "34°55'18.48\"N 2°19'10.92\"W",
        "34° 55' 18,48'' N, 2° 19' 10,92'' O",
        "34°55.308'N; 2°19.182'W",
        "N 34.9218, W 2.3197",
        "٣٤٫٩٢١٨ ; -٢٫٣١٩٧",
    ],
)
def test_a_point_in_one_column_is_read_in_many_notations(cell):
    point = coordinates.of_text(cell)

    assert (round(point.y, 4), round(point.x, 4)) == (34.9218, -2.3197)
    assert point.doubts == ()


def test_swapped_axes_are_turned_and_told():
    point = coordinates.of_pair("-2,3197", "34,9218")

    assert (point.y, point.x, point.doubts) == (34.9218, -2.3197, ("swapped",))


def test_a_west_that_was_left_out_is_told():
    assert coordinates.of_pair("34.9218", "2.3197").doubts == ("west-unsaid",)


def test_axes_that_say_which_they_are_are_not_swapped():
    assert coordinates.of_pair("2.3197 W", "34.9218 N").doubts == ()


@pytest.mark.parametrize(
    ("lat", "lon", "why"),
    [("48.85", "2.35", "outside"), ("nord", "ici", "unreadable"), ("34°75'", "2", "unreadable")],
)
def test_what_is_no_point_of_the_country_is_refused(lat, lon, why):
    with pytest.raises(coordinates.BadPoint, match=why):
        coordinates.of_pair(lat, lon)


@pytest.mark.parametrize(
    ("words", "crs"),
    [
        ("X Lambert Nord Maroc", 26191),
        ("Lambert zone II", 26192),
        ("lambert zone I", 26191),
        ("Merchich / Sahara Sud", 26195),
        ("EPSG:26194", 26194),
        ("WGS 84", 4326),
        ("X", None),
    ],
)
def test_a_zone_is_named_in_words_or_by_its_number(words, crs):
    assert coordinates.zone_of(words) == crs
