"""Publishing for real: many processes at once, killed ones, racing ones, and readers meanwhile."""

import pytest

from directory.lock import LOCK

PUBLISHERS = 32
READERS = 4
ACTORS, LIVED = 6, 8  # those published meanwhile, and the revisions of each
KILLED = -9


def test_32_publishers_at_once_make_one_ledger_without_gaps(shared_database):
    base = shared_database.head
    made = shared_database.actors(PUBLISHERS)

    assert shared_database.publisher("together", *made) == (0, "")

    in_time = shared_database.ask("select number from directory_revision order by recorded_at")
    assert [number for (number,) in in_time] == list(range(base + PUBLISHERS + 1))
    shared_database.verifies()


def test_a_publisher_killed_before_any_statement_leaves_the_ledger_whole(shared_database):
    base = shared_database.head
    for statement in range(1, 60):
        (code,) = shared_database.actors(1)
        how, told = shared_database.publisher(f"kill:{statement}", code)
        if how == 0:
            break
        assert (how, shared_database.head) == (KILLED, base), told
    else:
        pytest.fail("no publish came to its end")

    assert shared_database.head == base + 1
    assert statement > 8, "a publish is more than a few statements: were they counted?"
    shared_database.verifies()


def test_a_publish_that_is_rolled_back_leaves_no_gap_and_nothing_behind(shared_database):
    base = shared_database.head
    undone, kept = shared_database.actors(2)
    before = shared_database.ask("select count(*) from directory_recordbytes")

    code, told = shared_database.run("tests.directory.committed", "rolled-back", undone)

    assert (code, told) == (0, f"was {base + 1}\n")
    assert shared_database.ask("select count(*) from directory_recordbytes") == before
    assert shared_database.publisher("together", kept) == (0, "")
    assert shared_database.head == base + 1
    shared_database.verifies()


def test_a_publisher_who_waited_is_later_than_the_one_it_waited_for(shared_database):
    """Its transaction began first, and its clock was read first; its moment is still the later."""
    early, late = shared_database.actors(2)
    with shared_database.connect() as holder:
        holder.execute("select pg_advisory_lock(%s)", [LOCK])
        waiting = shared_database.start("-m", "tests.directory.committed", "together", early)
        shared_database.until("select count(*) from pg_locks where not granted", 1)
        queued = shared_database.start("-m", "tests.directory.committed", "together", late)
        shared_database.until("select count(*) from pg_locks where not granted", 2)
        (released,) = holder.execute("select clock_timestamp()").fetchone()
    assert [process.ended() for process in (waiting, queued)] == [(0, ""), (0, "")]

    moments = shared_database.ask(
        "select recorded_at from directory_revision order by number desc limit 2"
    )
    assert moments[0] > moments[1] > (released,)


def test_a_terminated_backend_leaves_no_gap(shared_database):
    base = shared_database.head
    one, other = shared_database.actors(2)
    with shared_database.connect() as holder:
        holder.execute("select pg_advisory_lock(%s)", [LOCK])
        broken = shared_database.start("-m", "tests.directory.committed", "together", one)
        shared_database.until("select count(*) from pg_locks where not granted", 1)
        holder.execute("select pg_terminate_backend(pid) from pg_locks where not granted")
        assert broken.ended()[0] == 1

    assert shared_database.publisher("together", other) == (0, "")
    assert shared_database.head == base + 1
    shared_database.verifies()


def test_readers_meanwhile_see_whole_revisions_in_order_and_none_ever_changes(shared_database):
    """Each list has the rows its count says, changes lead from one to the next, and a revision or a
    moment that was answered is answered the same."""
    base = shared_database.head
    made = shared_database.actors(ACTORS)

    code, told = shared_database.run("tests.directory.polling", str(READERS), *made)

    assert (code, told.count("readings")) == (0, READERS), told
    assert shared_database.head == base + LIVED * ACTORS
    shared_database.verifies()


RACES = [
    # what was before, who takes the lock first, who second, and how that one is refused
    ("", "withdraw:A", "withdraw:A", "NotCurrent"),
    ("", "withdraw:A", "merge:A:B", "NotCurrent"),
    ("", "merge:A:B", "withdraw:A", "NotCurrent"),
    ("", "merge:A:B", "merge:A:C", "NotCurrent"),
    ("", "merge:A:B", "merge:B:A", "NotCurrent"),
    ("", "withdraw:B", "merge:A:B", "NotCurrent"),
    ("", "withdraw:A", "change:A", "StaleRecord"),
    ("", "merge:A:B", "change:A", "StaleRecord"),
    ("", "change:A", "change:A", "StaleRecord"),
    ("merge:A:B", "split:A", "split:A", "NotMerged"),
    ("withdraw:A", "split:A", "split:A", "NotMerged"),
]


@pytest.mark.parametrize(("before", "first", "second", "refusal"), RACES)
def test_of_two_who_race_for_an_actor_one_wins_and_the_other_is_told_why(
    shared_database, before, first, second, refusal
):
    names = dict(zip("ABC", shared_database.actors(3), strict=True))

    def told(verb):
        return ":".join(names.get(word, word) for word in verb.split(":"))

    base = shared_database.head
    earlier = ["publish:A", "publish:B", "publish:C", *filter(None, [before])]

    code, said = shared_database.run(
        "tests.directory.racing", *map(told, earlier), "then", told(first), told(second)
    )
    assert code == 0, said
    # Who waited may speak first: the one that won tells it after its commit.
    assert set(said.splitlines()) == {f"{told(first)} won", f"{told(second)} {refusal}"}
    assert shared_database.head == base + len(earlier) + 1
