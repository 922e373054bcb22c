"""Whatever is tampered with behind the guards is found, and named."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from directory.models import ActorVersion, Contact, RecordBytes, Revision
from directory.publishing import StaleRecord, publish, redact, redact_actor
from directory.publishing.verify import verify
from directory.records.facts import ConfirmationFacts, prepare


@pytest.fixture
def history(register):
    tiznit = register.publish("Argan Tiznit", sectors=["argan"], founded="2010")
    agadir = register.publish("Argan Agadir", audiences=["women-led"])
    register.join(tiznit, register.publish("Réseau"))
    register.programme("Taghyir", tiznit)
    register.confirm(tiznit, on=date(2024, 1, 1))
    register.change(tiznit, names={"fr": "Argan de Tiznit"})
    register.merge(agadir, tiznit)
    register.split(agadir)
    register.withdraw(agadir)
    return register


def tamper(*statements):
    """As somebody would who holds the owner's keys and takes the triggers away."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in ("revision", "recordbytes", "actorversion", "actortext", "membership",
                      "confirmation", "ending", "programmeversion", "rollupdelta"):  # fmt: skip
            cursor.execute(f"alter table directory_{table} disable trigger user")
        for statement in statements:
            cursor.execute(statement)


def found(**options):
    return [str(one) for one in verify(**options)]


def test_a_register_published_by_the_door_verifies(history):
    assert found() == []


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update directory_actorversion set legal_form = 'company' where opened = 1", "legal_form"),
        ("update directory_actorversion set fold = 'zzz' where opened = 1", "fold"),
        ("update directory_actortext set summary = '{}'", "summary"),
        ("update directory_actortext set website = 'https://example.org'", "website"),
        ("update directory_membership set since = '2020-01-01'", "since"),
        ("update directory_confirmation set confirmed_on = '2020-01-01'", "confirmed_on"),
        ("update directory_programmeversion set names = '{}'", "names"),
        ("update directory_actorversion set opened = 2 where opened = 1", "it was opened here"),
        (
            "update directory_actorversion set closed = closed + 1 where opened = 1",
            "it was closed here",
        ),
        ("update directory_actorversion set opened = 999 where closed is null", "does not exist"),
        ("delete from directory_confirmation", "it was opened here"),
        ("delete from directory_confirmation", "belong to no record"),
        ("delete from directory_actortext", "texts are missing"),
        ("update directory_revision set reason = 'other' where number = 2", "reason"),
        ("update directory_revision set role = 'other' where number = 2", "role"),
        ("update directory_revision set opened_count = 7 where number = 2", "opened_count"),
        ("update directory_revision set previous = sha256('x') where number = 2", "predecessor"),
        ("delete from directory_revision where number = 2", "is missing"),
        (
            "update directory_revision set recorded_at = '1980-01-01' where number = 3",
            "recorded_at",
        ),
        ("update directory_rollup set n = n + 1 where territory = 'MA'", "kept"),
        ("update directory_rollupdelta set n = n + 1 where territory = 'MA'", "kept"),
        ("update directory_beginning set n = n + 1 where beginning = 'arg'", "“arg”"),
        ("delete from directory_beginning where beginning = 'tiznit'", "“tiznit”"),
    ],
)
def test_what_is_tampered_with_is_named(history, statement, named):
    tamper(statement)
    assert any(named in one for one in found())


def renumbered(*pairs):
    """Statements that give rows of the ledger other numbers, all at once; all else stays."""
    aside = [f"update directory_revision set number = number + 9000 where number = {was}"
             for was, _ in pairs]  # fmt: skip
    there = [f"update directory_revision set number = {becomes} where number = {was + 9000}"
             for was, becomes in pairs]  # fmt: skip
    return *aside, *there


def told_of(number):
    """What is found of one revision, in a line."""
    return " | ".join(
        one.wrong for one in verify() if (one.record, one.revision) == ("revision", number)
    )


def test_two_revisions_that_changed_places_are_both_named(history):
    tamper(*renumbered((2, 3), (3, 2)))
    for number in (2, 3):
        assert "names another predecessor" in told_of(number)
        assert "says other than its bytes: number" in told_of(number)
    assert "is dated before its predecessor" in told_of(3)
    assert "names another predecessor" in told_of(4)


def test_neighbours_that_changed_places_with_all_their_records_are_named(history):
    """Rows of the records follow their revision: only the ledger's own bytes tell it."""
    tamper(
        *renumbered((1, 2), (2, 1)),
        "update directory_actorversion set opened = 3 - opened where opened in (1, 2)",
    )
    assert "says other than its bytes: number" in told_of(1)
    assert "says other than its bytes: number" in told_of(2)


def test_a_revision_under_another_number_is_named_with_the_gap_it_left(history):
    head = Revision.objects.head().number
    tamper(*renumbered((head, head + 1)))
    assert "is missing" in told_of(head)
    assert "says other than its bytes: number" in told_of(head + 1)


def test_revisions_that_all_moved_up_leave_no_place_unnamed(history):
    head = Revision.objects.head().number
    tamper(*renumbered(*((number, number + 1) for number in range(2, head + 1))))
    assert "is missing" in told_of(2)
    for number in range(3, head + 2):
        assert "says other than its bytes: number" in told_of(number)


