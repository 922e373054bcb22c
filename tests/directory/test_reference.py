"""Reference sets and the revisions that put them in force."""

from datetime import UTC, datetime

import pytest

from directory import taxonomies
from directory.demonstration import history
from directory.models import Revision, Term
from directory.publishing import publish
from directory.publishing.reference import (
    InstanceFixed,
    fix_instance,
    publish_reference,
    stage_taxonomies,
)
from geodata.loading.store import recount
from geodata.models import ReferenceSet

pytestmark = pytest.mark.django_db


def test_loading_taxonomies_makes_a_set_and_a_revision_that_names_it(tmp_path):
    revision = publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded")

    one = ReferenceSet.objects.get(series="taxonomies")
    assert revision.kind == "reference"
    assert revision.reference_sets["taxonomies"] == {"number": 1, "digest": bytes(one.digest).hex()}
    assert Term.objects.in_set(1).count() == len(taxonomies.rows())


def test_loading_the_same_taxonomies_again_does_nothing(tmp_path):
    publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded")
    head = Revision.objects.head()

    assert publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded") is None
    assert Revision.objects.head() == head


def test_an_edited_term_makes_set_two_and_leaves_set_one_as_it_was(tmp_path, monkeypatch):
    publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded")
    before = taxonomies.rows()
    edited = [row | {"names": row["names"] | {"fr": "Autre"}} for row in before[:1]] + before[1:]
    monkeypatch.setattr(taxonomies, "rows", lambda: edited)

    revision = publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded")

    key = {"taxonomy": before[0]["taxonomy"], "code": before[0]["code"]}
    assert revision.reference_sets["taxonomies"]["number"] == 2
    assert Term.objects.in_set(1).get(**key).names == before[0]["names"]
    assert Term.objects.in_set(2).get(**key).names["fr"] == "Autre"


def test_the_digest_of_a_set_can_be_recounted_from_its_rows(tmp_path):
    publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded")

    one = ReferenceSet.objects.get(series="taxonomies")
    assert recount("taxonomies", 1) == bytes(one.digest)


def test_an_instance_is_fixed_once():
    fix_instance(demonstration=True)
    assert fix_instance(demonstration=True).demonstration

    with pytest.raises(InstanceFixed, match="is a demonstration"):
        fix_instance(demonstration=False)


def test_on_a_demonstration_the_first_sets_count_from_before_its_first_actors(tmp_path):
    fix_instance(demonstration=True)

    revision = publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded")

    assert revision.recorded_at < history.FIRST


def test_once_the_clock_counts_sets_carry_it_too(tmp_path):
    fix_instance(demonstration=True)
    publish(
        kind="reference",
        role="administrator",
        reason="clock",
        reference_sets={"indicators": {"number": 1, "digest": "00"}},
    )

    revision = publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded")

    assert revision.recorded_at > datetime(2026, 1, 1, tzinfo=UTC)
