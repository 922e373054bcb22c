"""Towns of the gazetteer, with official names where they are the seat of a municipality."""

import pytest

from geodata.loading import matching
from geodata.models import Locality

pytestmark = pytest.mark.usefixtures("territories")


@pytest.fixture
def towns():
    return Locality.objects.newest().of_kind("town")


def test_every_town_has_a_point_a_name_and_a_commune(towns):
    assert towns.count() == 507
    assert towns.placed().count() == 507
    assert not towns.filter(commune="").exists()


def test_a_seat_has_the_names_of_its_municipality(towns):
    tangier = towns.get(code="gn-2530335")

    assert (tangier.name_fr, tangier.name_ar) == ("Tanger", "طنجة")
    assert (tangier.commune, tangier.arrondissement) == ("01.511.01.0", "01.511.01.05")


def test_a_town_is_not_renamed_after_a_rural_commune_that_only_sounds_like_it(towns):
    assert towns.filter(name_fr="El Ksiba").exists()


def test_half_transliterated_names_are_left_out(towns):
    assert not towns.filter(name_ar__regex="[A-Za-z]").exists()


def test_a_name_is_never_empty(towns):
    town = towns.filter(name_ar="").first()

    assert town.name("ar") == town.name_fr


@pytest.mark.parametrize(
    ("one", "other"), [("El Ksiba", "Ksiba"), ("Agouraï", "Agourai"), ("Tahannaout", "Tahanaout")]
)
def test_spellings_that_mean_the_same(one, other):
    assert matching.same(one, other)


def test_names_that_only_look_related_are_not_the_same():
    assert not matching.same("Driouch", "Dar Driouch")
    assert not matching.alike("Anfa", "Casablanca")
