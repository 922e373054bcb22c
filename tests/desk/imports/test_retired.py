"""Files that still say a term which is out of use."""

import pytest
from django.utils.translation import override

from desk import office
from desk.imports.wording import problem_words
from directory.models import Indicator, Term
from directory.vocabularies import BadEntry
from geodata.models import ReferenceSet
from tests import people
from tests.desk.imports.files import problems, row
from tests.directory.test_edited_vocabularies import put, worded
from tests.directory.test_edited_vocabularies import row as entry

__all__ = ["put"]

HEADER = ["Nom", "Forme juridique", "Secteurs"]
GROUP = ["Groupe Exemple Amal", "GIE", "agriculture; argan"]


@pytest.fixture
def retire(put):
    def ask(code, heir=None):
        told = entry(code)["mappings"] | {"retired": True}
        return put(worded(code, mappings=told | ({"replaced_by": heir} if heir else {})))

    return ask


def test_a_retired_legal_form_is_wrong_and_its_heir_is_proposed(files, retire):
    retire("economic-interest-group", "association")
    parent = files.checked(files.csv(HEADER, GROUP))
    assert row(parent).outcome == "wrong"
    (problem,) = [one for one in row(parent).problems if one["problem"] == "retired-term"]
    assert problem["proposal"] == "association"
    with override("ar"):
        assert problem_words(problem).endswith("← جمعية")


def test_a_retired_sector_is_left_out_with_a_doubt(files, retire):
    retire("argan")
    parent = files.checked(files.csv(HEADER, ["Coopérative Exemple Nour", "Coopérative", "argan"]))
    assert row(parent).outcome == "new"
    assert row(parent).told["sectors"] == ["agriculture"]
    assert ("Secteurs", "retired-term-left-out") in {
        (one["column"], one["problem"]) for one in row(parent).problems
    }


def test_who_has_a_retired_term_keeps_it(files, register, retire):
    amal = register.publish("Amal", sectors=("agriculture", "argan"))
    retire("argan")
    told = [amal.code, "Coopérative", "argan"]
    parent = files.checked(files.csv(["code", *HEADER[1:]], told))
    assert problems(parent) == []
    assert row(parent).told["sectors"] == ["agriculture", "argan"]


def test_a_term_that_took_its_place_may_retire_in_turn(files, retire):
    retire("economic-interest-group", "foundation")
    retire("foundation", "association")
    parent = files.checked(files.csv(HEADER, GROUP))
    assert "association" in {one["proposal"] for one in row(parent).problems}


def test_a_figure_of_a_retired_indicator_is_left_out_with_a_doubt(files):
    told = entry("members", Indicator)
    bounds = told["bounds"] | {"retired": True}
    seen = ReferenceSet.objects.newest_numbers()["indicators"]
    office.put_indicator(told | {"bounds": bounds}, new=False, by=people.administrator(), seen=seen)
    header, line = ["Nom", "Forme juridique", "Membres 2023"], ["Amal", "Coopérative", "40"]
    parent = files.checked(files.csv(header, line))
    assert (row(parent).outcome, row(parent).figures) == ("new", [])
    assert problems(parent) == ["retired-indicator-left-out"]


@pytest.mark.parametrize("heir", ["nowhere", "argan", "cooperative"])
def test_only_a_term_in_use_of_the_same_vocabulary_takes_a_place(retire, heir):
    with pytest.raises(BadEntry):
        retire("argan", heir)
    assert not Term.objects.newest().get(taxonomy="sectors", code="argan").mappings.get("retired")
