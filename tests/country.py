"""A register on real territories, small enough to read: who stands where is told by name."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from directory.records.facts import Place
from tests.kept import kept_fixture

BERKANE = Place("02", "02.113", None, "02.113.01.09", precision="commune")
NADOR = Place(
    "02", "02.381", None, "02.381.01.05", lon=Decimal("-2.93"), lat=Decimal("35.17"),
    precision="exact",
)  # fmt: skip
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")


def seven(register):
    """Seven organisations of three territories, with a history."""
    amal = register.publish(
        {"ar": "تعاونية الأمل", "fr": "Coopérative Al Amal"},
        legal_form="cooperative",
        sectors=("agriculture", "argan"),
        audiences=("women-led", "women-only"),
        place=BERKANE,
        founded="2016-03",
        provenance={"names": {"source": "Its statutes", "address": "https://example.org/statuts"}},
    )
    imane = register.publish({"ar": "جمعية الإيمان"}, place=NADOR, founded="1998")
    rif = register.actor("Réseau du Rif", kind="network", place=NADOR)
    register.publish_all(rif)
    union = register.publish("Union de Rabat", legal_form="cooperative-union", place=RABAT)
    mutual = register.publish("Mutuelle de Rabat", legal_form="mutual", place=RABAT)
    closed = register.publish("Coopérative close", legal_form="cooperative", closed="2019")
    unplaced = register.publish("Fondation sans lieu", legal_form="foundation", founded="1961")
    register.join(amal, rif)
    taghyir = register.programme("Taghyir", imane, amal, funders=({"names": {"fr": "AECID"}},))
    renamed = register.change(amal, names={"ar": "تعاونية الأمل", "fr": "Coopérative Amal d’Aklim"})
    register.confirm(renamed, on=date(2025, 10, 4))
    return SimpleNamespace(
        amal=renamed, imane=imane, rif=rif, union=union, mutual=mutual, closed=closed,
        unplaced=unplaced, taghyir=taghyir, register=register,
    )  # fmt: skip


kept_country = kept_fixture(seven)


@pytest.fixture
def country(kept_country, db):
    """The seven, published once for the tests of a module; what a test does to them is undone."""
    return deepcopy(kept_country)
