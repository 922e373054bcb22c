"""What an answer may ask of the database, counted; and what one client may ask of us."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.limits import Throttle, TooOften, client

# Questions by address, beside what Django's test transaction asks: the snapshot's own included.
COSTS = {
    "actors/": 5,  # snapshot, instance, count, how far a walk of names goes, page
    "actors/?as_of=1": 5,
    "actors/?legal_form=cooperative&region=02": 5,
    "actors/?facets=legal_form,sector,region&limit=5": 8,  # each facet is one more
    "actors/{code}/": 4,  # snapshot, facts, seals, memberships
    "actors/{code}/history/": 2,
    "programmes/": 4,  # snapshot, instance, programmes, members once a revision
    "revisions/": 2,
    "revisions/1/": 1,
    "changes/": 2,
    "sectors/": 3,
}


@pytest.mark.parametrize("address", list(COSTS))
def test_an_answer_costs_no_more_questions_than_it_says(get, world, address):
    path = address.format(code=next(iter(world.states[world.head].actors)))
    assert get("actors/?region=02&legal_form=cooperative&facets=region").status_code == 200
    assert get("sectors/").status_code == 200  # vocabularies are read once a process
    with CaptureQueriesContext(connection) as asked:
        assert get(path).status_code == 200
    told = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) <= COSTS[address], "\n".join(told)


def test_the_size_of_a_page_changes_no_count_of_questions(get, world):
    get("actors/")
    counts = []
    for limit in (1, 1000):
        with CaptureQueriesContext(connection) as asked:
            get("actors/", limit=limit, demo="any", status="any")
        counts.append(len(asked))
    assert counts[0] == counts[1]


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_a_client_may_burst_then_keeps_the_rhythm():
    clock = Clock()
    throttle = Throttle(per_minute=60, burst=3, clock=clock)
    assert [throttle.take("203.0.113.7") for _ in range(3)] == [2, 1, 0]
    with pytest.raises(TooOften) as refused:
        throttle.take("203.0.113.7")
    assert refused.value.wait == 1
    assert throttle.take("203.0.113.8") == 2  # others are not concerned
    clock.now += 1
    assert throttle.take("203.0.113.7") == 0


def test_who_counts_as_one_client():
    assert client("203.0.113.7") == "203.0.113.7"
    assert client("2001:db8:1:2:3::1") == client("2001:db8:1:2:ffff::9") == "2001:db8:1:2::"
    assert client("::ffff:203.0.113.7") == "203.0.113.7"
    assert client("127.0.0.1") is client("") is None


def test_a_client_beyond_the_limit_is_told_when_to_come_back(client, db, monkeypatch):
    from api import resource

    monkeypatch.setattr(resource, "throttle", Throttle(per_minute=60, burst=1, clock=Clock()))
    assert client.get("/api/v1/kinds/", REMOTE_ADDR="203.0.113.7").status_code == 200
    refused = client.get("/api/v1/kinds/", REMOTE_ADDR="203.0.113.7")
    assert (refused.status_code, refused["Retry-After"]) == (429, "1")
    assert refused.json()["type"] == "too-many-requests"
    assert refused["RateLimit-Policy"]
