"""Checkpoints: the cubes kept whole at some revisions, so that the past is read from nearby."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.datastructures import MultiValueDict

from directory.as_of import snapshot
from directory.models import Checkpoint, Revision, RollupCheckpoint
from directory.publishing.checkpoints import keep_checkpoints
from directory.publishing.verify import verify
from evidence.figures import figure
from evidence.measures import read
from tests.answers import answers

QUERIES = ("status=any", "sector=argan", "region=02&legal_form=cooperative")
ASKED = (
    {"measure": "members", "year": "latest:3", "group_by": "province"},
    {"measure": "members-women", "aggregate": "share", "of": "members", "group_by": "region"},
    {"group_by": "sector"},
)


def told(revision):
    found = answers(*QUERIES, counted=QUERIES, as_of=revision)
    with snapshot(revision) as reading:
        for number, query in enumerate(ASKED):
            asked = MultiValueDict({name: [value] for name, value in query.items()})
            answer = figure(read(asked, reading))
            found[number] = (answer.total, answer.results)
    return found


@pytest.fixture(scope="module")
def kept(demonstration):
    """A demonstration with many checkpoints, and what it told of revisions before."""
    head = Revision.objects.head().number
    revisions = sorted({1, 2, head, *range(3, head, 6)})
    before = {one: told(one) for one in revisions}
    with transaction.atomic():
        yield keep_checkpoints(least=500), before
        transaction.set_rollback(True)


def test_every_revision_tells_the_same_from_the_nearest_as_from_now(kept):
    made, before = kept
    assert {one.cube for one in made} == {"rollup", "report"}
    assert len(made) > 6
    for revision, expected in before.items():
        assert told(revision) == expected, revision


def test_a_revision_kept_whole_is_read_without_adding_anything(kept):
    revision = Checkpoint.objects.filter(cube="rollup").latest("revision").revision
    with snapshot(revision) as reading, CaptureQueriesContext(connection) as asked:
        figure(read(MultiValueDict({"group_by": ["sector"]}), reading))
    assert any("directory_rollupcheckpoint" in one["sql"] for one in asked)
    assert not any("directory_rollup r" in one["sql"] for one in asked)


def test_those_kept_are_kept_once(kept):
    assert keep_checkpoints(least=500) == []


def test_a_small_register_keeps_none(demonstration, savepoint):
    with savepoint():
        assert keep_checkpoints() == []


def test_what_is_kept_is_never_rewritten(kept):
    for model in (Checkpoint, RollupCheckpoint):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(revision=1)


def test_a_checkpoint_tampered_with_is_found(kept, savepoint):
    assert list(verify()) == []
    with savepoint(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table directory_rollupcheckpoint disable trigger user")
        cursor.execute("update directory_rollupcheckpoint set n = n + 1 where territory = 'MA'")
        assert {one.record for one in verify()} == {"checkpoint"}
