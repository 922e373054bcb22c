"""Registers published once for the tests of a module: what a test changes is undone to them."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from directory.publishing.publish import publish
from directory.publishing.reference import named
from geodata.models import ReferenceSet
from tests.register import Register, compare_as_commit


def put_in_force(*series, **dated):
    """Revision 1: the sets stored for the session are named, so filters know their codes. Those of
    some series, or all.
    """
    sets = ReferenceSet.objects.filter(series__in=series) if series else ReferenceSet.objects.all()
    return publish(
        kind="reference",
        role="administrator",
        reason="territories-loaded",
        reference_sets=named(sets),
        **dated,
    )


@contextmanager
def kept(made):
    """What `made` makes of an empty register with its reference sets in force; then it is undone.

    Compared with its revisions once, as a commit would: a test compares what it adds itself.
    """
    with transaction.atomic():
        put_in_force()
        standing = made(Register())
        compare_as_commit()
        yield standing
        transaction.set_rollback(True)


def kept_fixture(made):
    """The fixture of a module that keeps what `made` makes; its name begins with `kept_`."""

    @pytest.fixture(scope="module")
    def standing(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), kept(made) as found:
            yield found

    return standing
