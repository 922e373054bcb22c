"""manage.py load_territories and load_localities: all or nothing, and nothing twice."""

import io
import re
from dataclasses import replace

import pytest
import shapely
from django.core.management import CommandError, call_command

from directory.models import Instance, Revision
from geodata.loading import sources, stage
from geodata.loading.staged import Staged, columns_of, write_table
from geodata.models import Census, Label, Locality, ReferenceSet, Territory


def run(command, *arguments, **options):
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def head():
    return lambda: Revision.objects.order_by("-number").first()


@pytest.fixture
def corrected(territories, monkeypatch, tmp_path):
    """A later load whose census lacks the year 2014."""
    known = stage.stage(sources.shipped())
    names = [column.name for column in columns_of(Census)]
    rows = list(Census.objects.newest().of_year(2024).values(*names))
    census = replace(known.of("census"), tables=[write_table(Census, rows, tmp_path / "census")])
    others = [one for one in known.series if one.series != "census"]
    monkeypatch.setattr(
        "directory.management.commands.load_territories.stage",
        lambda *args, **kwargs: Staged([*others, census], known.unmatched),
    )


def test_a_load_is_a_reference_revision_and_a_second_one_is_nothing(corrected, head):
    told = run("load_territories")

    assert "revision 1 puts in force: boundaries 1, census 2, indicators 1, localities 1" in told
    assert (head().kind, head().reference_sets["census"]["number"]) == ("reference", 2)
    assert "everything was in force already" in run("load_territories")
    assert head().number == 1


def test_a_demonstration_dates_its_first_sets_before_its_first_actors(corrected, head):
    run("load_territories", demonstration=True)

    assert head().recorded_at.year == 2021


def test_it_says_what_it_could_not_match(territories):
    told = run("load_territories")

    unmatched = stage.stage(sources.shipped()).unmatched
    assert len(unmatched) == 3
    assert "could not match 3:\n" + "".join(f"{' ' * 12}{one}\n" for one in unmatched) in told


def test_of_much_that_it_could_not_match_it_shows_the_beginning(territories, monkeypatch):
    known = stage.stage(sources.shipped())
    unmatched = [f"Douar {number} is in no territory" for number in range(25)]
    monkeypatch.setattr(
        "directory.management.commands.load_territories.stage",
        lambda *args, **kwargs: Staged(known.series, unmatched),
    )
    told = run("load_territories")

    assert "could not match 25:" in told
    assert told.count("is in no territory") == 20
    assert "and 5 more" in told


def test_it_shows_each_step_with_its_time_and_how_much_there_is(territories):
    told = run("load_territories")

    steps = re.findall(r"^ *(\d+\.\d) s  (.+)$", told, re.MULTILINE)
    assert [float(second) for second, _ in steps] == sorted(float(second) for second, _ in steps)
    said = [step for _, step in steps]
    assert said[-2] == "storing and publishing"
    assert said[-1].startswith("revision 1 puts in force: boundaries 1")
    assert re.search(rf"^ +{Territory.objects.newest().count()} territories$", told, re.MULTILINE)


def test_an_instance_is_fixed_as_what_it_was_loaded_as(territories):
    run("load_territories", demonstration=True)

    assert Instance.objects.get().demonstration
    run("load_territories")
    assert Instance.objects.get().demonstration


def test_a_real_register_cannot_become_a_demonstration(territories):
    run("load_territories")

    with pytest.raises(CommandError, match="real register"):
        run("load_territories", demonstration=True)


@pytest.fixture
def own_boundaries(territories, monkeypatch, tmp_path):
    """Staging from an operator's file: here the shipped shapes, with one name on the map less."""
    known = stage.stage(sources.shipped())
    shipped = known.of("boundaries")
    names = [column.name for column in columns_of(Label)]
    rows = list(Label.objects.newest().exclude(code="sea-atlantic").values(*names))
    for row in rows:
        row["point"] = shapely.Point(*row["point"].coords)
    labels = write_table(Label, rows, tmp_path / "labels")
    tables = [labels if table.model is Label else table for table in shipped.tables]
    own = replace(shipped, tables=tables, source="own.gpkg, loaded by this instance's operator")
    others = [one for one in known.series if one.series != "boundaries"]
    monkeypatch.setattr(
        "directory.management.commands.load_territories.stage",
        lambda *args, boundaries, **kwargs: Staged([*others, own if boundaries else shipped]),
    )


def test_boundaries_an_operator_loaded_stay_until_asked_otherwise(own_boundaries, head):
    run("load_territories", boundaries="own.gpkg")
    assert head().reference_sets["boundaries"]["number"] == 2

    assert "boundaries stay as loaded by hand (own.gpkg" in run("load_territories")
    assert head().number == 1

    run("load_territories", boundaries="shipped")
    assert head().reference_sets["boundaries"]["number"] == 3
    assert Label.objects.in_set(3).filter(code="sea-atlantic").exists()
    assert not Label.objects.in_set(2).filter(code="sea-atlantic").exists()


@pytest.fixture
def damaged(monkeypatch, tmp_path):
    """One source of the checkout replaced by other bytes."""
    shipped = sources.shipped()
    broken = tmp_path / "regions_tifinagh.csv"
    broken.write_text("code\n")
    files = sources.Sources(shipped.files | {"territories/regions_tifinagh.csv": broken})
    monkeypatch.setattr("directory.management.commands.load_territories.shipped", lambda: files)


def test_a_damaged_source_is_refused_and_nothing_changes(territories, damaged, head):
    before = head().number, ReferenceSet.objects.count()

    with pytest.raises(
        CommandError, match=r"Refused, nothing was changed: territories/regions_tifinagh.csv is not"
    ):
        run("load_territories")

    assert (head().number, ReferenceSet.objects.count()) == before
    assert not Instance.objects.exists()


def test_a_changed_source_is_looked_at_when_the_operator_means_it(territories, damaged):
    with pytest.raises(CommandError, match=r"territories/regions_tifinagh.csv holds no rows"):
        run("load_territories", accept_changed_sources=True)


def test_preparing_touches_no_database(monkeypatch):
    """No `db` fixture here: a query would fail the test."""
    assert "prepared" in run("load_territories", prepare_only=True)


def test_an_interrupted_load_changes_nothing(territories, monkeypatch, head):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, "_make", interrupt)
    monkeypatch.setattr(stage.cache, "find", lambda key: None)

    with pytest.raises(CommandError, match="Interrupted"):
        run("load_territories")
    assert head().number == 0


def test_douars_of_a_workbook_take_the_place_of_those_before(territories, tmp_path, head):
    path = tmp_path / "douars.csv"
    path.write_text("code,name_ar\n0000000000000,x\n1130505201001,دوار\n3811304201001,دوار آخر\n")

    told = run("load_localities", path)

    assert "line 2: no commune has the digits 0000000" in told
    assert head().reference_sets["localities"]["number"] == 2
    assert Locality.objects.in_set(2).filter(source="hcp-douars").count() <= 2
    assert Locality.objects.in_set(2).of_kind("town").count() == 507
    assert "in force already" in run("load_localities", path)


def test_a_dry_run_only_tells(territories, tmp_path, head):
    path = tmp_path / "douars.csv"
    path.write_text("code,name_ar\n1130505201001,دوار\n")

    assert run("load_localities", path, dry_run=True) == "1 douars, 0 rows without a match.\n"
    assert head().number == 0
