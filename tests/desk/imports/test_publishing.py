"""A file of a network becomes one revision, and is taken back by one."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from desk.imports import applying, changing, staging, undoing
from desk.imports.refusals import RowsInTheWay, WrongState
from desk.models import Import, ImportState
from desk.submissions import facts
from directory import codes
from directory.models import ActorVersion, Ending, Observation, Revision
from directory.publishing import publish
from tests.demonstration import put_in_force
from tests.desk.imports.files import LICENCE, SOURCE, Files, problems, row
from tests.register import compare_as_commit
from tests.web import _as_web as as_web

HEADER = ["Nom", "الاسم", "Forme juridique", "Commune", "Province", "Membres 2023", "Femmes 2023"]
AMAL = [
    "Coopérative Exemple Amal", "تعاونية مثال الأمل", "Coopérative", "Berkane", "Berkane", "40",
    "25",
]  # fmt: skip
NOUR = ["Association Exemple Nour", "جمعية مثال النور", "جمعية", "Taza", "Taza", "١٢", ""]


def test_a_dry_run_changes_nothing_public(files):
    before = Revision.objects.head().number

    parent = files.checked(files.csv(HEADER, AMAL, NOUR))

    assert parent.state == ImportState.CHECKED
    assert staging.outcomes(parent)["new"] == 2
    assert Revision.objects.head().number == before
    assert not ActorVersion.objects.exists()


def test_a_file_becomes_one_revision_of_kind_import(files):
    parent = files.published(files.csv(HEADER, AMAL, NOUR))

    revision = parent.revision
    assert (revision.kind, revision.reason, revision.opened_count) == ("import", "import", 5)
    _digest, amal = facts.current(row(parent, 2).actor)
    assert amal.names == {"fr": AMAL[0], "ar": AMAL[1]}
    assert amal.legal_form == "cooperative"
    assert amal.place.commune == "02.113.01.09"
    assert amal.place.precision == "commune"
    compare_as_commit()


def test_source_and_licence_are_recorded_as_provenance(files):
    parent = files.published(files.csv(HEADER, AMAL))

    _digest, amal = facts.current(row(parent).actor)
    assert amal.licence == LICENCE
    assert amal.provenance["*"]["source"] == SOURCE
    assert amal.provenance["*"]["licence"] == LICENCE
    figure = Observation.objects.current().get(indicator="members")
    assert (figure.value, figure.year, figure.source_kind) == (Decimal(40), 2023, "declared")


def test_no_row_is_invented_on_a_real_register(files):
    parent = files.published(files.csv(HEADER, AMAL))

    assert not facts.current(row(parent).actor)[1].is_demo


def test_a_file_is_published_once(files):
    path = files.csv(HEADER, AMAL)
    files.published(path)

    with pytest.raises(WrongState, match="published before, in revision"):
        files.checked(path)


def test_a_row_that_is_wrong_stops_the_file_unless_it_is_to_be_skipped(files):
    path = files.csv(HEADER, AMAL, ["", "", "Coopérative", "Taza", "Taza", "", ""])
    parent = files.checked(path)

    assert problems(parent, 3) == ["no-name"]
    with pytest.raises(RowsInTheWay, match="1 row of 2 is wrong"):
        applying.apply(parent)
    assert applying.apply(parent, skip_wrong=True).new == 1


def test_undoing_withdraws_what_the_import_brought(files):
    parent = files.published(files.csv(HEADER, AMAL, NOUR))

    undone = undoing.undo(parent)

    assert (undone.withdrawn, undone.restored, undone.kept) == (2, 0, 0)
    assert parent.state == ImportState.UNDONE
    assert not ActorVersion.objects.current().exists()
    assert not Observation.objects.current().exists()
    assert Ending.objects.current().filter(fate="withdrawn").count() == 2
    compare_as_commit()


def test_a_file_brought_in_again_after_undoing_has_new_codes(files):
    path = files.csv(HEADER, AMAL)
    first = files.published(path)
    undoing.undo(first)

    again = files.published(path)

    assert row(again).actor != row(first).actor


def test_undoing_restores_what_the_import_changed(files, register):
    amal = register.publish(AMAL[0], legal_form="cooperative", registry={"ice": "001561191000066"})
    register.report(amal, 2023, members=30)
    path = files.csv([*HEADER, "ICE"], [*AMAL, "001561191000066"])
    parent = files.published(path)
    assert facts.current(amal.code)[1].names["ar"] == AMAL[1]
    assert Observation.objects.current().get(indicator="members").value == 40

    undone = undoing.undo(parent)

    assert (undone.withdrawn, undone.restored) == (0, 1)
    assert facts.current(amal.code)[1] == amal
    assert Observation.objects.current().get(indicator="members").value == 30
    compare_as_commit()


def test_what_somebody_changed_since_is_not_undone(files):
    parent = files.published(files.csv(HEADER, AMAL, NOUR))
    _digest, amal = facts.current(row(parent).actor)
    publish(kind="publish", role="steward", reason="correction",
            opened=[amal.but(website="https://exemple.test/")])  # fmt: skip

    undone = undoing.undo(parent)

    assert (undone.withdrawn, undone.kept) == (1, 1)
    assert facts.current(amal.code)[1].website == "https://exemple.test/"


def test_only_what_was_published_is_undone(files):
    parent = files.checked(files.csv(HEADER, AMAL))

    with pytest.raises(WrongState, match="Only what was published"):
        undoing.undo(parent)


def test_a_published_import_is_not_told_otherwise(files):
    parent = files.published(files.csv(HEADER, AMAL))

    with pytest.raises(IntegrityError, match="does not become"), transaction.atomic():
        Import.objects.filter(pk=parent.pk).update(state="mapped", revision=None)
    with pytest.raises(IntegrityError, match="kept as they are"), transaction.atomic():
        parent.staged.update(actor="")


def test_rows_the_register_has_already_say_nothing_new(files):
    files.published(files.csv([*HEADER, "ICE"], [*AMAL, "001561191000066"]))

    later = [*AMAL[:5], "001561191000066"]
    again = files.checked(files.csv([*HEADER[:5], "ICE"], later, name="b.csv"))

    assert row(again).outcome == "same"
    with pytest.raises(applying.NothingToImport):
        applying.apply(again)


def test_a_row_whose_figures_stand_already_says_nothing_new(files):
    header, amal = ["ICE", *HEADER], ["001561191000066", *AMAL]
    files.published(files.csv(header, amal))

    again = files.csv([*header, "Note"], [*amal, "encore"], name="b.csv")
    assert row(files.checked(again)).outcome == "same"
    assert row(files.checked(again, source_kind="registry")).outcome == "update"


def test_what_is_counted_before_is_what_publishing_does(files):
    ice = ["001561191000066", "001561191000163"]
    header = ["ICE", "Nom", "Forme juridique", "Membres 2023", "Membres 2024"]
    amal, nour = ["Exemple Amal", "Coopérative"], ["Exemple Nour", "Coopérative"]
    files.published(files.csv(header, [ice[0], *amal, 40, ""], [ice[1], *nour, 12, ""]))
    parent = files.checked(
        files.csv(
            header, [ice[0], *amal, 40, 44], [ice[1], *nour, 12, ""],
            ["", "Exemple Lina", "Coopérative", 7, 8], name="b.csv",
        )
    )  # fmt: skip
    before = staging.outcomes(parent)
    figures = changing.count_figures(parent)
    applied = applying.apply(parent)
    assert (applied.new, applied.changed, applied.figures) == (1, 1, 3)
    assert (before["new"], before["update"], figures) == (1, 1, 3)


def test_on_a_demonstration_what_is_imported_is_withdrawn_with_it(territories, tmp_path):
    put_in_force()

    parent = Files(tmp_path).published(Files(tmp_path).csv(HEADER, AMAL))

    assert facts.current(row(parent).actor)[1].is_demo
    assert Observation.objects.current().get(indicator="members").is_demo


def test_the_web_role_imports_and_never_deletes_that_something_was_imported(files):
    with as_web():
        parent = files.published(files.csv(HEADER, AMAL))
        undoing.undo(parent)
    with pytest.raises(IntegrityError, match="is not deleted"), transaction.atomic(), as_web():
        parent.delete()


def test_codes_that_somebody_has_are_minted_again(files, register, monkeypatch):
    taken = register.publish("Coopérative Exemple").code
    fresh = codes.mint()
    tries = [[taken], [fresh]]
    monkeypatch.setattr(codes, "mint_many", lambda count: tries.pop(0))

    assert applying.new_actors(1) == [fresh]


def test_publishing_asks_as_often_for_many_rows_as_for_few(files):
    def asked(name, count):
        told = [[f"{name} {at}", "", "Coopérative", "Taza", "", "12", ""] for at in range(count)]
        parent = files.checked(files.csv(HEADER, *told, name=f"{name}.csv"), source=name)
        with CaptureQueriesContext(connection) as queries:
            applying.apply(parent, skip_unsure=True)
        return len(queries)

    assert asked("Peu", 3) == asked("Beaucoup", 40)
