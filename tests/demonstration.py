"""A thousand demonstration actors with their past, loaded once for the tests of a module."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from directory.publishing.demo import load_demo
from directory.publishing.reference import BEFORE_DEMONSTRATION, fix_instance
from tests import kept


def put_in_force(*series):
    """Revision 1 of a demonstration: the sets stored for the session, before its first moment."""
    fix_instance(demonstration=True)
    return kept.put_in_force(*series, recorded_at=BEFORE_DEMONSTRATION)


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """A demonstration register of 1,000 actors, undone after the module's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        put_in_force()
        loaded = load_demo(1_000, seed=1)
        yield loaded
        transaction.set_rollback(True)


@pytest.fixture
def fresh_demonstration(territories):
    """A demonstration with its reference sets in force, and no actor yet."""
    return put_in_force()


@pytest.fixture
def savepoint():
    """A block whose writes are undone at its end."""

    @contextmanager
    def undone():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return undone
