"""Demonstrations: invented actors, a simulated past, and their end."""

from collections import Counter

import orjson
import pytest
from django.core.management import call_command
from django.db import connection

from directory.demonstration import history
from directory.demonstration.phrases import MARK
from directory.models import (
    ActorVersion,
    Confirmation,
    Ending,
    Membership,
    ProgrammeVersion,
    RecordBytes,
    Revision,
    RollupDelta,
)
from directory.publishing import ClockRefused, publish
from directory.publishing.demo import (
    AlreadyDemonstrated,
    load_demo,
    withdraw_demo,
)
from directory.publishing.organisations import load_organisations
from directory.records.facts import ActorFacts
from directory.records.validate import Known, check
from geodata.models import Census
from tests.recount import cell, cube, recount

pytestmark = pytest.mark.django_db


def test_a_demonstration_is_loaded_once(demonstration, capsys):
    with pytest.raises(AlreadyDemonstrated):
        load_demo(10, seed=2)
    call_command("load_demo", "--actors", "10")
    assert "Nothing to do" in capsys.readouterr().out


def test_every_actor_is_visibly_invented(demonstration):
    versions = ActorVersion.objects.select_related("text")

    assert versions.values("actor").distinct().count() == demonstration.actors == 1_000
    assert all(version.is_demo for version in versions)
    for version in versions:
        assert version.text.names
        for language, name in version.text.names.items():
            assert name.startswith(MARK[language])


def test_points_lie_inside_the_polygon_of_their_commune(demonstration):
    with connection.cursor() as cursor:
        cursor.execute(
            'select count(*), count(*) filter (where st_intersects(b."full", v.point))'
            " from directory_actorversion v join geodata_boundary b"
            " on b.code = coalesce(v.arrondissement, v.commune) where v.precision = 'exact'"
        )
        exact, inside = cursor.fetchone()
    assert exact == inside > 500


def test_some_are_known_by_their_commune_only(demonstration):
    known = Counter(ActorVersion.objects.current().values_list("precision", flat=True))
    assert 0.1 < known["commune"] / known.total() < 0.25
    assert known["locality"] > 20
    assert not ActorVersion.objects.filter(precision="commune").exclude(point=None).exists()


def test_actors_stand_where_the_census_met_associations(demonstration):
    communes = Census.objects.newest().of_year(2024).filter(level="commune")
    busiest = communes.order_by("-nonprofit_establishments").values_list("code", flat=True)[:100]
    none = communes.filter(nonprofit_establishments=0).values_list("code", flat=True)

    actors = ActorVersion.objects.current()
    assert actors.filter(commune__in=list(busiest)).count() > 300
    assert actors.filter(commune__in=list(none)).count() < 50


def test_what_is_recorded_would_pass_as_a_true_declaration(demonstration):
    known = Known()
    contents = RecordBytes.objects.filter(record="actor-version").order_by("digest")[:250]
    for content in contents:
        check(ActorFacts.read(orjson.loads(bytes(content.bytes))), known)


def test_dates_of_founding_have_their_precision_and_some_are_unknown(demonstration):
    known = Counter(ActorVersion.objects.current().values_list("founded_precision", flat=True))
    assert min(known[each] for each in ("day", "month", "year", None)) > 20


def test_the_past_holds_every_kind_of_change(demonstration):
    reasons = Revision.objects.filter(kind="demo").values_list("reason", flat=True)
    assert set(reasons) == {
        *history.CHANGES,
        "still-correct",
        "new-member",
        "member-left",
        "yearly-figures",
    }
    assert set(Ending.objects.values_list("fate", flat=True)) == {"merged", "withdrawn"}
    assert Confirmation.objects.exists()
    assert ProgrammeVersion.objects.filter(is_demo=True).exists()
    assert Membership.objects.current().exclude(network=None).exists()
    assert Membership.objects.current().exclude(until=None).exists()


def test_an_earlier_revision_shows_an_actor_under_its_earlier_name(demonstration):
    revision = Revision.objects.filter(reason="renamed").first().number
    renamed = ActorVersion.objects.filter(opened=revision).select_related("text").first()
    before = ActorVersion.objects.as_of(revision - 1).select_related("text").get(code=renamed.code)

    assert before.closed == revision
    assert before.text.names != renamed.text.names
    assert before.commune == renamed.commune


def test_those_that_moved_stayed_in_their_region(demonstration):
    revision = Revision.objects.filter(reason="moved").first().number
    for moved in ActorVersion.objects.filter(opened=revision):
        before = ActorVersion.objects.as_of(revision - 1).get(code=moved.code)
        assert before.region == moved.region


def test_moments_are_simulated_in_order_and_sets_come_before(demonstration):
    moments = list(Revision.objects.filter(number__gt=0).values_list("recorded_at", flat=True))
    assert moments == sorted(moments)
    assert moments[0] < history.FIRST == moments[1]
    assert moments[-1] < history.LAST


def test_the_cube_counts_what_a_recount_counts(demonstration):
    head = Revision.objects.head()
    assert cube() == recount(head)


def test_deltas_lead_back_to_any_revision(demonstration):
    for revision in Revision.objects.filter(kind="demo")[5:50:15]:
        summed = Counter()
        for delta in RollupDelta.objects.filter(revision__lte=revision.number):
            summed[cell(delta)] += delta.n
        assert {key: n for key, n in summed.items() if n} == recount(revision)


def test_ending_a_demonstration_withdraws_all_of_it_in_one_revision(demonstration):
    before = ActorVersion.objects.current().count()

    revision = withdraw_demo()

    assert revision.kind == "withdraw"
    assert not ActorVersion.objects.current().filter(is_demo=True).exists()
    assert not ProgrammeVersion.objects.current().filter(is_demo=True).exists()
    assert not Membership.objects.current().filter(is_demo=True).exists()
    assert ActorVersion.objects.as_of(revision.number - 1).count() == before
    assert not cube()
    assert withdraw_demo() is None


def test_ending_a_demonstration_leaves_real_organisations_alone(demonstration):
    load_organisations()

    withdraw_demo()

    assert set(ActorVersion.objects.current().values_list("is_demo", flat=True)) == {False}
    assert Membership.objects.current().count() == 4


def test_after_its_past_a_demonstration_lives_by_the_clock(demonstration):
    revision = load_organisations()

    assert revision.recorded_at > history.LAST
    with pytest.raises(ClockRefused):
        publish(
            kind="demo",
            role="administrator",
            reason="late",
            reference_sets={"indicators": {"number": 1, "digest": "00"}},
            recorded_at=history.LAST,
        )
