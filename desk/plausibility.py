"""Doubts about figures: possible, but worth a second look. Never a refusal.

What cannot be (a part above its total, a year to come) is refused by `directory.records.figures`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from directory.database import rows
from evidence.wording.numbers import grouped

JUMP = 3  # times as many as a year before, or a third
SMALL = 20  # below this, anything triples
# A cooperative of thousands exists; one that types its turnover under members is likelier.
UNUSUAL = {
    "members": 5_000,
    "governing-body": 60,
    "jobs": 2_000,
    "worker-members": 2_000,
    "volunteers": 5_000,
    "turnover": 500_000_000,
}
FEWEST_MAD = 500  # a year's turnover below this was likely typed in thousands


@dataclass(frozen=True)
class Doubt:
    """What is doubtful of one indicator, in the words of whoever typed it."""

    indicator: str
    words: str


def doubts(values: Mapping[str, Decimal], year: int, actor: str | None = None) -> Iterator[Doubt]:
    """What is unusual in figures given together for one year; `actor` is the code of a profile."""
    earlier = last_reported(actor, before=year) if actor else {}
    for code, value in values.items():
        if value > UNUSUAL.get(code, value):
            words = _("%(value)s is far more than most report. Is it right?")
            yield Doubt(code, words % {"value": grouped(value)})
        if code in earlier:
            then, before = earlier[code]
            if max(value, before) > SMALL and (value > before * JUMP or value * JUMP < before):
                words = _("%(before)s in %(then)s, %(value)s in %(year)s. Is it right?")
                said = {"before": grouped(before), "value": grouped(value)}
                yield Doubt(code, words % (said | {"then": then, "year": year}))
    if 0 < values.get("turnover", 0) < FEWEST_MAD:
        words = _("%(value)s dirhams in a whole year? Please write it in full.")
        yield Doubt("turnover", words % {"value": grouped(values["turnover"])})
    if values.get("jobs", 0) and values.get("worker-members", 0) > values["jobs"] * JUMP:
        words = _("Many more members who work than jobs. Is it right?")
        yield Doubt("worker-members", words)


def last_reported(actor: str, *, before: int = 9999) -> dict[str, tuple[int, Decimal]]:
    """Indicator to the last year before one, and the value reported for it."""
    found = rows(
        "select distinct on (r.indicator) r.indicator, r.year, r.value"
        " from directory_report r join directory_actor a on a.id = r.actor_id"
        " where a.code = %s and r.closed is null and r.year < %s::int"
        " order by r.indicator, r.year desc",
        [actor, before],
    )
    return {indicator: (year, value) for indicator, year, value in found}
