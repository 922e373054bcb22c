"""Which commune a row means, where its name says it badly: what is offered, and what is chosen."""

import pytest

from desk.imports import staging
from desk.models import ImportSource, Scope
from tests.desk.imports.files import LICENCE, SOURCE, problems, row

NAMED = ["Nom", "Forme juridique", "Commune"]
LAAYOUNE, EL_AIOUN = "11.321.01.03", "02.533.01.15"
AJDIR_OF_TAZA, AJDIR_OF_AL_HOCEIMA = "03.561.03.01", "01.051.01.09"


@pytest.fixture
def of_region(files):
    """A checked file of one row in a commune, for the moderation of a region."""
    ImportSource.objects.create(name=SOURCE, licence=LICENCE)

    def ask(region, commune, *beside):
        header = [*NAMED, *beside[::2]]
        path = files.csv(header, ["Coopérative Exemple", "Coopérative", commune, *beside[1::2]])
        return staging.check(staging.begin(path, SOURCE, scope=(Scope.REGION, region)))

    return ask


@pytest.mark.parametrize("said", ["Laayoune", "العيون", "El Aioun"])
def test_a_name_of_elsewhere_offers_the_commune_of_a_like_name_within_the_region(of_region, said):
    parent = of_region("02", said)
    (problem,) = row(parent).problems
    assert problem["choices"][0] == EL_AIOUN
    choose(parent, problem, EL_AIOUN)
    assert (row(parent).outcome, row(parent).told["place"]["commune"]) == ("new", EL_AIOUN)


def test_a_name_that_fits_one_elsewhere_and_one_within_is_a_doubt(of_region):
    parent = of_region("02", "Laayoune")
    (problem,) = row(parent).problems
    assert (problem["problem"], problem["wrong"]) == ("commune-outside", False)
    assert row(parent).outcome == "unsure"


def test_of_two_communes_of_one_name_the_one_within_the_region_is_offered_first(of_region):
    (problem,) = row(of_region("03", "Ajdir")).problems
    assert problem["choices"] == [AJDIR_OF_TAZA, AJDIR_OF_AL_HOCEIMA]
    assert AJDIR_OF_TAZA in problem["proposal"].split(" or ")[0]


def test_a_commune_outside_that_is_like_none_within_is_wrong_and_may_be_looked_up(of_region):
    parent = of_region("02", "Taza")
    (problem,) = row(parent).problems
    assert (row(parent).outcome, problem["problem"]) == ("wrong", "out-of-scope")
    choose(parent, problem, EL_AIOUN)
    assert row(parent).outcome == "new"


def test_a_point_outside_is_no_question_of_names(of_region):
    parent = of_region("02", "Laayoune", "Latitude", "27.15", "Longitude", "-13.2")
    assert problems(parent) == ["out-of-scope"]
    assert "place" not in row(parent).problems[0]


def choose(parent, problem, code):
    same = {"problem": problem["problem"], "place": problem["place"]}
    staging.choose(parent, problem["place"], code, same)
    parent.refresh_from_db()
    staging.check(parent)
