"""Any history at all: whatever is published, and in whatever order, the register keeps its word.

Histories are drawn at random and written through the one door, on a demonstration: there moments
may be given, so days turn over between revisions. After each revision all earlier ones are read
again.
"""

from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from math import inf
from random import Random

import pytest
from django.db import transaction
from django.db.models import F, Max, Min
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from directory import codes, taxonomies
from directory.as_of import snapshot
from directory.models import ActorVersion, Ending, Membership, Observation, Revision, Term
from directory.publishing import merge, publish, redact, redact_actor, settle, split, withdraw
from directory.publishing.endings import NotCurrent, NotMerged
from directory.publishing.reference import named, stage_taxonomies
from directory.publishing.verify import verify
from directory.records.facts import ObservationFacts, PartialDate, decimal_text
from directory.selectors.history import actor_history, history_page
from geodata.loading.staged import Staged, write_table
from geodata.loading.store import store
from geodata.models import ReferenceSet
from tests.answers import answers
from tests.api.world import AUDIENCES, FORMS, PLACES, SECTORS
from tests.demonstration import put_in_force
from tests.recount import cube, recount, report_cube, report_recount
from tests.register import Register, compare_as_commit, dated, day

CODES = codes.mint_many(64, entropy=Random(7).randbytes)
# What every revision is asked. A redaction takes what is found by words from the past too.
COUNTED = ("", "sector=argan&status=any&demo=true")
WORDS = "q=argan&status=any"
PLACE = ("indicator", "year", "source_kind")
LISTED = (*COUNTED, f"network={CODES[1]}&status=any", "has=members", WORDS)

waits = st.sampled_from([timedelta(days=days) for days in (0, 0.7, 1, 6, 45)])
which = st.integers(0, 11)
years, kinds = st.sampled_from([2019, 2020]), st.sampled_from(["declared", "verified"])
some = st.integers(30, 40)
facts = st.fixed_dictionaries(
    {
        "names": st.sampled_from([{"fr": "Argan"}, {"fr": "Amal"}, {"ar": "نور", "fr": "Argan 2"}]),
        "legal_form": st.sampled_from(FORMS),
        "sectors": st.sampled_from(SECTORS),
        "audiences": st.sampled_from(AUDIENCES),
        "place": st.sampled_from(PLACES),
        "founded": st.sampled_from([None, day("1998"), day("2011-05")]),
        "closed": st.sampled_from([None, -30, 0, 1, 2, 7, 30]),  # days from its revision
        "is_demo": st.booleans(),
    }
)


