"""Reading the register as it stood: three forms, no future, nothing before revision 0."""

from datetime import UTC, date, datetime, timedelta

import pytest

from directory.as_of import FutureAsOf, MalformedAsOf, parse_as_of, snapshot
from directory.models import Revision


@pytest.fixture
def two(register):
    register.publish("Argan Tiznit")
    register.publish("Argan Agadir")
    return Revision.objects.order_by("number")


def read(as_of):
    with snapshot(as_of) as reading:
        return reading.revision


def test_a_number_a_date_and_a_moment_are_told_apart():
    assert parse_as_of("12") == 12
    assert parse_as_of("2024-07-10") == date(2024, 7, 10)
    assert parse_as_of("2024-07-10T12:00:00Z") == datetime(2024, 7, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "now", "-1", "٣", "2024-13-01", "2024-07-10T12:00:00"])
def test_anything_else_is_refused(text):
    with pytest.raises(MalformedAsOf):
        parse_as_of(text)


def test_a_moment_reads_the_last_revision_not_after_it(two):
    for revision in two[1:]:
        assert read(revision.recorded_at) == revision.number
        assert read(revision.recorded_at - timedelta(microseconds=1)) == revision.number - 1


def test_today_and_now_are_the_head(two):
    assert read(None) == read(two.last().date) == 2


@pytest.mark.parametrize(
    "moment", [date(1960, 1, 1), date.min, datetime(1, 1, 1, tzinfo=UTC), date(2020, 1, 1), 0]
)
def test_before_the_first_revision_the_register_is_empty(two, moment):
    assert read(moment) == 0


@pytest.mark.parametrize("moment", [3, date.max, datetime(9999, 12, 31, tzinfo=UTC)])
def test_the_future_is_refused(two, moment):
    with pytest.raises(FutureAsOf):
        read(moment)


def test_a_date_of_tomorrow_is_refused(two):
    with pytest.raises(FutureAsOf):
        read(two.last().date + timedelta(days=1))
