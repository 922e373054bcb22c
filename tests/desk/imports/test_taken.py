"""What a row would take away from a profile that stands, and figures that somebody leaves out."""

from datetime import date

import pytest

from desk.imports import changing, staging
from desk.models import ImportSource, Scope
from directory.records.facts import PartialDate
from tests.desk.imports.files import LICENCE, SOURCE, problems, row

BERKANE, OUJDA = "02.113.01.09", "02.411.01.07"
FOUNDED = PartialDate(date(2007, 10, 15))
AMAL = ["Coopérative Exemple Amal", "Coopérative"]
NAMED = ["Nom", "Forme juridique"]


@pytest.fixture
def amal(files, register):
    return register.publish(
        {"fr": "Coopérative Exemple Amal"},
        founded=FOUNDED,
        products=({"fr": "Miel"},),
        place=files.place(BERKANE),
    )


@pytest.fixture
def told(files, amal):
    """What a row of some columns would change of it."""

    def ask(header, *cells, **said):
        path = files.csv(["Code Athar", *header], [amal.code, *cells])
        parent = files.checked(path, **said)
        (found,) = changing.told(parent, [row(parent)]).values()
        return parent, {one.field: (one.today, one.proposed) for one in found.changes}

    return ask


def test_a_row_tells_field_by_field_what_it_changes(told):
    _parent, changes = told(["Site web", "Forme juridique"], "https://exemple.test/", "Association")
    assert changes == {"website": (None, "https://exemple.test/")}


def test_a_figure_stands_beside_that_of_its_year_and_its_kind_of_source(told, amal, register):
    register.report(amal, 2023, members=40)
    register.report(amal, 2023, kind="registry", members=44)
    _parent, changes = told(["Membres 2023", "Membres 2024"], "50", "60")
    assert changes == {"figures.members.2023": (40, 50), "figures.members.2024": (None, 60)}


def test_a_figure_that_stands_so_changes_nothing(told, amal, register):
    register.report(amal, 2023, members=40)
    assert told(["Membres 2023"], "40")[1] == {}


@pytest.mark.parametrize(
    ("said", "found"),
    [("2017", ["vaguer"]), ("2007-10", ["vaguer"]), ("15/10/2007", []), ("16/10/2017", [])],
)
def test_a_date_less_precise_than_the_registers_is_doubted(told, said, found):
    parent, _changes = told(["Date de création"], said)
    assert problems(parent) == found
    assert row(parent).outcome in ("update", "same")
    if found:
        (doubt,) = row(parent).problems
        assert (doubt["column"], doubt["proposal"]) == ("Date de création", "2007-10-15")
        assert not doubt["wrong"]


def test_what_would_be_emptied_is_doubted(told):
    parent, changes = told(["Produits"], ";")
    assert changes == {"products": (({"fr": "Miel"},), ())}
    assert problems(parent) == ["emptied"]


def test_a_place_less_precise_than_the_registers_is_doubted(told):
    parent, _changes = told(["Province"], "Taza")
    assert problems(parent) == ["vaguer"]
    assert row(parent).problems[0]["column"] == "Province"


def test_a_new_profile_tells_all_it_says(files):
    path = files.csv([*NAMED, "Commune", "Membres 2023"], [*AMAL, "Berkane", "40"])
    parent = files.checked(path)
    (found,) = changing.told(parent, [row(parent)]).values()
    assert found.start is None
    fields = [one.field for one in found.changes]
    assert fields == ["names.fr", "legal_form", "kind", "place", "figures.members.2023"]


@pytest.mark.parametrize("province", ["Oujda-Angad", "Berkane"])
def test_a_commune_spelt_otherwise_is_proposed_whatever_lies_beside_it(files, province):
    parent = files.checked(
        files.csv([*NAMED, "Commune", "Province"], [*AMAL, "Beni Drar", province])
    )
    (problem,) = row(parent).problems
    assert problem["proposal"].startswith("Bni Drar")


def test_a_commune_nobody_knows_is_not_outside_of_what_somebody_moderates(files):
    ImportSource.objects.create(name=SOURCE, licence=LICENCE)
    path = files.csv([*NAMED, "Commune"], [*AMAL, "Beni Drar"], [*AMAL, "Taza"])
    parent = staging.check(staging.begin(path, SOURCE, scope=(Scope.REGION, "02")))
    assert problems(parent, 2) == ["unknown-commune"]
    assert problems(parent, 3) == ["out-of-scope"]


@pytest.mark.parametrize(
    "header",
    [
        "Code dans Athar",
        "Code Athar",
        "Athar code",
        "رمز أثر",
        "الرمز في أثر",
        "Code in Athar",
        "Código en Athar",
    ],
)
def test_a_column_of_codes_is_known_in_four_languages(files, amal, header):
    path = files.csv([header, "Site web"], [amal.code, "https://exemple.test/"])
    assert files.checked(path).mapping[header] == "code"
