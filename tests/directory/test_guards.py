"""What the database itself refuses, to the web role and to the owner: rows are append-only."""

from contextlib import contextmanager
from copy import deepcopy
from datetime import date

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from directory import codes, digests, lock, sqlfiles
from directory.models import ActorVersion, Revision
from directory.publishing.publish import publish
from directory.records.facts import ConfirmationFacts, prepare
from directory.records.kinds import kinds
from tests.kept import kept_fixture
from tests.register import compare_as_commit

RECORDS = (
    "actorversion", "ending", "confirmation", "membership", "programmeversion", "observation",
    "seal",
)  # fmt: skip
ABOVE = ("evidence_officialfigure", "evidence_story")  # records of rooms above
KEPT = (
    *RECORDS,
    "revision",
    "recordbytes",
    "actor",
    "programme",
    "actortext",
    "rollupdelta",
    "reportrollupdelta",
)


@contextmanager
def as_role(role):
    """Statements within are made by that database role; whatever they did is undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if role == "web":
                cursor.execute(f"set local role {settings.WEB_ROLE}")
            yield cursor
        transaction.set_rollback(True)


def refused(*statements, values=None, role="owner", match=""):
    """The last of the statements is refused, or else the comparison a commit would make."""
    with as_role(role) as cursor:
        for statement in statements[:-1]:
            cursor.execute(statement)
        with pytest.raises(DatabaseError, match=match):
            settled(lambda: cursor.execute(statements[-1], values))


def settled(write):
    with transaction.atomic():
        write()
        compare_as_commit()


def one_of_each(register):
    """One row at least in every table of the register."""
    tiznit = register.publish("Argan Tiznit", sectors=["argan"])
    agadir = register.publish("Argan Agadir")
    register.join(tiznit, register.publish("Réseau"))
    register.programme("Taghyir", tiznit)
    register.confirm(tiznit, on=date(2024, 1, 1))
    register.report(tiznit, 2023, members=40)
    register.merge(agadir, tiznit)
    return register


kept_history = kept_fixture(one_of_each)


@pytest.fixture
def history(kept_history, db):
    return deepcopy(kept_history)


@pytest.fixture
def past(history):
    """The same, as long committed: no revision is open any more.

    A test's own transaction never ends, so its rows look open: here the head's writer is taken for
    one that has ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(sqlfiles.read("open_revision", 1).replace("'in progress'", "'ended'"))
    return history


NO_DOOR = "no revision is open|append-only|never rewritten|permission denied"


@pytest.mark.parametrize("role", ["web", "owner"])
@pytest.mark.parametrize("table", KEPT)
def test_rows_are_never_deleted(history, role, table):
    refused(f"delete from directory_{table}", role=role, match=NO_DOOR)


@pytest.mark.parametrize("role", ["web", "owner"])
@pytest.mark.parametrize("table", KEPT)
def test_tables_are_never_emptied(history, role, table):
    refused(f"truncate directory_{table} cascade", role=role, match=NO_DOOR)


@pytest.mark.parametrize("role", ["web", "owner"])
@pytest.mark.parametrize(
    "change",
    [
        "actorversion set legal_form = 'company'",
        "actorversion set fold = ''",
        "actorversion set digest = sha256('other')",
        "actorversion set opened = 1",
        "actorversion set redacted = 1",
        "actortext set names = '{}'",
        "actortext set summary = '{}'",
        "programmeversion set website = 'https://example.org'",
        "membership set since = '2020-01-01'",
        "confirmation set confirmed_on = '2020-01-01'",
        "ending set fate = 'withdrawn', heir_id = null",
        "recordbytes set bytes = 'other', digest = sha256('other')",
        "recordbytes set bytes = null, redacted = 1",
        "revision set reason = 'other'",
        "revision set number = number + 100",
        "actor set code = '00000000'",
        "rollupdelta set n = n + 1",
    ],
)
def test_rows_are_never_rewritten(history, role, change):
    refused(f"update directory_{change}", role=role, match=NO_DOOR + "|tells other")


@pytest.mark.parametrize("role", ["web", "owner"])
def test_a_closed_row_is_not_closed_again_nor_reopened(history, role):
    for value in ("null", "closed + 1"):
        refused(
            f"update directory_actorversion set closed = {value} where closed is not null",
            role=role,
            match="closed once",
        )


