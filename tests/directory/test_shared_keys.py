"""Filters asked together share one key, which finds exactly what they find one by one."""

from itertools import product

import pytest
from django.http import QueryDict

from directory.as_of import snapshot
from directory.records.facts import Place
from directory.selection.filterset import ActorFilterSet
from directory.selection.keys import KEYED
from tests.kept import kept_fixture

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
BERKANE = Place("02", "02.113", None, "02.113.01.09", precision="commune")
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")


def all_together(register):
    """Every place, legal form, sector and audience together once; some leave, some move."""
    made = [
        register.publish(
            f"{form} {sector} {audience} {place.province}",
            legal_form=form,
            sectors=sector.split(),
            audiences=audience.split(),
            place=place,
        )
        for form, sector, audience, place in product(
            ("cooperative", "association"),
            ("", "argan", "argan honey"),
            ("", "women-led"),
            (NADOR, BERKANE, RABAT),
        )
    ]
    for actor in made[::5]:
        register.withdraw(actor)
    for actor in made[1::5]:
        register.change(actor, place=RABAT, sectors=["honey"])
    return register


kept_country = kept_fixture(all_together)


@pytest.fixture
def country(kept_country, db):
    return kept_country


def asked(query, reading):
    filters = ActorFilterSet(QueryDict(query), reading=reading)
    assert filters.is_valid(), filters.refused
    return filters.selection()


QUERIES = [
    "region=02&sector=argan",
    "region=02&legal_form=cooperative&sector=argan",
    "province=02.381&legal_form=association&audience=women-led",
    "territory=02.113&sector=honey&audience=women-led",
    "region=02&province=02.113&sector=honey",
    "region=02&legal_form=cooperative",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("past", [False, True])
def test_a_key_finds_what_its_filters_find_one_by_one(country, query, past):
    with snapshot(40 if past else None) as reading:
        selection = asked(query, reading)
        assert selection.query.key
        plain = selection.arms("v.code", selection.query.where())
        keyed = selection.arms("v.code")
        assert past or (KEYED in keyed[0]) == selection.query.key.combines
        found = [_codes(arms, selection) for arms in (plain, keyed)]
        assert found[0] == found[1] != []
        assert selection.total == len(found[0])
        assert sorted(one.code for one in selection.page(limit=200).rows) == found[0]


def _codes(arms, selection):
    from directory.database import rows

    return sorted(code for (code,) in rows(" union all ".join(arms), selection.query.bound))


@pytest.mark.parametrize(
    "query",
    [
        "sector=argan",
        "region=02,04&sector=argan",
        "region=none&sector=argan",
        "commune=02.381.01.05",
    ],
)
def test_without_one_region_or_province_nothing_is_shared(country, query):
    with snapshot() as reading:
        assert asked(query, reading).query.key is None


def test_the_filters_a_key_does_not_say_still_narrow(country):
    with snapshot() as reading:
        selection = asked("region=02&sector=argan,honey&legal_form=cooperative&status=any", reading)
        assert selection.query.key.says == {"region", "legal_form"}
        assert not selection.query.key.combines
