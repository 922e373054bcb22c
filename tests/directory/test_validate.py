"""What is refused before it is published, field by field."""

from datetime import date
from decimal import Decimal

import pytest

from directory.records import validate
from directory.records.facts import (
    ActorFacts,
    MembershipFacts,
    PartialDate,
    Place,
    ProgrammeFacts,
)
from directory.records.validate import InvalidFacts, Known, check

pytestmark = pytest.mark.django_db

BERKANE = Place(region="02", province="02.113", commune="02.113.01.09", precision="commune")
GOOD = ActorFacts(
    code="BNTMVK2D",
    names={"fr": "Exemple", "ar": "مثال"},
    sectors=("agriculture", "argan"),
    place=BERKANE,
    founded=PartialDate(date(1993, 1, 1), "year"),
    registry={"ice": "001561191000066"},
    website="https://exemple.example/",
    provenance={"names": {"source": "somebody"}},
)


@pytest.fixture(scope="module")
def known():
    return Known()


def problems(facts, known):
    with pytest.raises(InvalidFacts) as refused:
        check(facts, known, today=date(2026, 11, 24))
    return [(type(problem).__name__, problem.field) for problem in refused.value.problems]


def test_good_facts_pass(territories, known):
    check(GOOD, known)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"code": "BNTMVK2E"}, ("BadCode", "code")),
        ({"names": {}}, ("Missing", "names")),
        ({"names": {"fr": "  "}}, ("Missing", "names.fr")),
        ({"names": {"de": "Beispiel"}}, ("UnknownLanguage", "names")),
        ({"names": {"fr": "Cafe\u0301"}}, ("BadText", "names.fr")),
        ({"names": {"fr": "a\x00b"}}, ("BadText", "names.fr")),
        ({"products": ({},)}, ("Missing", "products")),
        ({"legal_form": "club"}, ("UnknownTerm", "legal_form")),
        ({"kind": "robot"}, ("UnknownTerm", "kind")),
        ({"sectors": ("argan",)}, ("ParentMissing", "sectors")),
        ({"sectors": ("magic",)}, ("UnknownTerm", "sectors")),
        ({"audiences": ("women-only",)}, ("ParentMissing", "audiences")),
        ({"cooperative_type": "producer"}, ("TypeWithoutCooperative", "cooperative_type")),
        ({"founded": PartialDate(date(1493, 1, 1))}, ("BadDate", "founded")),
        ({"founded": PartialDate(date(2027, 1, 1))}, ("BadDate", "founded")),
        ({"founded": PartialDate(date(1993, 5, 2), "month")}, ("BadDate", "founded")),
        ({"closed": PartialDate(date(1992, 1, 1), "year")}, ("DatesReversed", "closed")),
        ({"registry": {"ice": "001561191000067"}}, ("BadICE", "registry.ice")),
        ({"website": "javascript:alert(1)"}, ("BadAddress", "website")),
        ({"provenance": {"names": {"address": None}}}, ("NoSource", "provenance.names")),
    ],
)
def test_each_field_has_its_rule(territories, known, changes, problem):
    assert problems(GOOD.but(**changes), known) == [problem]


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        (Place(region="77"), ("UnknownTerritory", "place.region")),
        (Place(region="02", province="02"), ("UnknownTerritory", "place.province")),
        (
            Place(region="01", province="02.113", commune="02.113.01.09"),
            ("IncoherentPlace", "place.region"),
        ),
        (Place(commune="02.113.01.09", region="02"), ("IncoherentPlace", "place.province")),
        (
            Place(region="02", province="02.113", commune="02.113.01.09", locality="gn-1"),
            ("UnknownTerritory", "place.locality"),
        ),
        (
            Place(region="02", province="02.113", commune="02.113.01.09", precision="exact"),
            ("PrecisionDisagrees", "place.precision"),
        ),
    ],
)
def test_a_place_must_hold_together(territories, known, place, problem):
    assert problem in problems(GOOD.but(place=place), known)


def test_a_point_must_lie_in_its_commune_or_at_its_border(territories, known):
    def at(lon, lat):
        return GOOD.but(
            place=Place(
                region="02",
                province="02.113",
                commune="02.113.01.09",
                lon=Decimal(lon),
                lat=Decimal(lat),
                precision="exact",
            )
        )

    check(at("-2.320000", "34.920000"), known)
    assert problems(at("-6.800000", "34.000000"), known) == [("PointElsewhere", "place.point")]


def test_a_membership_is_of_a_network_or_of_a_programme(known):
    assert problems(MembershipFacts("BNTMVK2D"), known) == [("NotOneOf", "network")]


def test_a_programme_may_end_in_the_future(known):
    check(
        ProgrammeFacts(
            code="S3ABB8H6",
            names={"fr": "Taghyir"},
            since=PartialDate(date(2023, 2, 1), "month"),
            until=PartialDate(date(2099, 3, 1), "month"),
        ),
        known,
    )


def test_a_refusal_says_what_came_and_what_is_accepted(territories, known):
    with pytest.raises(InvalidFacts, match="legal_form: 'club'; accepted: a code of the taxonomy"):
        check(GOOD.but(legal_form="club"), known)


def test_every_problem_says_what_would_be_right():
    kinds = validate.Problem.__subclasses__()
    assert len(kinds) > 15
    assert all(kind.accepted for kind in kinds)
