"""A long revision is written before its lock, and is what publishing would have written."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from directory.database import execute, rows
from directory.models import ActorVersion, Observation, Revision, RollupDelta
from directory.publishing import HeadMoved, PublishingError, publish, store, write_ahead
from directory.publishing.publish import Ahead
from directory.publishing.verify import verify
from directory.records.facts import MembershipFacts, ObservationFacts
from directory.records.validate import InvalidFacts
from tests.directory.test_guards import as_role
from tests.register import compare_as_commit

HOW = {"kind": "import", "role": "administrator", "reason": "import"}
KILLED = -9


@pytest.fixture
def known(register, in_force):
    """An actor of the past, and facts of two new ones with what they say."""
    before = register.publish("Coopérative Exemple Amal", sectors=["argan"])
    register.report(before, 2023, members=20)
    one = register.actor("Coopérative Exemple Nour", sectors=["argan"], founded="2016-03")
    other = register.actor("Association Exemple Amal", closed="2020")
    told = [
        one,
        other,
        ObservationFacts(one.code, "members", 2023, Decimal(40), "memberships"),
        ObservationFacts(one.code, "members-women", 2023, Decimal(25), "memberships"),
        MembershipFacts(other.code, network=before.code),
    ]
    return register, before, told


def nothing_wrong():
    compare_as_commit()
    return [str(one) for one in verify()] == []


@pytest.mark.parametrize("role", ["web", "owner"])
def test_rows_counts_words_and_reports_are_those_of_publishing(known, role):
    register, before, told = known
    changed = before.but(names={"fr": "Coopérative Exemple Amal et Nour"})
    with transaction.atomic():
        if role == "web":
            execute(f"set local role {settings.WEB_ROLE}")
        ahead = write_ahead(store(told))
        revision = publish(**HOW, opened=[changed], ahead=ahead)
        execute("reset role")

    assert revision.opened_count == len(told) + 1
    assert ActorVersion.objects.current().count() == 3
    assert Observation.objects.current().count() == 3
    assert RollupDelta.objects.filter(revision=revision.number).exists()
    words = dict(rows("select word, n from directory_word where word = any(%s)",
                      [["nour", "amal", "exemple"]]))  # fmt: skip
    assert words == {"nour": 2, "amal": 2, "exemple": 3}
    assert nothing_wrong()


def test_the_next_revision_after_one_written_ahead_is_as_any(known):
    register, _before, told = known
    with transaction.atomic():
        publish(**HOW, ahead=write_ahead(store(told)))
    register.change(told[0], names={"fr": "Autrement"})
    assert nothing_wrong()


def test_what_was_written_ahead_is_committed_with_its_revision_or_not_at_all(known):
    _register, _before, told = known
    with transaction.atomic():
        write_ahead(store(told))
        with pytest.raises(DatabaseError, match="was not published as it"), transaction.atomic():
            compare_as_commit()
        transaction.set_rollback(True)
    assert ActorVersion.objects.count() == 1


def test_nobody_publishes_at_once_while_writing_ahead(register):
    with transaction.atomic():
        execute("select open_ahead()")
        with pytest.raises(DatabaseError, match="is not the one its rows"), transaction.atomic():
            register.publish("Coopérative Exemple Nour")
        transaction.set_rollback(True)


def test_who_says_it_of_another_number_or_day_is_refused(known):
    _register, _before, told = known
    head = Revision.objects.head()
    for number, day in ((head.number, head.date), (head.number + 1, date(2020, 1, 1))):
        with pytest.raises(HeadMoved):
            publish(**HOW, opened=told, ahead=Ahead(number, day, ()))


def test_figures_that_cannot_be_true_are_refused_before_the_lock(known):
    _register, _before, told = known
    more = ObservationFacts(told[0].code, "members-women", 2022, Decimal(-1), "memberships")
    with pytest.raises(InvalidFacts), transaction.atomic():
        write_ahead(store([*told, more]))
    assert ActorVersion.objects.count() == 1


def test_of_who_was_counted_ahead_nothing_more_is_said_in_the_same_revision(known):
    _register, _before, told = known
    more = ObservationFacts(told[0].code, "members", 2022, Decimal(30), "memberships")
    with pytest.raises(DatabaseError, match="says more of who was counted"), transaction.atomic():
        publish(**HOW, opened=[more], ahead=write_ahead(store(told)))


def test_nobody_the_register_does_not_know_is_written_ahead(known):
    with pytest.raises(PublishingError, match="does not know"), transaction.atomic():
        write_ahead(store([MembershipFacts("0000000", network="0000000")]))


@pytest.mark.parametrize(
    "statement",
    [
        "insert into directory_ahead values (pg_current_xact_id(), 1)",
        "update directory_ahead set revision = 1",
        "delete from directory_ahead",
        "insert into directory_aheadword values (pg_current_xact_id(), 'x', 1)",
        "select add_words_ahead()",
        "select rollup_changes(1, 0, '2026-01-01')",
        "select report_changes(1, '{}', '2026-01-01', '2026-01-01')",
    ],
)
def test_the_web_role_says_nothing_of_what_was_counted(register, statement):
    with as_role("web") as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute(statement)


def test_whoever_publishes_meanwhile_does_not_wait_and_has_the_number(committed_database):
    """Both write the same words; the one who wrote ahead stands behind the other at the lock."""
    first, second = committed_database.actors(2)
    base = committed_database.head

    code, said = committed_database.run(
        "tests.directory.racing", "then", f"publish:{first}", f"ahead:{second}"
    )

    assert code == 0, said
    assert set(said.splitlines()) == {f"publish:{first} won", f"ahead:{second} HeadMoved"}
    assert committed_database.head == base + 1


def test_killed_at_any_moment_nothing_of_it_is_there(committed_database):
    base = committed_database.head
    for statement in range(1, 80, 5):
        (code,) = committed_database.actors(1)
        how, told = committed_database.publisher(f"kill-ahead:{statement}", code)
        if how == 0:
            break
        assert (how, committed_database.head) == (KILLED, base), told
        left = "select count(*) from directory_actorversion where opened > %s"
        assert committed_database.ask(left.replace("%s", str(base))) == [(0,)]
    else:
        pytest.fail("no publish came to its end")

    assert committed_database.head == base + 1
    committed_database.verifies()
