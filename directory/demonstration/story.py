"""A demonstration as records: what each revision of its history opens and closes."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import orjson

from directory import codes
from directory.database import rows
from directory.demonstration import history
from directory.demonstration.actors import PROVENANCE, Maker
from directory.demonstration.figures import Figures
from directory.demonstration.history import Step
from directory.demonstration.phrases import Phrases
from directory.demonstration.places import Leaves
from directory.organisations import partial_date
from directory.records.facts import (
    ActorFacts,
    ConfirmationFacts,
    EndingFacts,
    MembershipFacts,
    ObservationFacts,
    PartialDate,
    Prepared,
    ProgrammeFacts,
    SealFacts,
    prepare,
)

AT_A_TIME = 5_000
ROLES = {
    "new-profile": "administrator",
    "yearly-update": "steward",
    "renamed": "steward",
    "moved": "steward",
    "still-correct": "steward",
    "yearly-figures": "steward",
    "closed": "moderator",
    "withdrawn": "moderator",
    "merged": "moderator",
    "new-member": "network",
    "member-left": "network",
}
# Of those that confirm, who is verified by a network besides, of what, and for how long.
SEALED, SEAL_SCOPES, SEAL_DAYS = 0.12, ("identity", "identity", "activity", "figures"), 730
FRESH = ("new-profile", "still-correct", "new-member")

CURRENT_BYTES = """
select a.code, b.bytes from directory_actor a
join directory_actorversion v on v.actor_id = a.id and v.closed is null
join directory_recordbytes b on b.digest = v.digest
where a.code = any(%s::text[])"""

# Those that still stand and have not spoken of a year yet, looked up one by one.
SILENT = """
select a.code, v.legal_form from directory_actor a
join directory_actorversion v on v.actor_id = a.id and v.closed is null
where a.code = any(%s::text[]) and (select o.id from directory_observation o
    where o.actor_id = a.id and o.closed is null and o.origin = a.code and o.year = %s limit 1
) is null"""

FIGURES = """
select a.code, b.bytes from directory_actor a
join directory_observation o on o.actor_id = a.id and o.closed is null
join directory_recordbytes b on b.digest = o.digest
where a.code = any(%s::text[]) order by a.code, o.id"""

STANDING = """
select v.digest from directory_actor a
join directory_actorversion v on v.actor_id = a.id and v.closed is null
where a.code = any(%(actors)s::text[])
union all
select m.digest from directory_actor a
join directory_membership m on m.member_id = a.id and m.closed is null
where a.code = any(%(actors)s::text[])
union all
select o.digest from directory_actor a
join directory_observation o on o.actor_id = a.id and o.closed is null
where a.code = any(%(actors)s::text[])"""

CURRENT_MEMBERSHIPS = """
select m.digest, b.bytes from directory_actor a
join directory_membership m on m.member_id = a.id and m.closed is null
join directory_recordbytes b on b.digest = m.digest
where a.code = any(%s::text[]) order by m.id"""


@dataclass(frozen=True)
class Told:
    """What one revision opens, and the digests of what it closes beyond what is superseded."""

    opened: list[Prepared]
    closed: list[bytes]


class Story:
    """`count` actors and their history, as a seed has them.

    `taken` are codes that stand for somebody else on this instance or may come to.
    """

    def __init__(
        self, count: int, seed: int, phrases: Phrases, leaves: Leaves, taken, *, figures=True
    ):
        rng = np.random.default_rng([seed])
        self.seed = seed
        self.phrases = phrases
        self.maker = Maker(phrases, leaves)
        self.networks = phrases.networks[: max(1, min(len(phrases.networks), count // 50))]
        self.programmes = phrases.programmes[: max(1, min(len(phrases.programmes), count // 50))]
        minted = codes.mint_many(count + len(self.programmes), taken=taken, entropy=rng.bytes)
        # Eight bytes a code: a million of them as texts would be sixty megabytes.
        self.codes = np.array(minted[:count], dtype="S8")
        self.programme_codes = minted[count:]
        self.steps = list(
            history.steps(
                rng,
                count,
                len(self.networks),
                len(self.programmes),
                phrases.life["memberships"],
                figures=figures,
            )
        )
        self.total = sum(len(step.actors) for step in self.steps)
        self.figures = Figures(count, seed)

    def fresh(self, step: Step) -> Told | None:
        """What a step opens, where that needs no look at the register; None where it does."""
        if step.reason not in FRESH:
            return None
        rng = self._rng(step)
        if step.reason == "new-profile":
            return Told(self._new_actors(rng, step), [])
        make = self._confirmations if step.reason == "still-correct" else self._memberships
        return Told([_prepare(rng, facts) for facts in make(rng, step)], [])

    def changed(self, step: Step) -> Told:
        """What a step opens and closes, judged by the register as it stands before it."""
        rng = self._rng(step)
        actors = self._codes(step.actors)
        if step.reason == "member-left":
            return self._leavers(rng, step, actors)
        if step.reason == "yearly-figures":
            return Told(self._figures(rng, step, actors), [])
        if step.reason in ("withdrawn", "merged"):
            heirs = [None] * len(actors) if step.others is None else self._codes(step.others)
            endings = [
                EndingFacts(gone, step.reason, heir)
                for gone, heir in zip(actors, heirs, strict=True)
            ]
            standing = [digest for (digest,) in rows(STANDING, {"actors": actors})]
            opened = [_prepare(rng, ending) for ending in endings]
            if step.reason == "merged":
                opened += self._inherited(rng, dict(zip(actors, heirs, strict=True)))
            return Told(opened, standing)
        current = dict(rows(CURRENT_BYTES, [actors]))
        facts = [ActorFacts.read(orjson.loads(current[code])) for code in actors]
        return Told([_prepare(rng, one) for one in self._after(rng, step, facts)], [])

    def _after(self, rng, step, facts):
        for one in facts:
            if step.reason == "renamed":
                yield self.maker.renamed(rng, one)
            elif step.reason == "moved":
                yield self.maker.moved(rng, one)
            elif step.reason == "closed":
                yield self.maker.closed(rng, one, step.moment.date())
            else:
                yield self.maker.updated(rng, one)

    def _new_actors(self, rng, step):
        made = []
        if step.number == 0:
            made += [_prepare(rng, facts) for facts in self._programmes()]
            made += [_prepare(rng, facts) for facts in self._networks(rng, step.moment.date())]
        newcomers = step.actors[step.actors >= len(self.networks)]
        for start in range(0, len(newcomers), AT_A_TIME):
            some = self._codes(newcomers[start : start + AT_A_TIME])
            facts = self.maker.actors(rng, some, step.moment.date())
            salts = rng.bytes(16 * len(some))
            made += [
                prepare(one, salt=salts[16 * at : 16 * at + 16].hex())
                for at, one in enumerate(facts)
            ]
        return made

    def _networks(self, rng, until):
        leaves = self.maker.leaves
        for code, network in zip(
            self._codes(range(len(self.networks))), self.networks, strict=True
        ):
            [facts] = self.maker.actors(rng, [code], until)
            drawn = leaves.of_region.get(network["scope"])
            if drawn is not None:
                drawn = rng.choice(drawn, 1)
                facts = facts.but(place=leaves.places(rng, drawn, {"exact": 1, "locality": 0})[0])
            yield facts.but(
                names=network["names"],
                descriptions=network.get("descriptions", {}),
                kind="network",
                legal_form="association",
                cooperative_type=None,
                products=(),
                audiences=(),
                closed=None,
            )

    def _programmes(self):
        for code, programme in zip(self.programme_codes, self.programmes, strict=True):
            yield ProgrammeFacts(
                code=code,
                names=programme["names"],
                descriptions=programme.get("descriptions", {}),
                since=partial_date(programme.get("since")),
                until=partial_date(programme.get("until")),
                funders=tuple(programme.get("funders", ())),
                provenance=PROVENANCE,
                is_demo=True,
            )

    def _confirmations(self, rng, step):
        day = step.moment.date()
        ago = rng.integers(0, 25, len(step.actors)).tolist()
        sealed = rng.random(len(step.actors)).tolist()
        networks = self._codes(range(len(self.networks)))
        by = rng.integers(0, len(networks), len(step.actors)).tolist()
        for code, days, luck, at in zip(self._codes(step.actors), ago, sealed, by, strict=True):
            on = day - timedelta(days=days)
            yield ConfirmationFacts(code, on)
            if luck < SEALED and networks[at] != code:
                scope = SEAL_SCOPES[int(luck / SEALED * len(SEAL_SCOPES))]
                until = on + timedelta(days=SEAL_DAYS)
                yield SealFacts(code, scope, on, networks[at], until=until, is_demo=True)

    def _memberships(self, rng, step):
        day = step.moment.date()
        ago = rng.integers(10, 1500, len(step.actors)).tolist()
        known = rng.random(len(step.actors)).tolist()
        members, others = self._codes(step.actors), step.others.tolist()
        for member, other, days, how in zip(members, others, ago, known, strict=True):
            yield MembershipFacts(
                member,
                **self._joined(other),
                since=_since(day - timedelta(days=days), how),
                provenance=PROVENANCE,
                is_demo=True,
            )

    def _joined(self, other):
        if other < len(self.networks):
            return {"network": self.codes[other].decode()}
        return {"programme": self.programme_codes[other - len(self.networks)]}

    def _leavers(self, rng, step, actors):
        """Memberships of this step's pairs, told again with their end."""
        left = {
            (actor, *self._joined(other).values())
            for actor, other in zip(actors, step.others.tolist(), strict=True)
        }
        opened, closed = [], []
        for digest, content in rows(CURRENT_MEMBERSHIPS, [actors]):
            told = orjson.loads(content)
            if (told["member"], told["network"] or told["programme"]) not in left:
                continue
            facts = MembershipFacts(
                told["member"],
                network=told["network"],
                programme=told["programme"],
                since=PartialDate.read(told["since"]),
                until=PartialDate(step.moment.date() - timedelta(days=int(rng.integers(5, 60)))),
                provenance=PROVENANCE,
                is_demo=True,
            )
            opened.append(_prepare(rng, facts))
            closed.append(digest)
        return Told(opened, closed)

    def _figures(self, rng, step, actors):
        """What those that still stand say of the year before, once."""
        year = step.moment.year - 1
        forms = dict(rows(SILENT, [actors, year]))
        standing = [
            (index, code)
            for index, code in zip(step.actors.tolist(), actors, strict=True)
            if code in forms
        ]
        indexes, names = zip(*standing, strict=True) if standing else ((), ())
        facts = self.figures.of_year(rng, year, indexes, names, [forms[code] for code in names])
        salts = rng.bytes(16 * len(facts))
        return [
            prepare(one, salt=salts[16 * at : 16 * at + 16].hex()) for at, one in enumerate(facts)
        ]

    def _inherited(self, rng, heirs):
        """Figures of merged actors, said of their heirs from then on."""
        return [
            _prepare(rng, ObservationFacts.read(orjson.loads(content)).but(actor=heirs[code]))
            for code, content in rows(FIGURES, [list(heirs)])
        ]

    def _codes(self, indexes) -> list[str]:
        return self.codes[np.asarray(indexes, dtype=int)].astype("U8").tolist()

    def _rng(self, step):
        return np.random.default_rng([self.seed, step.number + 1])


def _prepare(rng, facts):
    return prepare(facts, salt=rng.bytes(16).hex())


def _since(day, how):
    """Known to the day, the month or the year, or not at all."""
    if how < 0.1:
        return None
    if how < 0.4:
        return PartialDate(day.replace(month=1, day=1), "year")
    return PartialDate(day.replace(day=1), "month") if how < 0.6 else PartialDate(day)
