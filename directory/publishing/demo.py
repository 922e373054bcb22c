"""Loading demonstration actors with a simulated past, and withdrawing them all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from directory import organisations
from directory.database import row, rows
from directory.demonstration import history, phrases, places
from directory.demonstration.story import ROLES, Story
from directory.models import Actor, Instance, Programme, Revision
from directory.publishing.batch import (
    WORTH_REBUILDING,
    Statistics,
    filling,
    one_ahead,
    settle_checks,
)
from directory.publishing.checkpoints import keep_checkpoints
from directory.publishing.publish import PublishingError, publish, take_lock
from directory.records.facts import EndingFacts
from directory.records.kinds import kinds


class NotDemonstration(PublishingError):
    """Invented actors have no place in a register that is not fixed as a demonstration."""


class AlreadyDemonstrated(PublishingError):
    """A demonstration has one past: its actors are loaded once."""


class ClockCounts(PublishingError):
    """A revision carries the clock already: no simulated moment may follow it."""


@dataclass(frozen=True)
class Progress:
    """How far a load is: records done of all, and what is being done when it is not records."""

    done: int
    total: int
    phase: str = ""


@dataclass(frozen=True)
class Loaded:
    """What a load made: actors, and the first and last of its revisions."""

    actors: int
    records: int
    first: int
    last: int


def load_demo(
    actors: int,
    seed: int,
    *,
    figures: bool = True,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Loaded:
    """Record `actors` invented actors with their past and their figures, all of them or none.

    The same number and seed on the same reference sets give the same register, digest by digest.
    Raises NotDemonstration, AlreadyDemonstrated, ClockCounts, NoTerritories.
    """
    with transaction.atomic():
        take_lock()
        _check()
        tell(Progress(0, actors, "reading territories"))
        story = Story(actors, seed, phrases.read(), places.read(), _taken(), figures=figures)
        if story.total < WORTH_REBUILDING:
            first, last = _publish(story, tell)
        else:
            with filling(lambda phase: tell(Progress(story.total, story.total, phase))):
                first, last = _publish(story, tell, cube_later=True)
        tell(Progress(story.total, story.total, "checkpoints"))
        keep_checkpoints()
        tell(Progress(story.total, story.total, "statistics"))
        Statistics().refresh()
        tell(Progress(story.total, story.total, "committing"))
    return Loaded(actors, story.total, first, last)


def withdraw_demo() -> Revision | None:
    """Withdraw every demonstration actor, membership, programme and story in one revision.

    Their history stays. None where there are none.
    """
    with transaction.atomic():
        take_lock()
        codes = [code for (code,) in rows(CURRENT_ACTORS)]
        invented = [kind.invented for kind in kinds() if kind.invented]
        closed = [digest for (digest,) in rows(" union all ".join([CURRENT_RECORDS, *invented]))]
        if not closed:
            return None
        revision = publish(
            kind="withdraw",
            role="administrator",
            reason="demonstration-ended",
            opened=[EndingFacts(code, "withdrawn") for code in codes],
            closed=closed,
        )
        Statistics().refresh()
    return revision


CURRENT_ACTORS = """
select code from directory_actorversion where closed is null and is_demo order by code"""

# A membership of a demonstration actor is its own, whoever's network or programme it joined.
CURRENT_RECORDS = """
select digest from directory_actorversion where closed is null and is_demo
union all
select digest from directory_programmeversion where closed is null and is_demo
union all
select o.digest from directory_observation o where o.closed is null and (
    o.is_demo
    or exists (
        select from directory_actorversion v
        where v.actor_id = o.actor_id and v.closed is null and v.is_demo
    )
)
union all
select m.digest from directory_membership m where m.closed is null and (
    m.is_demo
    or exists (
        select from directory_actorversion v
        where v.actor_id in (m.member_id, m.network_id) and v.closed is null and v.is_demo
    )
)"""


def _check():
    instance = Instance.objects.first()
    if instance is None or not instance.demonstration:
        raise NotDemonstration("this instance is not fixed as a demonstration")
    if Revision.objects.filter(kind="demo").exists():
        raise AlreadyDemonstrated("this instance has its demonstration actors already")
    head = Revision.objects.without_bytes().head()
    if head.recorded_at >= history.FIRST:
        raise ClockCounts(f"revision {head.number} carries the clock: {head.recorded_at}")
    (late,) = row("select clock_timestamp() <= %s", [history.LAST])
    if late:
        raise ClockCounts(f"the clock of this machine stands before {history.LAST:%Y-%m-%d}")


def _taken():
    """Codes that somebody has, or will have: the organisations' are written in their file."""
    used = Actor.objects.values_list("code").union(Programme.objects.values_list("code"))
    return {code for (code,) in used} | organisations.codes()


def _publish(story, tell, *, cube_later=False):
    _identities(story)
    first = last = None
    done = 0
    statistics = Statistics()
    for step, told in one_ahead(story.steps, story.fresh):
        told = told or story.changed(step)
        if told.opened:
            revision = publish(
                kind="demo",
                role=ROLES[step.reason],
                reason=step.reason,
                opened=told.opened,
                closed=told.closed,
                recorded_at=step.moment,
                cube_later=cube_later,
            )
            first, last = first or revision.number, revision.number
            statistics.grown_by(told.opened)
            if cube_later:
                settle_checks()
        done += len(step.actors)
        tell(Progress(done, story.total))
    return first, last


def _identities(story):
    """Rows of actors and programmes, which carry a code and nothing else."""
    with connection.cursor() as cursor:
        with cursor.copy("copy directory_actor (code) from stdin") as copy:
            for start in range(0, len(story.codes), 10_000):
                copy.write(b"\n".join(story.codes[start : start + 10_000].tolist()) + b"\n")
        cursor.executemany(
            "insert into directory_programme (code) values (%s)",
            [[code] for code in story.programme_codes],
        )
