"""All that happened to one actor, in the order it happened, each change fact by fact.

It is read whole, or a page at a time: what a page needs of earlier is only the last version.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import orjson

from directory.as_of import Reading
from directory.database import rows
from directory.records.facts import HEAD, decimal_text
from directory.standing import partial_date

# Facts that are told apart by their parts: `names.fr`, `place.commune`.
PARTED = {"names", "descriptions", "place", "registry", "provenance"}
# What closes a record, and what opens another in its place.
CLOSES = {"left": "joined", "unsealed": "sealed", "unreported": "reported"}
OPENS = {opens: closes for closes, opens in CLOSES.items()}
# What two records of a kind say alike, where one takes the other's place.
ALIKE = (
    "network", "programme", "scope", "verifier", "indicator", "year", "source_kind", "origin",
    "unit",
)  # fmt: skip
ALL = "select 0 as first, %(revision)s as last"
# Half of what is read may be told with the other half.
ONWARD = """select %(after)s as first, coalesce((
    select revision from events where revision > %(after)s
    order by revision offset 2 * %(limit)s limit 1), %(revision)s) as last"""
BACKWARD = """select coalesce(min(revision), 0) as first, %(before)s - 1 as last from (
    select distinct revision from events where revision < %(before)s
    order by revision desc limit %(limit)s) newest"""


@dataclass(frozen=True)
class Change:
    """One fact that a version says otherwise than the one before it."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Event:
    """What happened to one record of an actor: in which revision, when, in what role and why.

    `event` is entered, changed, returned (after it had left), merged, withdrawn, confirmed,
    absorbed or parted (another merged into it, or split from it again), joined, corrected or left,
    sealed, renewed or unsealed, or reported. `detail` holds the heir, the day confirmed, who was
    merged into it (`origin`), the network or programme, the seal, or the figure. Of a version,
    `before` and `after` are the canonical payloads that it followed and that it holds; None where
    there is none, or where its bytes were redacted.

    A record that takes another's place in its revision is one event with it. A figure's detail has
    the values `before` and `after`, as decimal text: None where there was none, or where it was
    taken away; `origin` is of whom it was said, where a merger brought it.
    """

    event: str
    revision: int
    turn: int
    recorded_at: datetime
    date: date
    kind: str
    role: str
    reason: str
    digest: str
    redacted: int | None
    before: dict | None = None
    after: dict | None = None
    detail: dict = field(default_factory=dict)

    @property
    def place(self) -> tuple[int, int, str]:
        """Where it stands in its history: what happened in one revision has its turns."""
        return self.revision, self.turn, self.digest

    @cached_property
    def changes(self) -> list[Change] | None:
        """What a version says otherwise, by field; None where a redaction hides that."""
        if self.event not in ("changed", "returned"):
            return []
        if self.before is None or self.after is None:
            return None
        before, after = _parted(self.before), _parted(self.after)
        return [
            Change(name, before.get(name), after.get(name))
            for name in sorted(before.keys() | after.keys())
            if before.get(name) != after.get(name)
        ]


@dataclass(frozen=True)
class HistoryPage:
    """Some events in order; `count` is of the whole history, `more` whether it goes on."""

    events: list[Event]
    count: int
    more: bool


