"""Seals of verification: records of their own that say who verified what, and until when."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict

from directory.as_of import snapshot
from directory.models import Seal
from directory.publishing.verify import verify
from directory.selection.filterset import ActorFilterSet
from directory.selectors.history import actor_history
from directory.selectors.seals import seals_of

GIVEN = date(2024, 5, 2)


@pytest.fixture
def argan(register):
    return register.publish("Argan")


@pytest.fixture
def network(register):
    return register.publish("Réseau")


def told(actor, as_of=None):
    with snapshot(as_of) as reading:
        return [(one.scope, one.verifier, one.role) for one in seals_of(actor.code, reading)]


def count(query, as_of=None):
    with snapshot(as_of) as reading:
        filters = ActorFilterSet(QueryDict(query), reading=reading)
        assert filters.is_valid(), filters.refused
        return filters.selection().total


def test_a_seal_tells_who_gave_it_and_counts_until_its_end(register, argan, network):
    register.seal(argan, "identity", by=network, on=GIVEN, until=date(2040, 1, 1))
    register.seal(argan, "activity", on=GIVEN)
    register.seal(argan, "figures", on=GIVEN, until=date(2025, 1, 1))
    assert told(argan) == [("activity", None, "moderator"), ("identity", network.code, "")]
    assert (count("seal=identity"), count("seal=figures"), count("seal=none")) == (1, 0, 1)


def test_a_seal_given_again_by_the_same_replaces_the_one_before(register, argan, network):
    first = register.seal(argan, by=network, on=GIVEN)
    register.seal(argan, by=network, on=date(2025, 5, 2))
    assert Seal.objects.current().get().given_on == date(2025, 5, 2)
    with snapshot(first.number) as reading:
        assert [one.given_on for one in seals_of(argan.code, reading)] == [GIVEN]


def test_seals_end_with_the_actor_that_leaves_and_stand_in_its_history(register, argan, network):
    sealed = register.seal(argan, by=network, on=GIVEN)
    register.withdraw(argan)
    assert not Seal.objects.current().exists()
    assert told(argan, sealed.number) == [("identity", network.code, "")]
    with snapshot() as reading:
        events = [one.event for one in actor_history(code=argan.code, reading=reading)]
    assert events == ["entered", "sealed", "withdrawn", "unsealed"]


def test_nobody_seals_itself_and_a_seal_is_somebodys(register, argan):
    for who in ({"by": argan}, {"until": GIVEN}):
        with pytest.raises(IntegrityError), transaction.atomic():
            register.seal(argan, on=GIVEN, **who)


def test_a_scope_nobody_knows_is_refused_by_name(register, argan):
    with snapshot() as reading:
        filters = ActorFilterSet(QueryDict("seal=honesty"), reading=reading)
        assert not filters.is_valid()
        assert "honesty" in str(filters.refused["seal"])


def test_the_register_verifies_with_seals(register, argan, network):
    register.seal(argan, by=network, on=GIVEN)
    assert not list(verify())
