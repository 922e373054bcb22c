"""The real country in the test database, stored before: see tests/stored.py."""

import pytest

from directory.models import Revision
from geodata.models import ReferenceSet
from tests.kept import put_in_force


@pytest.fixture
def territories(db):
    """Real territories, boundaries, census and localities: series to the number of the set.

    Each test sees them in its own transaction and may load further sets.
    """
    return ReferenceSet.objects.newest_numbers()


@pytest.fixture
def in_force(territories):
    """The same sets, and the taxonomies, named by revision 1, the one of a kept register if it is
    there: codes are known to filters.
    """
    return Revision.objects.filter(number=1).first() or put_in_force()