# What stands of figures, and what stood, are two arms: each has an index by actor.
HISTORY = """with a as (select id from directory_actor where code = %(code)s), ever as (
    select v.opened as revision, 1 as turn, 'version' as event, v.digest, v.redacted,
        null::jsonb as detail
    from directory_actorversion v join a on a.id = v.actor_id
    union all
    select e.opened, 0, e.fate, e.digest, e.redacted, jsonb_build_object('heir', h.code)
    from directory_ending e join a on a.id = e.actor_id
    left join directory_actor h on h.id = e.heir_id
    union all
    select c.opened, 2, 'confirmed', c.digest, c.redacted,
        jsonb_build_object('confirmed_on', c.confirmed_on)
    from directory_confirmation c join a on a.id = c.actor_id
    union all
    select turn.revision, 3, turn.event, e.digest, e.redacted,
        jsonb_build_object('origin', g.code)
    from directory_ending e join a on a.id = e.heir_id join directory_actor g on g.id = e.actor_id
    cross join lateral (values (e.opened, 'absorbed'), (e.closed, 'parted')) turn(revision, event)
    where turn.revision is not null
    union all
    select turn.revision, turn.turn, turn.event, s.digest, s.redacted, jsonb_build_object(
        'scope', s.scope, 'verifier', v.code, 'seal_role', nullif(s.role, ''),
        'given_on', s.given_on, 'valid_until', s.until)
    from directory_seal s join a on a.id = s.actor_id
    left join directory_actor v on v.id = s.verifier_id
    cross join lateral (values (s.opened, 7, 'sealed'), (s.closed, 6, 'unsealed'))
        turn(revision, turn, event)
    where turn.revision is not null
    union all
    select turn.revision, turn.turn, turn.event, m.digest, m.redacted, jsonb_build_object(
        'network', n.code, 'programme', p.code,
        'since', m.since, 'since_precision', m.since_precision,
        'until', m.until, 'until_precision', m.until_precision)
    from directory_membership m join a on a.id = m.member_id
    left join directory_actor n on n.id = m.network_id
    left join directory_programme p on p.id = m.programme_id
    cross join lateral (values (m.opened, 5, 'joined'), (m.closed, 4, 'left'))
        turn(revision, turn, event)
    where turn.revision is not null
    union all
    select turn.revision, turn.turn, turn.event, o.digest, o.redacted, jsonb_build_object(
        'indicator', o.indicator, 'year', o.year, 'source_kind', o.source_kind,
        'origin', nullif(o.origin, %(code)s), 'unit', o.unit, 'value', o.value::text)
    from (
        select * from directory_observation where actor_id = (select id from a) and closed is null
        union all
        select * from directory_observation
        where actor_id = (select id from a) and closed is not null
    ) o
    cross join lateral (values (o.opened, 9, 'reported'), (o.closed, 8, 'unreported'))
        turn(revision, turn, event)
    where turn.revision is not null
), events as materialized (
    select * from ever where revision <= %(revision)s
), bounds as ({bounds}), told as (
    select e.*, true as within from events e, bounds where e.revision between first and last
    union all
    (select e.*, false from events e, bounds where turn = 1 and e.revision < first
    order by e.revision desc limit 1)
    union all
    (select e.*, false from events e, bounds where turn = 0 and e.revision < first
    order by e.revision desc limit 1)
), counted as (
    select coalesce(sum(n), 0)::int as n from (
        select greatest(sum(turn %% 2), sum(1 - turn %% 2))
        from events group by revision, turn / 2, case when turn < 4 then digest end, {alike}
    ) alike(n)
)
select c.n, e.within, e.event, e.revision, e.turn, r.recorded_at, r.date, r.kind, r.role, r.reason,
    encode(e.digest, 'hex'), e.redacted, b.bytes, e.detail
from counted c left join told e on true left join directory_revision r on r.number = e.revision
left join directory_recordbytes b on b.digest = e.digest and e.event = 'version'
order by e.revision, e.turn, e.digest"""


def actor_history(*, code: str, reading: Reading) -> list[Event]:
    """All that happened to an actor up to a revision, oldest first; nothing where unknown."""
    return _read(ALL, code, reading)[0]


def history_page(
    *, code: str, reading: Reading, after: tuple[int, int, str] | None = None, limit: int
) -> HistoryPage:
    """A page of an actor's history, oldest first, behind the place of an event."""
    bounds = {"after": after[0] if after else 0, "limit": limit}
    events, count = _read(ONWARD, code, reading, **bounds)
    found = [one for one in events if after is None or one.place > after]
    return HistoryPage(found[:limit], count, len(found) > limit)


