"""The real country in the test database: stored once a session, from what was staged before."""

import pytest

from geodata.loading import sources, stage, store
from geodata.models import ReferenceSet


@pytest.fixture(scope="session")
def territories_stored(django_db_setup, django_db_blocker):
    """Set 1 of territories, boundaries, census and localities, committed for the whole session."""
    with django_db_blocker.unblock():
        store.store(stage.stage(sources.shipped()))


@pytest.fixture
def territories(territories_stored, db):
    """Real territories, boundaries, census and localities: series to the number of the set.

    Loaded once; each test sees them in its own transaction and may load further sets.
    """
    return ReferenceSet.objects.newest_numbers()
