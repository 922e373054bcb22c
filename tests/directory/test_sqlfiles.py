"""SQL functions have a folder each, and migrations go forward and back through its files."""

import pytest
from django.db import connection

from directory import sqlfiles


@pytest.fixture
def versions(tmp_path, monkeypatch):
    folder = tmp_path / "answer"
    folder.mkdir()
    for number, answer in ((1, 41), (2, 42)):
        (folder / f"{number}.sql").write_text(
            "-- The answer.\n"
            f"create function answer() returns int language sql as 'select {answer}';"
        )
    monkeypatch.setattr(sqlfiles, "FOLDER", tmp_path)


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def answer():
    with connection.cursor() as cursor:
        cursor.execute("select answer()")
        return cursor.fetchone()[0]


def test_the_last_file_is_the_living_one(versions):
    assert sqlfiles.latest("answer") == 2


@pytest.mark.django_db
def test_a_migration_installs_a_version_and_reverses_to_the_one_before(versions):
    first, second = sqlfiles.install("answer"), sqlfiles.install("answer", 2)
    run(first.sql)
    assert answer() == 41
    run(second.sql)
    assert answer() == 42
    run(second.reverse_sql)
    assert answer() == 41
    run(first.reverse_sql)
    with connection.cursor() as cursor:
        cursor.execute("select to_regproc('answer')")
        assert cursor.fetchone()[0] is None


def test_every_folder_begins_with_version_one_and_leaves_no_gap():
    for folder in sqlfiles.FOLDER.iterdir():
        numbers = sorted(int(file.stem) for file in folder.glob("*.sql"))
        assert numbers == list(range(1, len(numbers) + 1)), folder.name