def last_of_history(
    *, code: str, reading: Reading, before: int | None = None, revisions: int
) -> HistoryPage:
    """What the last revisions that touched an actor did to it, or the last before one."""
    end = reading.revision + 1 if before is None else before
    bounds = {"before": end, "limit": revisions + 1}
    events, count = _read(BACKWARD, code, reading, **bounds)
    several = sorted({one.revision for one in events})
    shown = several[-revisions:]
    return HistoryPage([one for one in events if one.revision in shown], count, shown != several)


def _read(bounds, code, reading, **given) -> tuple[list[Event], int]:
    """The events within bounds, and how many there are in all."""
    alike = ", ".join(f"detail->'{name}'" for name in ALIKE)
    statement = HISTORY.replace("{bounds}", bounds).replace("{alike}", alike)
    found = rows(statement, {"code": code, "revision": reading.revision, **given})
    history, before, name = [], None, "entered"
    for _count, within, event, *told, content, detail in found:
        if event == "version":
            after = None if content is None else orjson.loads(bytes(content))
            one = Event(name, *told, before, after)
            before, name = after, "changed"
        elif event:
            one = Event(event, *told, detail=_detail(detail))
            if event in ("merged", "withdrawn"):
                name = "returned"
        if within:
            history.append(one)
    return _in_place(history), found[0][0]


def _in_place(history) -> list[Event]:
    """The same, a record and the one whose place it took in that revision being one event."""
    pairs = _pairs(history)
    gone = {one.digest for one in pairs.values()}
    return [
        _figure(one, pairs.get(one.digest))
        if one.event in ("reported", "unreported")
        else _instead(one, pairs.get(one.digest))
        for one in history
        if not (one.event in CLOSES and one.digest in gone)
    ]


def _pairs(history) -> dict[str, Event]:
    """The digest of a record opened, to what was closed in its place. A membership whose beginning
    was corrected is still the same, where no other is of that beginning.
    """
    pairs, taken = {}, set()
    for place in (_place, _whole):
        waiting: dict[tuple, list[Event]] = {}
        for one in history:
            if one.event in CLOSES and one.digest not in taken:
                key = (one.revision, CLOSES[one.event], *place(one.detail))
                waiting.setdefault(key, []).append(one)
        for one in history:
            among = waiting.get((one.revision, one.event, *place(one.detail)))
            if one.event in OPENS and one.digest not in pairs and among:
                pairs[one.digest] = among.pop(0)
                taken.add(pairs[one.digest].digest)
    return pairs


def _place(told) -> tuple:
    """What only one record of a kind says at a time."""
    since = told.get("since")
    return (*_whole(told), since and since["date"])


def _whole(told) -> tuple:
    return tuple(told.get(name) for name in ALIKE)


def _instead(one, before) -> Event:
    """A seal or a membership in the place of the one before, if there was one."""
    if before is None or one.event in CLOSES:
        return one
    if one.event == "sealed":
        return replace(one, event="renewed")
    ended = "until" in one.detail and "until" not in before.detail
    return replace(one, event="left" if ended else "corrected")


def _figure(one, before) -> Event:
    """A figure with its values before and after."""
    told = {name: each for name, each in one.detail.items() if name != "value"}
    value = _value(one)
    if one.event == "unreported":
        told |= {"before": value, "after": None}
    else:
        told |= {"before": before and _value(before), "after": value}
    return replace(one, event="reported", detail=told)


def _value(one) -> str:
    return decimal_text(Decimal(one.detail["value"]))


def _parted(payload) -> dict:
    """The facts of a version with their parts spread out."""
    facts = {}
    for name, value in payload.items():
        if name in PARTED:
            facts |= {f"{name}.{part}": one for part, one in value.items()}
        elif name not in HEAD:
            facts[name] = value
    return facts


def _detail(detail) -> dict:
    if "since" in detail:
        for name in ("since", "until"):
            day, precision = detail[name], detail.pop(f"{name}_precision")
            detail[name] = day and partial_date(date.fromisoformat(day), precision)
    return {name: value for name, value in detail.items() if value is not None}
