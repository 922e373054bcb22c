"""Doubts about figures: possible, but worth a second look. Never a refusal.

What cannot be (a part above its total, a year to come) is refused by `directory.records.figures`.
The bounds here are bounds of attention, chosen by us: no law and no statistic says them, and an
organisation beyond one is asked about, not doubted for ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from directory.database import rows
from evidence.wording.numbers import grouped

JUMP = 3  # times as many as a year before, or a third
SMALL = 20  # below this, anything triples
FRESH = 1  # years for which a figure given earlier is held against one given now


@dataclass(frozen=True)
class Rule:
    """Asks about a figure above `most`: of it alone, or times another one (`against`). One of
    `least` or fewer is asked about by nobody, nor those of other legal forms than `forms`, if some
    are named. `words` are of WORDS.
    """

    indicator: str
    most: int
    words: str = "far-more"
    against: str = ""
    least: int = 0
    forms: tuple[str, ...] = ()

    def asks(self, value: Decimal, other: Decimal | None) -> bool:
        if self.against:
            return bool(other) and value > self.least and value > other * self.most
        return value > self.most


def of_form(form: str, most: int) -> Rule:
    return Rule("members", most, "more-than-its-form", forms=(form,))


COOPERATIVE, COMPANY = ("cooperative",), ("company",)
MEMBERS_DECIDE = ("association", "cooperative", "mutual")
RULES = (
    # Thousands of members exist; who types the turnover there, or the customers, is likelier.
    Rule("members", 5_000, forms=("", "association", "cooperative", "none")),
    of_form("mutual", 1_000_000),
    of_form("cooperative-union", 1_000),  # its members are cooperatives, not their members
    of_form("economic-interest-group", 100),  # firms that share something
    of_form("company", 200),  # partners; who works or buys there is no member
    of_form("foundation", 100),  # founders and their board
    Rule("governing-body", 60),
    Rule("jobs", 2_000),
    Rule("worker-members", 2_000),
    Rule("volunteers", 5_000),
    Rule("turnover", 500_000_000),
    # Who lives of it belongs to it: where hardly anybody works, few thousands join.
    Rule("members", 100, "members-and-jobs", "jobs", least=1_000, forms=COOPERATIVE),
    Rule("members", 20, "members-and-jobs", "jobs", least=50, forms=COMPANY),
    Rule("jobs", 20, "jobs-and-members", "members", least=100, forms=COOPERATIVE),
    Rule("worker-members", JUMP, "many-who-work", "jobs"),
    Rule("worker-members", 1, "more-than-members", "members", forms=COOPERATIVE),
    Rule("governing-body", 1, "more-than-members", "members", forms=MEMBERS_DECIDE),
    # Typed in centimes, or a year too many summed.
    Rule("turnover", 1_000_000, "much-each-member", "members", 10_000_000, COOPERATIVE),
    Rule("turnover", 5_000_000, "much-each-job", "jobs", 10_000_000),
)
FEWEST_MAD = 500  # a year's turnover below this was likely typed in thousands

WORDS = {
    "far-more": _("%(value)s is far more than most report. Is it right?"),
    "more-than-its-form": _(
        "%(value)s is far more than most of this legal form have. Is it right?"
    ),
    "jump": _("%(before)s in %(then)s, %(value)s in %(year)s. Is it right?"),
    "in-thousands": _("%(value)s dirhams in a whole year? Please write it in full."),
    "many-who-work": _("Many more members who work than jobs. Is it right?"),
    "members-and-jobs": _("Memberships: %(value)s; jobs: %(other)s. Do they fit each other?"),
    "jobs-and-members": _("Jobs: %(value)s; memberships: %(other)s. Do they fit each other?"),
    "more-than-members": _("%(value)s, and memberships: %(other)s. Do they fit each other?"),
    "much-each-member": _("%(value)s dirhams, memberships: %(other)s. Do they fit each other?"),
    "much-each-job": _("%(value)s dirhams, jobs: %(other)s. Do they fit each other?"),
}
YEARS = ("then", "year")  # said as they are, never grouped


@dataclass(frozen=True)
class Doubt:
    """What is doubtful of one indicator: `why` of WORDS, and the numbers it speaks of."""

    indicator: str
    why: str
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return doubt_words(self.why, self.told)


def doubt_words(why: str, told: Mapping[str, str]) -> str:
    """A doubt in the language of who reads it."""
    said = {name: value if name in YEARS else grouped(value) for name, value in told.items()}
    return str(WORDS[why] % said)


Said = Mapping[str, Mapping[int, Decimal]]  # indicator to values by year


def doubts(
    values: Mapping[str, Decimal], year: int, *, legal_form: str = "", said: Said | None = None
) -> Iterator[Doubt]:
    """What is unusual in figures given together for one year; `legal_form` is empty where nobody
    has told it yet, `said` what the register has of the same profile.
    """
    said = said or {}
    for rule in RULES:
        if rule.forms and legal_form not in rule.forms:
            continue
        value, other = (_known(values, said, name, year) for name in (rule.indicator, rule.against))
        at = rule.indicator if rule.indicator in values else rule.against
        if at in values and value is not None and rule.asks(value, other):
            told = {"value": f"{value:f}"} | ({"other": f"{other:f}"} if rule.against else {})
            yield Doubt(at, rule.words, told)
    for code, value in values.items():
        then = max((one for one in said.get(code, ()) if one < year), default=None)
        if then is not None and _jumps(value, before := said[code][then]):
            told = {"before": f"{before:f}", "then": str(then)}
            yield Doubt(code, "jump", told | {"value": f"{value:f}", "year": str(year)})
    if 0 < values.get("turnover", 0) < FEWEST_MAD:
        yield Doubt("turnover", "in-thousands", {"value": f"{values['turnover']:f}"})


def _known(values, said, name, year) -> Decimal | None:
    """A figure as it is given, else as the register has it of the same year or the one before."""
    if name in values:
        return values[name]
    years = [one for one in said.get(name, ()) if year - FRESH <= one <= year]
    return said[name][max(years)] if years else None


def _jumps(value, before) -> bool:
    return max(value, before) > SMALL and (value > before * JUMP or value * JUMP < before)


def reported(actors: Iterable[str]) -> dict[str, Said]:
    """Codes of profiles to what each reports, by indicator and year: one statement, none without
    codes.
    """
    wanted = sorted(set(actors))
    found: dict[str, Said] = defaultdict(lambda: defaultdict(dict))
    if wanted:
        for code, indicator, year, value in rows(
            "select a.code, r.indicator, r.year, r.value"
            " from directory_report r join directory_actor a on a.id = r.actor_id"
            " where a.code = any(%s) and r.closed is null",
            [wanted],
        ):
            found[code][indicator][year] = value
    return found


def last_reported(said: Said) -> dict[str, tuple[int, Decimal]]:
    """Indicator to the last year reported, and its value."""
    return {indicator: max(by_year.items()) for indicator, by_year in said.items()}


def last_given(year: int, value: Decimal) -> str:
    """What is told of it beside a figure given now."""
    words = _("Last given: %(value)s in %(year)s.")
    return str(words % {"value": grouped(value), "year": year})
