"""Two moderators and a steward act on one submission at once: one of them does, and is told so."""

import pytest

from tests.desk.acting import TOO_LATE
from tests.scratch import ended

DONE = "select verb from desk_decision where submission_id = %s order by id"


@pytest.fixture
def waiting(committed_database):
    """The number of a submission that waits in a database whose transactions end."""
    code, told = committed_database.run("tests.desk.acting", "send")
    assert code == 0, told
    return told.split()[-1]


@pytest.mark.parametrize(
    "verbs", [("accept", "accept"), ("accept", "refuse", "withdraw"), ("withdraw", "accept")]
)
def test_one_of_them_acts(committed_database, waiting, verbs):
    head = committed_database.head
    acting = [committed_database.start("-m", "tests.desk.acting", verb, waiting) for verb in verbs]
    codes = [ended(process) for process in acting]
    assert sorted(code for code, _told in codes) == [0] + [TOO_LATE] * (len(verbs) - 1), codes
    done = [verb for (verb,) in committed_database.ask(DONE, [waiting])]
    assert len(done) == 2
    assert committed_database.head == head + (done[1] == "accept")
    committed_database.verifies()
