"""The real country in the test database: stored once a session, from what was staged before."""

import pytest

from directory.publishing import publish
from directory.publishing.reference import named, stage_indicators, stage_taxonomies
from geodata.loading import sources, stage, store
from geodata.models import ReferenceSet


@pytest.fixture(scope="session")
def territories_stored(django_db_setup, django_db_blocker, tmp_path_factory):
    """Set 1 of territories, boundaries, census and localities, committed for the whole session."""
    with django_db_blocker.unblock():
        staged = stage.stage(sources.shipped())
        folder = tmp_path_factory.mktemp("vocabularies")
        staged.series += [stage_taxonomies(folder), stage_indicators(folder)]
        store.store(staged)


@pytest.fixture
def territories(territories_stored, db):
    """Real territories, boundaries, census and localities: series to the number of the set.

    Loaded once; each test sees them in its own transaction and may load further sets.
    """
    return ReferenceSet.objects.newest_numbers()


@pytest.fixture
def in_force(territories):
    """The same sets, and the taxonomies, named by revision 1: codes are known to filters."""
    return publish(
        kind="reference",
        role="administrator",
        reason="territories-loaded",
        reference_sets=named(ReferenceSet.objects.all()),
    )
