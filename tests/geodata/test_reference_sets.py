"""Reference sets are numbered, immutable, and told apart by their digest."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from geodata.loading.errors import DamagedSource
from geodata.loading.staged import Staged, StagedSeries, columns_of, write_table
from geodata.loading.store import recount, store
from geodata.models import Boundary, BoundaryPiece, Census, Locality, ReferenceSet, Territory
from geodata.models.reference import Series

CREDIT = {"source": "a test", "licence": "none", "attribution": "nobody"}


@pytest.fixture
def census(territories, tmp_path):
    """Stage the census anew, as `change` alters its rows (dictionaries of the columns)."""

    def stage(change=lambda rows: rows):
        names = [column.name for column in columns_of(Census)]
        rows = change(list(Census.objects.newest().values(*names)))
        table = write_table(Census, rows, tmp_path / "census.copy")
        return Staged([StagedSeries(Series.CENSUS, [table], **CREDIT)])

    return stage


def corrected(rows):
    """One figure changed, one row gone."""
    next(row for row in rows if row["code"] == "02.381")["population"] += 1
    return [row for row in rows if (row["code"], row["year"]) != ("02.113.01.09", 2014)]


def test_loading_the_same_again_makes_no_set(census):
    assert store(census()) == []
    assert ReferenceSet.objects.of_series(Series.CENSUS).count() == 1


def test_a_changed_source_makes_the_next_set(census):
    (made,) = store(census(corrected))

    assert (made.series, made.number) == ("census", 2)


def test_an_older_set_reads_as_it_was(census):
    before = list(
        Census.objects.in_set(1).order_by("code", "year").values_list("code", "population")
    )

    store(census(corrected))

    was, now = (Census.objects.in_set(number).of_territory("02.381") for number in (1, 2))
    assert now.get(year=2014).population == was.get(year=2014).population + 1
    assert Census.objects.in_set(2).count() == len(before) - 1
    after = Census.objects.in_set(1).order_by("code", "year").values_list("code", "population")
    assert list(after) == before


def test_rows_that_did_not_change_belong_to_both_sets(census):
    store(census(corrected))

    assert Census.objects.filter(first_set=1, last_set=1).count() == 2
    assert Census.objects.filter(first_set=2).count() == 1


def test_going_back_makes_a_third_set_equal_to_the_first(census, tmp_path):
    first = census()
    kept = (tmp_path / "census.copy").read_bytes()
    store(census(corrected))
    (tmp_path / "census.copy").write_bytes(kept)

    (third,) = store(first)

    assert third.number == 3
    assert bytes(third.digest) == bytes(ReferenceSet.objects.get(series="census", number=1).digest)
    assert Census.objects.in_set(3).of_territory("02.113.01.09").count() == 2


@pytest.mark.parametrize("series", ["territories", "boundaries", "census", "localities"])
def test_a_digest_can_be_recounted_from_the_rows(territories, series):
    stored = ReferenceSet.objects.get(series=series, number=1)

    assert recount(series, 1) == bytes(stored.digest)


def test_recounting_an_old_set_still_gives_its_digest(census):
    store(census(corrected))

    for one in ReferenceSet.objects.of_series(Series.CENSUS):
        assert recount("census", one.number) == bytes(one.digest)


def test_localities_of_one_source_leave_the_others_alone(territories, tmp_path):
    row = Locality.objects.newest().filter(source="hcp-douars").values().first()
    row["name_fr"] = "Corrected"
    table = write_table(Locality, [row], tmp_path / "douars.copy")
    towns = Locality.objects.newest().of_kind("town").count()

    store(Staged([StagedSeries("localities", [table], **CREDIT, sources=("hcp-douars",))]))

    assert Locality.objects.newest().of_kind("town").count() == towns
    assert Locality.objects.newest().filter(source="hcp-douars").count() == 1
    assert recount("localities", 2) == bytes(
        ReferenceSet.objects.get(series="localities", number=2).digest
    )


def test_pieces_cover_their_leaf_and_nothing_else(territories):
    with connection.cursor() as cursor:
        cursor.execute(
            "select st_area(st_symdifference(st_union(piece), b.full)) from geodata_boundarypiece p"
            " join geodata_boundary b using (code) where code = '02.381.05.09' group by b.full"
        )
        assert cursor.fetchone()[0] == pytest.approx(0, abs=1e-12)
    pieces = BoundaryPiece.objects.newest()
    assert pieces.values("code").distinct().count() == 1538


REFUSED = [
    "update geodata_territory set name_fr = 'Other' where code = '02.381'",
    "update geodata_census set population = 0 where code = '02.381'",
    "update geodata_census set last_set = 1 where code = '02.381'",
    "update geodata_referenceset set source = 'Other'",
    "delete from geodata_locality",
    "delete from geodata_referenceset",
    "truncate geodata_census",
    "insert into geodata_referenceset (series, number, digest, source, licence, attribution)"
    " values ('census', 7, sha256(''), '', '', '')",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_rewrite_a_set_even_to_its_owner(territories, statement):
    with pytest.raises(IntegrityError, match="reference data"), transaction.atomic():
        connection.cursor().execute(statement)


def test_no_row_joins_a_set_that_is_closed(territories):
    with connection.cursor() as cursor:
        cursor.execute("select now() = max(loaded_at) from geodata_referenceset")
        assert cursor.fetchone() == (False,)
    with (
        pytest.raises(IntegrityError, match="is closed, or was never opened"),
        transaction.atomic(),
    ):
        Census.objects.create(code="MA", level="country", year=2004, first_set=1)


def test_a_row_that_ended_stays_ended(census):
    store(census(corrected))

    with pytest.raises(IntegrityError, match="may only end, and once"), transaction.atomic():
        Census.objects.filter(first_set=1, last_set=1).update(last_set=None)


def test_a_code_has_one_row_in_a_set(census):
    def twice(rows):
        return [*rows, rows[0]]

    with pytest.raises(DamagedSource, match="Two census figures have the key"):
        census(twice)


@pytest.mark.parametrize("verb", ["insert into", "delete from", "truncate", "update"])
def test_the_web_role_only_reads(territories, verb):
    from django.conf import settings

    rest = {
        "insert into": "geodata_territory default values",
        "update": "geodata_territory set name_fr = ''",
    }.get(verb, "geodata_territory")
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(f'set local role "{settings.WEB_ROLE}"')
        cursor.execute("select count(*) from geodata_territory")
        assert cursor.fetchone()[0] >= 1640
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(f"{verb} {rest}")
    assert Territory.objects.newest().count() == 1640


def test_boundaries_of_an_older_set_are_still_found(territories):
    assert Boundary.objects.in_set(1).count() == 1640
    assert Boundary.objects.in_set(99).count() == 1640
    assert Boundary.objects.in_set(0).count() == 0
