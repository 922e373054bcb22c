"""Loading a demonstration: where it may be, what it depends on, how it fails."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from directory.demonstration.story import Story
from directory.models import Actor, Instance, Revision
from directory.models.words import Word
from directory.publishing import demo
from directory.publishing.demo import ClockCounts, NotDemonstration, load_demo
from directory.publishing.organisations import load_organisations
from tests.recount import cube

pytestmark = pytest.mark.django_db


def test_a_real_register_takes_no_invented_actor(territories):
    Instance.objects.create(pk=1, demonstration=False)

    with pytest.raises(NotDemonstration):
        load_demo(10, seed=1)
    with pytest.raises(CommandError, match="not fixed as a demonstration"):
        call_command("load_demo", "--actors", "10")


def test_no_simulated_moment_follows_the_clock(fresh_demonstration):
    load_organisations()

    with pytest.raises(ClockCounts):
        load_demo(10, seed=1)


def test_one_seed_makes_one_register(fresh_demonstration, savepoint):
    def digest_of(seed):
        with savepoint():
            load_demo(60, seed)
            return bytes(Revision.objects.head().digest)

    assert digest_of(7) == digest_of(7)
    assert digest_of(7) != digest_of(8)


def test_filling_in_bulk_tells_the_same(fresh_demonstration, savepoint, monkeypatch):
    def register():
        with savepoint():
            load_demo(200, seed=3)
            return bytes(Revision.objects.head().digest), cube(), words(), indexes()

    plainly = register()
    monkeypatch.setattr(demo, "WORTH_REBUILDING", 0)
    assert register() == plainly


def test_a_load_that_fails_leaves_nothing(fresh_demonstration, monkeypatch):
    def fail(self, step):
        raise RuntimeError("no luck")

    monkeypatch.setattr(Story, "changed", fail)
    with pytest.raises(RuntimeError):
        load_demo(100, seed=1)

    assert not Actor.objects.exists()
    assert Revision.objects.head() == fresh_demonstration


def words():
    return dict(Word.objects.values_list("word", "n"))


def indexes():
    with connection.cursor() as cursor:
        cursor.execute(
            "select indexname, indexdef from pg_indexes where tablename ~ '^directory_' order by 1"
        )
        return cursor.fetchall()
