"""Who may be in the register already, in either script, near the same place or by a number."""

import pytest

from desk.duplicates import candidates
from directory.records.facts import Place

BERKANE = Place("02", "02.113", None, "02.113.01.09", precision="commune")
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")
ICE = "001561191000066"


@pytest.fixture
def amal(register, in_force):
    return register.publish(
        {"ar": "تعاونية الأمل النسوية", "fr": "Coopérative féminine Al Amal"},
        legal_form="cooperative",
        place=BERKANE,
        registry={"ice": ICE},
    )


def found(*names, **near):
    return [one.code for one in candidates(names, **near)]


@pytest.mark.parametrize(
    "typed",
    [
        "Coopérative féminine Al Amal",
        "COOPERATIVE FEMININE AL AMAL",
        "Cooperative feminine el amal",
        "Coopérative Al Amal féminine",
        "تعاونية الامل النسوية",
        "تعاونيّة الأمل النسويه",
        "Coopérative féminine Al Aml",
    ],
)
def test_the_same_name_is_found_however_it_is_typed(amal, typed):
    assert found(typed, commune="02.113.01.09", province="02.113") == [amal.code]
    assert found(typed) == [amal.code]


def test_half_a_name_in_the_same_commune_is_enough(amal):
    assert found("Al Amal féminine", commune="02.113.01.09", province="02.113") == [amal.code]


def test_far_away_names_must_be_nearly_the_same(amal):
    far = {"commune": "04.421.01.0", "province": "04.421"}
    assert found("Coopérative féminine Al Amal", **far) == [amal.code]
    assert found("Coopérative Al Amal de Rabat", **far) == []


def test_other_names_find_nobody(amal):
    assert found("Mutuelle des pêcheurs", commune="02.113.01.09", province="02.113") == []
    assert found("", "   ", "؟؟") == []


def test_the_same_registry_number_is_the_same_whatever_its_name(amal):
    [one] = candidates(["Tout autre nom"], registry={"ice": ICE})
    assert (one.code, one.why, one.score) == (amal.code, "registry", 1)
    assert found("Tout autre nom", registry={"ice": "001561191000067"}) == []


def test_a_number_that_was_stated_before_and_is_no_more_finds_nobody(amal, register):
    register.change(amal, registry={})
    assert candidates([], registry={"ice": ICE}) == []


def test_the_nearest_and_likest_come_first(amal, register):
    other = register.publish("Coopérative Al Amal", legal_form="cooperative", place=RABAT)
    near = {"commune": "04.421.01.0", "province": "04.421"}
    assert found("Coopérative Al Amal", **near)[0] == other.code


def test_a_profile_is_no_duplicate_of_itself(amal):
    assert found("Coopérative féminine Al Amal", besides=amal.code) == []


@pytest.mark.parametrize("typed", ["%", "'", "\\", "a" * 5000, ":*", "(", "| &", "\u200f"])
def test_nothing_typed_is_an_error(amal, typed):
    candidates([typed], commune="02.113.01.09", province="02.113")
