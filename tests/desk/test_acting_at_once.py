"""Two moderators and a steward act on one submission at once: one of them does, and is told so."""

import pytest

from tests.desk.acting import TOO_LATE

DONE = "select verb from desk_decision where submission_id = %s order by id"


@pytest.fixture
def waiting(shared_database):
    """The number of a submission that waits in a database whose transactions end."""
    code, told = shared_database.run("tests.desk.acting", "send")
    assert code == 0, told
    return told.split()[-1]


@pytest.mark.parametrize(
    "verbs",
    [
        ("accept", "accept"),
        ("accept", "refuse", "withdraw"),
        ("withdraw", "accept"),
        ("take-up", "accept"),
    ],
)
def test_one_of_them_acts(shared_database, waiting, verbs):
    head = shared_database.head
    acting = [shared_database.start("-m", "tests.desk.acting", verb, waiting) for verb in verbs]
    codes = [process.ended() for process in acting]
    assert sorted(code for code, _told in codes) == [0] + [TOO_LATE] * (len(verbs) - 1), codes
    done = [verb for (verb,) in shared_database.ask(DONE, [waiting])]
    assert len(done) == 2
    assert shared_database.head == head + (done[1] == "accept")
    shared_database.verifies()


def test_a_trusted_change_and_a_merger_of_its_profile_never_both_count(shared_database):
    """Whichever comes second looks at the other: the merger is refused, or the change waits."""
    code, told = shared_database.run("tests.desk.acting", "twins")
    assert code == 0, told
    change, goes, stays, mark = told.split()[-4:]
    head = shared_database.head
    acting = [
        shared_database.start("-m", "tests.desk.acting", "publish-at-once", change),
        shared_database.start("-m", "tests.desk.acting", "merge", goes, stays, mark),
    ]
    codes = [process.ended() for process in acting]
    assert sorted(code for code, _told in codes) == [0, TOO_LATE], codes
    (state,) = shared_database.ask("select state from desk_submission where id = %s", [change])
    assert state == ("accepted" if codes[0][0] == 0 else "waiting",)
    assert shared_database.head == head + 1
    shared_database.verifies()