def by_hand(table, key, **values):
    """A statement that adds a copy of the table's first row, with other values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns where table_name = %s"
            " and is_identity = 'NO' order by ordinal_position",
            [table],
        )
        columns = [name for (name,) in cursor.fetchall()]
    chosen = ", ".join(values.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"insert into {table} ({names}) select {chosen} from {table} order by {key} limit 1"


def test_a_record_added_by_hand_with_bytes_of_its_own_is_named(history):
    """Bytes and digest are as they should be; no revision says that it opened it."""
    added = prepare(ConfirmationFacts(next(iter(history.facts)), date(2024, 2, 2)))
    digest = f"decode('{added.digest.hex()}', 'hex')"
    tamper(
        by_hand("directory_recordbytes", "digest", digest=digest, record="'confirmation'",
                bytes=f"decode('{added.bytes.hex()}', 'hex')"),
        by_hand("directory_confirmation", "id", digest=digest, confirmed_on="'2024-02-02'"),
    )  # fmt: skip
    told = [one for one in verify() if one.digest == added.digest]
    assert [(one.record, one.code) for one in told] == [("confirmation", next(iter(history.facts)))]
    assert "only its row says that it was opened here" in told[0].wrong


def test_a_revision_added_by_hand_at_the_head_is_named(history):
    head = Revision.objects.head().number
    tamper(
        by_hand(
            "directory_revision",
            "number desc",
            number="number + 1",
            recorded_at="recorded_at + interval '1 second'",
            previous="digest",
            bytes="'{}'",
            digest="sha256('{}')",
        )
    )
    assert "its bytes cannot be read" in told_of(head + 1)
    assert not told_of(head)


@pytest.mark.parametrize(
    ("table", "key", "values", "named"),
    [
        ("rollup", "territory", {"territory": "'09'"}, "kept"),
        ("rollupdelta", "revision", {"territory": "'09'"}, "kept"),
        ("beginning", "beginning", {"beginning": "'zzz'"}, "“zzz”"),
    ],
)
def test_a_count_added_by_hand_is_named(history, table, key, values, named):
    tamper(by_hand(f"directory_{table}", key, **values))
    assert any(named in one for one in found())


def test_bytes_rewritten_with_their_digest_are_found(history):
    tamper(
        "alter table directory_confirmation drop constraint confirmation_has_bytes",
        "update directory_recordbytes set bytes = '{}', digest = sha256('{}')"
        " where record = 'confirmation'",
    )
    told = found()
    assert any("bytes are missing" in one for one in told)
    assert any("belong to no record" in one for one in told)


def test_bytes_that_cannot_be_read_are_found_among_their_neighbours(history):
    tamper(
        "alter table directory_confirmation drop constraint confirmation_has_bytes",
        "update directory_recordbytes set bytes = 'x', digest = sha256('x')"
        " where record = 'confirmation'",
        "update directory_confirmation set digest = sha256('x')",
    )
    assert any("cannot be read" in one for one in found())


def test_a_chain_rewritten_to_its_head_is_found_by_a_digest_known_outside(history):
    known = bytes(Revision.objects.get(number=3).digest)
    assert found(expected={3: known}) == []
    assert found(expected={3: bytes(32)})


def test_since_trusts_what_came_before(history):
    tamper("update directory_confirmation set confirmed_on = '2020-01-01'")
    head = Revision.objects.head().number
    assert found()
    assert not found(since=head)


def test_the_command_ends_with_status_1_and_names_what_is_wrong(history, capsys):
    call_command("verify_register")
    tamper("update directory_confirmation set confirmed_on = '2020-01-01'")
    with pytest.raises(CommandError) as error:
        call_command("verify_register")
    assert error.value.returncode == 1
    assert "confirmed_on" in capsys.readouterr().out


def test_redaction_empties_texts_and_keeps_what_counts(history, register):
    tiznit = next(one for one in register.facts.values() if "Tiznit" in one.names["fr"])
    version = ActorVersion.objects.current().get(code=tiznit.code)
    Contact.objects.create(actor=version.actor, name="Fatima")

    revision = redact_actor(tiznit.code, role="moderator", reason="asked")

    version.refresh_from_db()
    assert (revision.kind, revision.redacted_count) == ("redact", 4)
    assert (version.fold, version.text.names, version.sectors) == ("", {}, ["argan"])
    assert RecordBytes.objects.get(digest=version.digest).bytes is None
    assert not Contact.objects.exists()
    assert found() == []


def test_what_was_redacted_is_not_redacted_again(history, register):
    digest = ActorVersion.objects.first().digest
    redact([digest], role="moderator", reason="asked")
    with pytest.raises(StaleRecord):
        redact([digest], role="moderator", reason="asked")


def test_a_text_left_in_a_redacted_row_is_found(history):
    redact([ActorVersion.objects.first().digest], role="moderator", reason="asked")
    tamper("update directory_actorversion set fold = 'fatima' where redacted is not null")
    assert any("fold (not emptied)" in one for one in found())


def test_a_change_made_meanwhile_is_refused_not_overwritten(history, register):
    tiznit = next(one for one in register.facts.values() if "Tiznit" in one.names["fr"])
    seen = ActorVersion.objects.current().get(code=tiznit.code).digest
    register.change(tiznit, website="https://example.org")
    with pytest.raises(StaleRecord):
        publish(
            kind="publish", role="steward", reason="yearly-update", opened=[tiznit], closed=[seen]
        )