@pytest.mark.parametrize("role", ["web", "owner"])
def test_nothing_closes_without_a_revision(past, role):
    refused(
        "update directory_actorversion set closed = 99 where closed is null",
        role=role,
        match="no revision is open",
    )


def _confirming(revision):
    """The statement that inserts a confirmation with its bytes, opened by `revision`."""
    return (
        "with b as (insert into directory_recordbytes (digest, record, bytes)"
        " values (sha256('x'), 'confirmation', 'x') returning digest)"
        " select 1 from b",
        "insert into directory_confirmation (opened, digest, actor_id, confirmed_on)"
        f" select {revision}, sha256('x'), id, '2024-01-01' from directory_actor limit 1",
    )


@pytest.mark.parametrize("role", ["web", "owner"])
def test_nothing_opens_without_a_revision(past, role):
    head = Revision.objects.head().number
    refused(*_confirming(head), role=role, match="no revision is open")


@pytest.mark.parametrize("role", ["web", "owner"])
def test_nothing_opens_in_a_revision_other_than_the_open_one(history, role):
    for number in (1, Revision.objects.head().number + 1):
        refused(*_confirming(number), role=role, match="open with the revision being published")


@pytest.mark.parametrize("role", ["web", "owner"])
def test_an_open_revision_takes_no_record_its_bytes_do_not_name(history, role):
    head = Revision.objects.head().number
    refused(*_confirming(head), role=role, match=f"revision {head} tells other than its rows")


def test_comparing_early_does_not_spare_what_is_written_after(history):
    head = Revision.objects.head().number
    compare_as_commit()
    compare_as_commit()
    refused(*_confirming(head), role="web", match="tells other than its rows")


def test_a_temporary_table_is_not_the_ledger(past):
    refused(
        "create temporary table directory_revision (number integer)",
        "insert into pg_temp.directory_revision values (1)",
        *_confirming(1),
        role="web",
        match="no revision is open",
    )


def _insert_revision(**told):
    head = Revision.objects.head()
    row = {
        "number": head.number + 1,
        "recorded_at": "clock",
        "kind": "publish",
        "role": "moderator",
        "reason": "new-profile",
        "reference_sets": "{}",
        "previous": bytes(head.digest),
        "opened_count": 0,
        "closed_count": 0,
        "redacted_count": 0,
    } | told
    row["bytes"] = digests.canonical({"number": row["number"]})
    row["digest"] = digests.digest(row["bytes"])
    moment = "clock_timestamp()" if row["recorded_at"] == "clock" else "%(recorded_at)s"
    names = [name for name in row if name != "recorded_at"]
    return {
        "values": row,
        "statement": f"insert into directory_revision ({', '.join(names)}, recorded_at, date)"
        f" select {', '.join(f'%({name})s' for name in names)}, m,"
        f" (m at time zone 'Africa/Casablanca')::date from (select {moment}::timestamptz as m) _",
    }


@pytest.mark.parametrize("role", ["web", "owner"])
@pytest.mark.parametrize(
    ("told", "match"),
    [
        ({}, "tells other than its rows"),
        ({"number": 100}, "does not follow"),
        ({"number": 3}, "does not follow|duplicate"),
        ({"previous": bytes(32)}, "does not follow"),
        ({"recorded_at": "1999-01-01 00:00Z"}, "does not follow"),
        ({"recorded_at": "2999-01-01 00:00Z"}, "does not carry the clock"),
        ({"role": "Fatima Zahra"}, "more than words"),
        ({"reason": "asked by Fatima"}, "more than words"),
        ({"kind": "whim"}, "kind_known"),
    ],
)
def test_revisions_follow_and_tell_what_they_did(history, role, told, match):
    made = _insert_revision(**told)
    refused(made["statement"], values=made["values"], role=role, match=match)


def test_a_moment_before_the_clock_is_refused_where_nothing_is_simulated(register):
    made = _insert_revision(recorded_at="2020-01-01 00:00Z")
    refused(made["statement"], values=made["values"], match="does not carry the clock")


def test_bytes_are_whole_and_have_their_digest(history):
    insert = "insert into directory_recordbytes (digest, record, bytes, redacted) values "
    refused(insert + "(sha256('a'), 'ending', 'b', null)", role="web", match="digest_of_bytes")
    refused(insert + "(sha256('a'), 'ending', null, 1)", role="web", match="append-only")


