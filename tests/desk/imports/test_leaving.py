"""Figures that stop their rows are left out: one, or all of a column at once, and read again."""

import pytest

from desk.imports import applying, leaving, staging
from desk.imports.leaving import Figures
from desk.imports.refusals import BadRequest, WrongState
from directory.models import Observation
from tests.desk.imports.files import files, problems, row

__all__ = ["files"]

NAMED = ["Nom", "Forme juridique"]
AMAL = ["Coopérative Exemple Amal", "Coopérative"]
HEADER = [*NAMED, "Membres 2023", "Emplois 2023"]


@pytest.fixture
def parent(files):
    """Three rows whose memberships nobody can read, one that is negative, one that is well."""
    said = {
        "Tiznit": ("quarante", "douze"), "Figuig": ("trente", "7"), "Zagora": ("beaucoup", "8"),
        "Midelt": ("-5", "9"), "Larache": ("40", "6"),
    }  # fmt: skip
    several = [[f"Coopérative Exemple {one}", "Coopérative", *told] for one, told in said.items()]
    return files.checked(files.csv(HEADER, *several))


def outcomes(parent):
    return list(parent.staged.order_by("number").values_list("outcome", flat=True))


def test_one_figure_is_left_out_and_the_rest_of_its_row_stays(files):
    header = [*NAMED, "Membres 2023", "Emplois 2023"]
    parent = files.checked(files.csv(header, [*AMAL, "quarante", "12"]))
    assert (row(parent).outcome, problems(parent)) == ("wrong", ["unreadable-number"])

    leaving.leave_out(row(parent), ["Membres 2023"])
    staging.check(parent)

    assert (row(parent).outcome, problems(parent)) == ("new", ["figure-left-out"])
    applying.apply(parent)
    assert list(Observation.objects.values_list("indicator", "value")) == [("jobs", 12)]


def test_a_figure_the_register_refuses_is_left_out_too(files):
    header = [*NAMED, "Membres 2023", "Femmes 2023"]
    parent = files.checked(files.csv(header, [*AMAL, "40", "45"]))
    assert problems(parent) == ["refused"]
    leaving.leave_out(row(parent), ["Femmes 2023"])
    staging.check(parent)
    assert row(parent).figures == [["members", 2023, "40"]]


def test_what_is_no_figure_is_never_left_out(files):
    parent = files.checked(files.csv([*NAMED, "Membres 2023"], [*AMAL, "quarante"]))
    leaving.leave_out(row(parent), ["Membres 2023"])
    staging.map_again(parent, staging.Said(mapping={"Membres 2023": "products"}))
    staging.check(parent)
    assert row(parent).told["products"] == [{"fr": "quarante"}]


def test_the_figures_that_stop_rows_are_counted_by_column_and_problem(parent):
    assert leaving.stopping(parent) == [
        Figures("Membres 2023", 3, "unreadable-number"),
        Figures("Emplois 2023", 1, "unreadable-number"),
        Figures("Membres 2023", 1, "refused"),
    ]
    assert leaving.left(parent) == []


def test_all_figures_of_a_column_with_one_problem_are_left_out_at_once(parent):
    assert leaving.leave_all_out(parent, "Membres 2023", "unreadable-number") == 3
    assert outcomes(parent) == ["", "", "", "wrong", "new"]
    staging.check(parent)
    assert outcomes(parent) == ["wrong", "new", "new", "wrong", "new"]
    assert [one.problem for one in leaving.stopping(parent)] == ["unreadable-number", "refused"]
    assert leaving.left(parent) == [Figures("Membres 2023", 3)]


def test_whatever_stops_them_where_no_problem_is_named(parent):
    assert leaving.leave_all_out(parent, "Membres 2023") == 4
    assert leaving.leave_all_out(parent, "Emplois 2023") == 0, "its row waits to be checked"
    staging.check(parent)
    assert leaving.leave_all_out(parent, "Emplois 2023") == 1
    staging.check(parent)
    applying.apply(parent)
    assert sorted(Observation.objects.values_list("indicator", "value")) == [
        ("jobs", 6), ("jobs", 7), ("jobs", 8), ("jobs", 9), ("members", 40),
    ]  # fmt: skip


def test_what_was_left_out_is_read_again(parent):
    leaving.leave_out(row(parent, 3), ["Membres 2023"])
    leaving.leave_all_out(parent, "Membres 2023")
    leaving.leave_out(row(parent, 2), ["Emplois 2023"])
    staging.check(parent)
    assert leaving.read_again(parent, "Membres 2023") == 4
    staging.check(parent)
    assert outcomes(parent) == ["wrong", "wrong", "wrong", "wrong", "new"]
    assert leaving.left(parent) == [Figures("Emplois 2023", 1)]


@pytest.mark.parametrize("change", [leaving.leave_all_out, leaving.read_again])
@pytest.mark.parametrize("column", ["Nom", "Jobs 2023", ""])
def test_a_column_without_figures_is_refused_naming_those_with(parent, change, column):
    with pytest.raises(BadRequest, match="Membres 2023, Emplois 2023"):
        change(parent, column)


@pytest.mark.parametrize("change", [leaving.leave_all_out, leaving.read_again])
def test_of_what_was_published_nothing_is_left_out_or_read_again(parent, change):
    applying.apply(parent, skip_wrong=True)
    before = outcomes(parent)
    with pytest.raises(WrongState):
        change(parent, "Membres 2023")
    assert outcomes(parent) == before
