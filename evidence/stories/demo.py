"""Invented stories of invented actors: a demonstration's only."""

import json
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.datastructures import MultiValueDict

from directory.as_of import snapshot
from directory.database import row
from directory.models import Revision
from directory.publishing.demo import NotDemonstration
from directory.publishing.publish import publish, take_lock
from directory.records.facts import PartialDate
from directory.records.validate import check
from directory.selection.filterset import ActorFilterSet
from directory.vocabulary import is_demonstration
from evidence.codes import fresh_code
from evidence.models import Story
from evidence.records import StoryFacts

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "demo" / "stories.json"


def load_demo_stories() -> Revision | None:
    """Publish the invented stories once; None where some were told, or nobody could tell them.

    Raises NotDemonstration, InvalidFacts.
    """
    if not is_demonstration():
        raise NotDemonstration("this instance is not fixed as a demonstration")
    content = json.loads(FIXTURE.read_text(encoding="utf-8"))
    with transaction.atomic():
        take_lock()
        if Story.objects.filter(is_demo=True).exists():
            return None
        told = [_facts(one, content["consent_to"]) for one in content["stories"]]
        told = [facts for facts in told if facts]
        for facts in told:
            check(facts)
        if not told:
            return None
        return publish(kind="demo", role="administrator", reason="stories-told", opened=told)


def _facts(one, consent_to) -> StoryFacts | None:
    teller = _first(one["of"])
    if teller is None:
        return None
    year, month = (int(part) for part in one["told"].split("-"))
    return StoryFacts(
        code=fresh_code(),
        titles=one["titles"],
        texts=one["texts"],
        teller=one["teller"],
        told=PartialDate(date(year, month, 1), "month"),
        consent_on=date(year, month, 28),
        consent_to=consent_to,
        actor=teller,
        is_demo=True,
    )


def _first(asked) -> str | None:
    """The code of the first demonstration actor that answers a question."""
    with snapshot() as reading:
        data = MultiValueDict({name: [value] for name, value in (asked | {"demo": "true"}).items()})
        filters = ActorFilterSet(data, reading=reading)
        if not filters.is_valid():
            return None
        selection = filters.selection()
        (code,) = row(
            f"select min(code) from ({selection.relation('v.code')}) v",  # noqa: S608 (ours)
            selection.query.bound,
        )
        return code