def test_an_actor_that_left_cannot_also_stand(history):
    gone = next(facts for facts in history.facts.values() if facts.names["fr"] == "Argan Agadir")
    with pytest.raises(DatabaseError, match="cannot both stand"):
        settled(
            lambda: publish(kind="publish", role="steward", reason="yearly-update", opened=[gone])
        )


def test_counts_are_added_once_and_only_for_the_open_revision(history):
    head = Revision.objects.head().number
    for role in ("web", "owner"):
        refused(
            f"select rollup_revision({head - 1})", role=role, match="is counted already|not the one"
        )
    register_again = "select rollup_rebuild()"
    refused(register_again, role="web", match="permission denied")
    refused(f"select rollup_delta({head})", role="web", match="permission denied")


def test_redaction_only_inside_a_revision_that_says_so(past):
    digest = ActorVersion.objects.first().digest
    refused(
        "select redact_records(array[%s])", values=[digest], role="web", match="no revision is open"
    )


def test_redaction_must_be_told(history):
    digest = ActorVersion.objects.first().digest
    refused("select redact_records(array[%s])", values=[digest], role="web", match="tells other")


def test_the_instance_is_fixed_once(history):
    refused("insert into directory_instance values (1, true, now())", role="web", match="denied")
    refused(
        "insert into directory_instance values (1, true, now())",
        "update directory_instance set demonstration = false",
        match="append-only",
    )


def test_an_actor_needs_a_code_that_checks(db):
    code = codes.mint()
    wrong = code[:7] + ("0" if code[7] != "0" else "1")
    refused(
        f"insert into directory_actor (code) values ('{wrong}')", role="web", match="code_checks"
    )


def test_the_web_role_publishes_with_the_rights_it_has(history):
    tiznit = next(iter(history.facts.values()))
    opened = [prepare(tiznit), ConfirmationFacts(tiznit.code, date(2024, 6, 1))]
    with as_role("web") as cursor:
        cursor.execute("insert into directory_actor (code) values (%s)", [codes.mint()])
        made = publish(kind="publish", role="steward", reason="yearly-update", opened=opened)
        compare_as_commit()
        assert (made.opened_count, made.closed_count) == (2, 1)


def test_the_web_role_may_do_nothing_else_to_the_register(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name || ' ' || privilege_type from information_schema.role_table_grants"
            " where grantee = %s and privilege_type <> 'SELECT'"
            " and (table_name ~ '^(directory|geodata)_' or table_name = any(%s))"
            " and table_name <> all(array['directory_contact', 'directory_picture',"
            " 'directory_picturefile']) order by 1",  # no records: kept for now alone
            [settings.WEB_ROLE, list(ABOVE)],
        )
        granted = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "select table_name || ' ' || column_name from information_schema.column_privileges"
            " where grantee = %s and privilege_type = 'UPDATE'"
            " and (table_name ~ '^(directory|geodata)_' or table_name = any(%s))"
            " and table_name <> all(array['directory_contact', 'directory_picture',"
            " 'directory_picturefile'])",
            [settings.WEB_ROLE, list(ABOVE)],
        )
        updated = {name for (name,) in cursor.fetchall()}
    appended = (
        *RECORDS,
        "revision",
        "recordbytes",
        "actor",
        "programme",
        "actortext",
        "revisionnote",
    )
    tables = [*(f"directory_{table}" for table in appended), *ABOVE]
    assert granted == {f"{table} INSERT" for table in tables}
    assert updated == {
        f"{table} closed" for table in (*(f"directory_{one}" for one in RECORDS), *ABOVE)
    }


def test_the_database_and_publishing_know_the_same_kinds_of_records(db):
    with connection.cursor() as cursor:
        cursor.execute("select record, relation from directory_recordkind")
        assert dict(cursor.fetchall()) == {kind.name: kind.table for kind in kinds()}


def test_functions_that_run_as_the_owner_fix_where_they_look(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
            " and proname !~ '^(st_|_?postgis)' and not coalesce(proconfig, '{}') @>"
            " array['search_path=public, pg_temp']"
        )
        assert cursor.fetchall() == []


def test_the_database_takes_the_publishers_own_lock():
    assert f"pg_advisory_xact_lock({lock.LOCK})" in sqlfiles.read("revision_guard", 1)
