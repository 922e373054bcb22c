"""Whatever is published, in whatever order, every citation made so far keeps its answer."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from directory import codes
from directory.publishing import PublishingError, publish
from directory.publishing.reference import named
from directory.records.facts import PartialDate
from directory.records.validate import moroccan_today
from evidence.citations.store import cite
from evidence.citations.verify import verify
from evidence.codes import fresh_code
from evidence.models import Citation, Story
from evidence.records import StoryFacts
from evidence.stories.publish import publish_story, withdraw_story
from geodata.loading.store import store
from geodata.models import Census, ReferenceSet, Territory
from geodata.models.reference import Series
from tests.demonstration import put_in_force
from tests.directory.test_histories import CODES, Histories, facts, some, waits, which
from tests.sets import next_set

QUESTIONS = (
    "actors/?status=any",
    "actors/?q=argan&status=any",
    "actors/?q=amal",
    f"actors/?network={CODES[1]}&status=any",
    "actors/?has=members",
    "statistics/?measure=members&year=2020&group_by=region&status=any",
    "statistics/?measure=members&year=latest:10&q=argan&status=any",
    "statistics/?measure=members-women&aggregate=share&of=members&year=2019",
    "statistics/?measure=actors&group_by=sector,legal_form&demo=true",
    "statistics/?measure=census:nonprofit_establishments&group_by=region",
)


class CitedHistories(Histories):
    """Histories in which anybody cites, stories are told and taken back, a census is corrected and
    a province passes to another region.
    """

    # What the register itself promises has a test of its own.
    every_earlier_revision_answers_as_it_did = None
    the_cubes_are_recounts = None
    the_register_verifies = None

    sets_are_in_force = None

    @initialize(told=st.lists(facts, min_size=2, max_size=4), members=some)
    def some_stand_and_everything_is_cited(self, told, members):
        put_in_force("territories", "taxonomies", "indicators", "census")
        self.kept = {}
        self.some_are_published(told, members, timedelta(days=1))
        self.everything_is_cited()

    @rule()
    def everything_is_cited(self):
        for question in QUESTIONS:
            one = cite(f"/api/v1/{question}").citation
            self.kept.setdefault(one.code, one.answer)

    @precondition(lambda self: self.standing)
    @rule(n=which)
    def one_is_cited(self, n):
        one = cite(f"/api/v1/actors/{self.one(self.standing, n).code}/").citation
        self.kept.setdefault(one.code, one.answer)

    @precondition(lambda self: self.standing)
    @rule(n=which, wait=waits)
    def one_tells_a_story_that_is_cited(self, n, wait):
        today = moroccan_today()
        facts = StoryFacts(
            fresh_code(), {"fr": "Récit"}, {"fr": "Un récit."}, PartialDate(today), today, "Réseau",
            actor=self.one(self.standing, n).code,
        )  # fmt: skip
        with self.after(wait):
            publish_story(facts, role="moderator", reason="new-story")
        one = cite(f"/api/v1/stories/{codes.show(facts.code)}/").citation
        self.kept[one.code] = one.answer

    @precondition(lambda self: Story.objects.current().exists())
    @rule(wait=waits)
    def a_story_is_taken_back(self, wait):
        story = Story.objects.current().earliest("code")
        with self.after(wait):
            withdraw_story(story.code, role="moderator", reason="asked")
        with pytest.raises(PublishingError):
            withdraw_story(story.code, role="moderator", reason="asked")

    def is_first(self, series):
        return ReferenceSet.objects.newest_numbers()[series] == 1

    def put_in_force(self, series, model, change, wait):
        store(next_set(series, model, change, folder=self.folder))
        sets = named(ReferenceSet.objects.filter(series=series, number=2))
        with self.after(wait):
            publish(
                kind="reference", role="administrator", reason="new-sources", reference_sets=sets
            )

    @precondition(lambda self: self.is_first("census"))
    @rule(wait=waits)
    def the_census_is_corrected(self, wait):
        def correct(rows):
            for row in rows:
                for column in ("population", "nonprofit_establishments"):
                    if row[column]:
                        row[column] += 7

        self.put_in_force(Series.CENSUS, Census, correct, wait)

    @precondition(lambda self: self.is_first("territories"))
    @rule(wait=waits)
    def a_province_passes_to_another_region(self, wait):
        def pass_over(territories):
            territories["02.381"]["region"] = territories["02.381"]["parent"] = "04"

        self.put_in_force(Series.TERRITORIES, Territory, pass_over, wait)

    @invariant()
    def every_citation_made_so_far_keeps_its_answer_and_holds(self):
        for one in Citation.objects.order_by("code"):
            assert one.answer == self.kept[one.code]
            wrong = [step for step in verify(one).steps if not step.holds]
            assert not wrong, (one.original, wrong)


def test_any_history_leaves_every_citation_as_it_was(territories, tmp_path):
    run_state_machine_as_test(
        lambda: CitedHistories(tmp_path),
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
