"""A closing date that lies ahead is told at once, and counts when its day comes.

Nobody publishes an actor anew on the day it closes: it turns inactive with the first revision whose
Moroccan date reaches that day, in all that lists and counts, and stays active in all before.
"""

from datetime import date, datetime

import mapbox_vector_tile
import pytest

from directory.models import Revision, RollupDelta
from directory.publishing.verify import verify
from tests.answers import answers
from tests.api.world import PLACES
from tests.recount import cell, cube, recount
from tests.register import compare_as_commit, dated, day

CLOSING = "2021-03-10"
# By the cube and by a scan, alone and with other filters.
NARROWED = ["", "sector=argan", "region=02&legal_form=cooperative", "q=argan", "founded_to=2012"]


@pytest.fixture
def at():
    """`at("2021-03-10 09:00")`: within, the clock of Morocco stands there."""
    return lambda text: dated(datetime.fromisoformat(f"{text}+01:00"))


@pytest.fixture
def two(fresh_demonstration, register, at):
    """Revision 2, of 1 March 2021: two cooperatives, the first of which closes on 10 March.

    Whatever a test does then, the cube stays a recount and the register verifies.
    """
    made = [
        register.actor(
            name, legal_form="cooperative", sectors=("agriculture", "argan"), place=PLACES[0],
            founded="2011-05", closed=closed,
        )
        for name, closed in (("Argan", CLOSING), ("Argan 2", None))
    ]  # fmt: skip
    with at("2021-03-01 10:00"):
        register.publish_all(*made)
    yield made
    compare_as_commit()
    assert cube() == recount(Revision.objects.head())
    assert [str(one) for one in verify()] == []


@pytest.fixture
def turn(two, register, at):
    """A revision of a moment that changes no count by itself: it confirms the second actor."""

    def confirm(text):
        with at(text):
            return register.confirm(two[1], on=date(2021, 3, 1))

    return confirm


def counts(query, as_of=None):
    """How many, by all that tells it; each must say the same."""
    told = answers(query, counted=[query], as_of=as_of)
    layers = mapbox_vector_tile.decode(told[query, "bubbles"])
    bubbles = layers["bubbles"]["features"] if layers else []
    found = {
        len(told[query]),
        sum(one["properties"]["count"] for one in bubbles),
        *(sum(n for _, n in told[query, "facets"][name]) for name in ("legal_form", "province")),
        sum(sum(forms.values()) for forms in told[query, "provinces"].values()),
    }
    assert len(found) == 1, (query, found)
    return found.pop()


@pytest.mark.parametrize("query", NARROWED)
def test_it_counts_until_its_day_and_no_longer_from_then_on(turn, query):
    eve = turn("2021-03-09 23:59")
    assert counts(query) == 2

    due = turn("2021-03-10 00:00")
    assert due.date.isoformat() == CLOSING
    assert counts(query) == 1
    assert counts(f"{query}&status=closed") == 1
    assert counts(f"{query}&status=any") == 2

    turn("2021-03-11 09:00")
    assert counts(query, as_of=eve.number) == 2
    assert counts(f"{query}&status=closed", as_of=eve.number) == 0
    assert counts(query, as_of=due.number) == counts(query) == 1


def test_asked_by_its_day_it_is_an_exit_from_that_day_on_and_announced_before(turn):
    turn("2021-03-09 23:59")
    assert (counts("closed_to=2021"), counts("closed_to=2021&status=any")) == (0, 1)
    assert counts("closed_from=2021-03-11&status=any") == 0

    turn("2021-03-10 00:00")
    for query in ("closed_from=2021-03-10", "closed_to=2021-03", "closed_to=2021&sector=argan"):
        assert counts(query) == counts(f"{query}&status=any") == 1, query
    assert counts("closed_from=2021-03-11") == counts("closed_to=2021-03-09") == 0


def test_lists_say_which_one_closed(turn, two):
    eve, due = turn("2021-03-09 09:00"), turn("2021-03-10 09:00")

    def listed(query, as_of=None):
        return [code for _, code, _ in answers(query, as_of=as_of)[query]]

    closing, staying = (one.code for one in two)
    assert listed("status=active") == listed("status=active", due.number) == [staying]
    assert listed("status=closed") == listed("status=closed", due.number) == [closing]
    assert listed("status=active", eve.number) == [closing, staying]
    assert listed("status=closed", eve.number) == []


def test_its_revision_moves_it_once_from_active_to_closed_in_every_cell(turn):
    eve, due, after = map(turn, ("2021-03-09 09:00", "2021-03-10 09:00", "2021-03-11 09:00"))

    def deltas(revision):
        return {cell(one): one.n for one in RollupDelta.objects.filter(revision=revision.number)}

    assert deltas(eve) == deltas(after) == {}
    moved = deltas(due)
    active = {key for key, n in moved.items() if n == -1}
    assert active == {key for key in recount(eve) if key[6]}
    assert moved == dict.fromkeys(active, -1) | {(*key[:6], False, *key[7:]): 1 for key in active}


def test_without_a_revision_on_its_day_the_next_one_turns_it_however_late(turn):
    eve = turn("2021-03-09 09:00")
    late = turn("2022-07-01 09:00")

    assert counts("") == 1
    assert counts("", as_of=eve.number) == 2
    assert counts("", as_of=late.recorded_at) == 1
    assert counts("", as_of=date(2021, 12, 31)) == 2, "what was recorded then, not what existed"


def test_several_days_that_come_between_two_revisions_turn_together(turn, two, register, at):
    with at("2021-03-02 09:00"):
        register.change(two[1], closed=day("2021-04-01"))
    turn("2021-05-01 09:00")

    assert counts("") == 0
    assert counts("status=closed") == 2


def test_a_closing_put_off_on_its_very_day_counts_as_put_off(turn, two, register, at):
    turn("2021-03-09 09:00")
    with at("2021-03-10 09:00"):
        register.change(two[0], closed=day("2021-03-20"))
    assert counts("") == 2

    turn("2021-03-20 09:00")
    assert counts("") == 1


def test_an_actor_withdrawn_on_its_day_is_neither_active_nor_closed(turn, two, register, at):
    eve = turn("2021-03-09 09:00")
    with at("2021-03-10 09:00"):
        register.withdraw(two[0])

    assert (counts(""), counts("status=closed")) == (1, 0)
    assert counts("", as_of=eve.number) == 2


def test_one_that_left_before_its_day_comes_back_closed_after_it(turn, two, register, at):
    with at("2021-03-05 09:00"):
        register.merge(two[0], two[1])
    turn("2021-03-10 09:00")
    assert (counts(""), counts("status=closed")) == (1, 0)

    with at("2021-03-15 09:00"):
        register.split(two[0])
    assert (counts(""), counts("status=closed")) == (1, 1)


@pytest.mark.parametrize(("closed", "turns"), [("2021-04", "2021-04-01"), ("2022", "2022-01-01")])
def test_a_closing_known_to_a_month_or_a_year_counts_from_its_first_day(
    turn, two, register, at, closed, turns
):
    with at("2021-03-02 09:00"):
        register.change(two[0], closed=day(closed))
    turn("2021-03-31 09:00")
    assert counts("") == 2
    turn(f"{turns} 12:00")
    assert counts("") == 1