class Histories(RuleBasedStateMachine):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.undone = ExitStack()
        self.undone.enter_context(transaction.atomic())
        self.register = Register()
        self.standing, self.gone, self.members = [], [], set()
        self.belonged: dict[str, set] = {}
        self.wordless: set = set()  # memberships whose bytes are gone: they do not come back
        self.remembered: dict[int, dict] = {}
        self.codes = iter(CODES)

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.close()

    # ---- what can happen -------------------------------------------------------------------------

    @initialize()
    def sets_are_in_force(self):
        put_in_force("territories", "taxonomies")

    @contextmanager
    def after(self, wait):
        """A revision that much later than the one before, and a little."""
        with dated(Revision.objects.head().recorded_at + wait + timedelta(minutes=1)):
            yield

    def actor(self, told, code=None):
        """Facts drawn of an actor; it closes so many days from its revision's."""
        told = told.copy()
        closed = told.pop("closed")
        if closed is not None:
            today = Revision.objects.head().date
            told["closed"] = PartialDate(today + timedelta(days=closed))
        return self.register.actor(told.pop("names"), code=code or next(self.codes), **told)

    def one(self, among, n):
        return self.register.facts[among[n % len(among)]]

    @rule(told=st.lists(facts, min_size=1, max_size=3), members=st.none() | some, wait=waits)
    def some_are_published(self, told, members, wait):
        """With what they report for a year, or without."""
        with self.after(wait):
            made = [self.actor(each) for each in told]
            said = [
                ObservationFacts(each.code, "members", 2020, Decimal(members + n), "memberships")
                for n, each in enumerate(made if members else ())
            ]
            self.register.publish_all(*made, *said)
        self.standing += [each.code for each in made]

    @precondition(lambda self: self.standing)
    @rule(n=which, told=facts, wait=waits)
    def one_is_published_anew(self, n, told, wait):
        with self.after(wait):
            self.register.change(self.actor(told, self.one(self.standing, n).code))

    @precondition(lambda self: self.standing)
    @rule(n=which, wait=waits)
    def one_is_confirmed(self, n, wait):
        with self.after(wait):
            on = Revision.objects.head().date
            self.register.confirm(self.one(self.standing, n), on=on)

    @precondition(lambda self: len(self.standing) > 1)
    @rule(n=which, wait=waits)
    def one_joins_another_or_leaves_it(self, n, wait):
        member, network = self.one(self.standing, n), self.one(self.standing, n + 1)
        pair = (member.code, network.code)
        with self.after(wait):
            if pair in self.members:
                joined = Membership.objects.current().filter(member__code=member.code)
                closed = [joined.get(network__code=network.code).digest]
                publish(kind="publish", role="network", reason="member-left", closed=closed)
            else:
                self.register.join(member, network)
        self.members ^= {pair}
        self.wordless.discard(pair)

    @precondition(lambda self: self.standing)
    @rule(n=which, year=years, kind=kinds, members=some, wait=waits)
    def one_reports(self, n, year, kind, members, wait):
        said = {"members": members, "members_women": members - 5}
        with self.after(wait):
            self.register.report(self.one(self.standing, n), year, kind=kind, **said)

    @staticmethod
    def differing():
        """Figures that two actors said, both one's since a merger."""
        figure = ("actor__code", "indicator", "year", "source_kind")
        said = Observation.objects.current().order_by(*figure).values_list(*figure)
        return said.annotate(first=Min("origin"), last=Max("origin")).exclude(first=F("last"))

    @precondition(lambda self: self.standing)
    @rule(n=which, wait=waits)
    def one_is_withdrawn(self, n, wait):
        leaving = self.one(self.standing, n)
        with self.after(wait):
            self.register.withdraw(leaving)
        self.leave(leaving.code)
        with pytest.raises(NotCurrent):
            withdraw([leaving.code], role="moderator", reason="asked")

    @precondition(lambda self: len(self.standing) > 1)
    @rule(n=which, joined=st.none() | facts, settled=st.booleans(), wait=waits)
    def one_is_merged_into_another(self, n, joined, settled, wait):
        leaving, heir = self.one(self.standing, n), self.one(self.standing, n + 1)
        with self.after(wait):
            opened = [self.actor(joined, heir.code)] if joined else []
            merge(leaving.code, heir.code, role="moderator", reason="duplicate", opened=opened)
        self.leave(leaving.code)
        with pytest.raises(NotCurrent):
            merge(heir.code, leaving.code, role="moderator", reason="duplicate")
        for *figure, _, origin in self.differing() if settled else ():
            with self.after(wait):
                settle(*figure, origin=origin, role="moderator", reason="figures-settled")

    def leave(self, code):
        self.standing.remove(code)
        self.gone.append(code)
        left = {pair for pair in self.members if pair[0] == code}
        self.members -= left
        self.belonged[code] = left - self.wordless
        self.wordless -= left

    @precondition(lambda self: self.gone)
    @rule(n=which, told=facts, wait=waits)
    def one_comes_back(self, n, told, wait):
        back = self.one(self.gone, n).code
        last = ActorVersion.objects.filter(code=back).latest("opened")
        with self.after(wait):
            opened = [self.actor(told, back)] if last.redacted else []
            split(back, role="moderator", reason="asked", opened=opened)
        self.gone.remove(back)
        self.standing.append(back)
        self.members |= self.belonged.pop(back)
        with pytest.raises(NotMerged):
            split(back, role="moderator", reason="asked")

    @precondition(lambda self: self.standing or self.gone)
    @rule(n=which, all_of_it=st.booleans(), wait=waits)
    def one_is_redacted(self, n, all_of_it, wait):
        code = self.one(self.standing + self.gone, n).code
        versions = ActorVersion.objects.filter(code=code, redacted=None).order_by("opened")
        if not all_of_it:
            versions = versions[:1]
        emptied = [(each.opened, each.closed or inf) for each in versions]
        if not emptied:
            return
        with self.after(wait):
            if all_of_it:
                redact_actor(code, role="moderator", reason="asked")
                self.wordless |= {pair for pair in self.members if pair[0] == code}
                self.belonged.get(code, set()).clear()
            else:
                redact([each.digest for each in versions], role="moderator", reason="asked")
        for opened, closed in emptied:
            for revision, told in self.remembered.items():
                if opened <= revision < closed:
                    without_words(told, code)

    @precondition(lambda self: ReferenceSet.objects.newest_numbers()["taxonomies"] == 1)
    @rule(wait=waits)
    def the_taxonomies_are_edited(self, wait):
        first, *others = taxonomies.rows()
        edited = [first | {"names": {"fr": "Autrement"}}, *others]
        table = write_table(Term, edited, self.folder / "edited")
        with self.after(wait):
            store(Staged([replace(stage_taxonomies(self.folder), tables=[table])]))
            sets = named(ReferenceSet.objects.filter(series="taxonomies", number=2))
            publish(
                kind="reference", role="administrator", reason="set-edited", reference_sets=sets
            )

    # ---- what holds, whatever happened -----------------------------------------------------------

    @invariant()
    def every_earlier_revision_answers_as_it_did(self):
        """All of them at each fifth revision, and at those between the last three."""
        head = Revision.objects.head()
        self.remembered[head.number] = answers(*LISTED, counted=COUNTED)
        least = 0 if head.number % 5 == 0 else head.number - 2
        for revision, told in self.remembered.items():
            if revision < least:
                continue
            again = answers(*LISTED, counted=COUNTED, as_of=revision)
            assert again == told, f"revision {revision}, read again at {head.number}"

    @invariant()
    def the_head_holds_who_stands_and_who_belongs(self):
        listed = answers("status=any")["status=any"]
        assert sorted(code for _, code, _ in listed) == sorted(self.standing)
        joined = Membership.objects.current().values_list("member__code", "network__code")
        assert sorted(joined) == sorted(self.members)

    @invariant()
    def the_history_of_each_tells_how_its_figures_came_to_stand(self):
        """And as of the revision before, it told what it tells now, but for this one."""
        head = Revision.objects.head().number
        for code in self.standing + self.gone:
            told = history(code)
            assert history(code, max(head - 1, 0)) == [one for one in told if one.revision < head]
            assert in_pages(code) == told
            figures, last = {}, {}
            for one in (one for one in told if one.event == "reported"):
                place = (*(one.detail[name] for name in PLACE), one.detail.get("origin", code))
                assert figures.get(place) == one.detail["before"]
                assert last.get(place) != one.revision, "one change told as two"
                figures[place], last[place] = one.detail["after"], one.revision
            stand = Observation.objects.current().filter(actor__code=code)
            assert {place: value for place, value in figures.items() if value} == {
                tuple(place): decimal_text(value)
                for *place, value in stand.values_list(*PLACE, "origin", "value")
            }

    @invariant()
    def the_cubes_are_recounts(self):
        head = Revision.objects.head()
        assert cube() == recount(head)
        assert report_cube() == report_recount(head)

    @invariant()
    def numbers_are_gapless_and_moments_in_order(self):
        told = Revision.objects.order_by("number").values_list("number", "recorded_at")
        assert [number for number, _ in told] == list(range(len(told)))
        assert all(one < other for (_, one), (_, other) in pairwise(told))

    @invariant()
    def an_actor_once_published_stands_or_has_left_and_never_both(self):
        spans = defaultdict(list)
        for records in (ActorVersion, Ending):
            for actor, *span in records.objects.values_list("actor", "opened", "closed"):
                spans[actor].append(span)
        for found in spans.values():
            found.sort()
            assert [closed for _, closed in found] == [*(one for one, _ in found[1:]), None]

    @invariant()
    def the_register_verifies(self):
        compare_as_commit()
        assert [str(one) for one in verify()] == []


def history(code, as_of=None):
    with snapshot(as_of) as reading:
        return actor_history(code=code, reading=reading)


def in_pages(code):
    told, more = [], True
    with snapshot() as reading:
        while more:
            after = told[-1].place if told else None
            page = history_page(code=code, reading=reading, after=after, limit=3)
            told, more = told + page.events, page.more
    assert page.count == len(told)
    return told


def without_words(told, code):
    """What was remembered of a revision, once the words of an actor's version then are no more."""
    for query in LISTED:
        emptied = [("", *each[1:]) if each[1] == code else each for each in told[query]]
        told[query] = sorted(emptied, key=lambda each: each[:2])
    told[WORDS] = [each for each in told[WORDS] if each[1] != code]


def test_any_history_keeps_what_the_register_promises(territories, tmp_path):
    run_state_machine_as_test(
        lambda: Histories(tmp_path),
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],  # shrinking takes minutes: add Phase.shrink by hand
            suppress_health_check=list(HealthCheck),
        ),
    )
