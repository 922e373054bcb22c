"""Publishing official figures: those of the fixture when an instance is set up, and others."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.db import transaction

from directory.as_of import snapshot
from directory.models import Revision
from directory.organisations import partial_date
from directory.publishing.publish import publish, take_lock
from directory.records.validate import (
    Problem,
    UnknownTerritory,
    bad_address,
    bad_code,
    bad_date,
    bad_text,
    bad_texts,
    check,
    checks,
)
from evidence.models import Exactness, OfficialFigure
from evidence.official.question import is_a_question
from evidence.records import OfficialFigureFacts

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "official_figures.json"


class UnknownExactness(Problem):
    accepted = ", ".join(Exactness.values)


class NegativeValue(Problem):
    accepted = "a number from 0"


class ShareAboveWhole(Problem):
    accepted = "at most 100 of a hundred"


class NotAQuestion(Problem):
    accepted = "a statistic in its normal form, without place and moment, or nothing"


@checks(OfficialFigureFacts)
def _official(facts, known, today) -> Iterator[Problem]:
    yield from bad_code("code", facts.code)
    yield from bad_texts("names", facts.names, required=True)
    yield from bad_texts("publisher", facts.publisher, required=True)
    yield from bad_texts("notes", facts.notes)
    yield from bad_text("unit", facts.unit)
    yield from bad_text("source", facts.source)
    yield from bad_address("source_url", facts.source_url)
    yield from bad_date("counted", facts.counted, today)
    if not facts.value.is_finite() or facts.value < 0:
        yield NegativeValue("value", facts.value)
    elif facts.unit == "percent" and facts.value > 100:
        yield ShareAboveWhole("value", facts.value)
    if facts.exactness not in Exactness.values:
        yield UnknownExactness("exactness", facts.exactness)
    if facts.territory not in known.territories:
        yield UnknownTerritory("territory", facts.territory)
    with snapshot() as reading:
        if facts.question and not is_a_question(facts.question, reading):
            yield NotAQuestion("question", facts.question)


def publish_official(facts: Iterable[OfficialFigureFacts], *, role: str, reason: str) -> Revision:
    """Publish official figures, or new versions of them. Raises InvalidFacts."""
    given = list(facts)
    for one in given:
        check(one)
    return publish(kind="publish", role=role, reason=reason, opened=given)


def load_official_figures() -> Revision | None:
    """Publish those of fixtures/official_figures.json that the register has never known.

    None where it knows them all: what was corrected or withdrawn since is not overruled. Raises
    InvalidFacts.
    """
    with transaction.atomic():
        take_lock()
        known = set(OfficialFigure.objects.values_list("code", flat=True))
        missing = [facts for facts in shipped() if facts.code not in known]
        if not missing:
            return None
        for facts in missing:
            check(facts)
        return publish(
            kind="import", role="administrator", reason="official-figures-loaded", opened=missing
        )


@cache
def shipped() -> tuple[OfficialFigureFacts, ...]:
    """The official figures of the fixture, as facts."""
    content = json.loads(FIXTURE.read_text(encoding="utf-8"))
    return tuple(
        OfficialFigureFacts(
            **one | {"value": Decimal(one["value"]), "counted": partial_date(one["counted"])}
        )
        for one in content["figures"]
    )
